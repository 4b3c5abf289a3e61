/**
 * YAML texts → policy, or everything that is wrong with them (K1). Never throws: whatever stands in a file is a value or a problem.
 *
 * An empty file says nothing and changes nothing, so an empty file in a repository does not switch the organisation's off.
 */
import type { Policy } from '../core/policy.ts';
import type { ConfigProblem } from './config-problem.ts';
import { explainIssue } from './explain-issue.ts';
import { mergePolicy } from './merge-policy.ts';
import { checkRules } from './rules.ts';
import type { ConfigFile } from './rule.ts';
import { configSchema } from './schema.ts';
import { parseYaml } from './yaml-source.ts';
import type { YamlSource } from './yaml-source.ts';

/** Of one file: more annotations than a check run takes at once help nobody. */
const MAX_PROBLEMS = 50;

export interface ConfigText {
  /** As problems call it: `acme/shop/.github/muster.yml`. */
  readonly name: string;
  readonly text: string;
}

export const TEMPLATES = ['board', 'postmortem', 'brief'] as const;
export type TemplateName = (typeof TEMPLATES)[number];

interface TemplatePath {
  readonly path: string;
  /** Which of the files named it, and thereby in whose repository it lies. */
  readonly source: YamlSource;
}

export interface ValidConfig {
  /** Its `templates` are null: they are texts, and only their paths are known here. */
  readonly policy: Policy;
  readonly templatePaths: Readonly<Record<TemplateName, TemplatePath | null>>;
}

export interface InvalidConfig {
  readonly problems: readonly ConfigProblem[];
}

/** `texts` from the most particular to the most general: the repository's, then the organisation's. None at all gives the defaults. */
export function readConfig(texts: readonly ConfigText[]): ValidConfig | InvalidConfig {
  const read = texts.map(readOne);
  const problems = read.flatMap((result) => ('problems' in result ? result.problems : []));
  if (problems.length > 0) return { problems };

  const files = read.filter((result) => 'config' in result);
  const policy = mergePolicy(files.map(({ config }) => config).toReversed());
  const broken = checkRules({ policy, files });
  if (broken.length > 0) return { problems: broken };
  return {
    policy,
    templatePaths: {
      board: templateOf(files, 'board'),
      postmortem: templateOf(files, 'postmortem'),
      brief: templateOf(files, 'brief'),
    },
  };
}

function readOne({ name, text }: ConfigText): ConfigFile | InvalidConfig {
  const source = parseYaml(name, text);
  if (source.value === null) {
    return source.problems.length > 0 ? { problems: inOrder(source.problems) } : { source, config: {} };
  }
  const result = configSchema.safeParse(source.value);
  const issues = (result.error?.issues ?? []).flatMap((issue) => explainIssue(source, issue));
  // where the text itself is at fault, what it stands for need not be judged as well
  const known = new Set(source.problems.map(({ path }) => path));
  const problems = [...source.problems, ...issues.filter(({ path }) => path === '' || !known.has(path))];
  if (problems.length > 0 || !result.success) return { problems: inOrder(problems) };
  return { source, config: result.data };
}

function inOrder(problems: readonly ConfigProblem[]): readonly ConfigProblem[] {
  const sorted = problems.toSorted((a, b) => a.line - b.line || a.column - b.column);
  const next = sorted[MAX_PROBLEMS - 1];
  if (next === undefined || sorted.length === MAX_PROBLEMS) return sorted;
  const rest: ConfigProblem = {
    ...next,
    path: '',
    reason: `There are ${sorted.length - MAX_PROBLEMS + 1} more problems from here on`,
    expected: 'fewer',
    cure: 'Mend those above first.',
  };
  return [...sorted.slice(0, MAX_PROBLEMS - 1), rest];
}

/** The most particular file that speaks of it decides; `false` and `null` mean Muster's own. */
function templateOf(files: readonly ConfigFile[], name: TemplateName): TemplatePath | null {
  const file = files.find(({ config }) => config.templates?.[name] !== undefined);
  const path = file?.config.templates?.[name];
  return file !== undefined && typeof path === 'string' ? { path, source: file.source } : null;
}
