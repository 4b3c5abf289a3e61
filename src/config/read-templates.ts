/**
 * The Liquid texts that a configuration names, from the default branch of the repository whose file names them (K4). One that is missing or
 * too large is a problem of that file, and Muster's own text stays.
 */
import type { Policy } from '../core/policy.ts';
import type { Complaint, ConfigProblem } from './config-problem.ts';
import { quoted } from './config-problem.ts';
import type { ConfigSource, FoundFile } from './config-source.ts';
import { TEMPLATES } from './read-config.ts';
import type { TemplateName, ValidConfig } from './read-config.ts';
import { MAX_BYTES } from './yaml-source.ts';

export interface ReadTemplates {
  readonly texts: Policy['templates'];
  /** `board@<sha>` for each that was read. */
  readonly versions: readonly string[];
  readonly problems: readonly ConfigProblem[];
}

export async function readTemplates(
  source: ConfigSource,
  config: ValidConfig,
  files: readonly FoundFile[],
): Promise<ReadTemplates> {
  const texts: Record<TemplateName, string | null> = { board: null, postmortem: null, brief: null };
  const versions: string[] = [];
  const problems: ConfigProblem[] = [];
  for (const name of TEMPLATES) {
    const template = config.templatePaths[name];
    const repository = files.find((file) => file.name === template?.source.name)?.repository;
    if (template === null || repository === undefined) continue;
    const read = await source.read(repository.owner, repository.name, template.path);
    const complaint = complaintAbout(template.path, read?.text);
    if (complaint !== null) {
      problems.push(template.source.problemAt(['templates', name], 'value', complaint));
    } else if (read !== null) {
      texts[name] = read.text;
      versions.push(`${name}@${read.sha}`);
    }
  }
  return { texts, versions, problems };
}

function complaintAbout(path: string, text: string | undefined): Complaint | null {
  if (text === undefined) {
    return {
      reason: `There is no file ${quoted(path)} on the default branch, so Muster's own text is used`,
      expected: 'the path of a file in the repository of this configuration',
      cure: 'Add the file, or correct the path.',
    };
  }
  const bytes = Buffer.byteLength(text);
  if (bytes <= MAX_BYTES) return null;
  return {
    reason: `The template ${quoted(path)} has ${bytes} bytes, so Muster's own text is used`,
    expected: `at most ${MAX_BYTES} bytes`,
    cure: 'Shorten it.',
  };
}
