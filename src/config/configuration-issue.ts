/**
 * The one issue that tells what is wrong with a repository's configuration, and what holds meanwhile (K2). Texts of the file are made inert like all
 * text of people.
 */
import { inert } from '../core/documents/inert.ts';
import {
  type Block,
  type Phrase,
  heading,
  list,
  paragraph,
  phrase,
  toMarkdown,
} from '../core/documents/markdown.ts';
import type { ConfigProblem } from './config-problem.ts';
import type { LoadedPolicy } from './load-policy.ts';

const TITLE = 'The configuration of Muster needs a look';

function line({ source, line: row, column, path, reason, expected, cure }: ConfigProblem): Phrase {
  const where = `${source}, line ${row}, column ${column}${path === '' ? '' : `, ${path}`}`;
  return phrase(inert(`${where}: ${reason}. Expected ${expected}. ${cure}`));
}

function inForce({ standIns }: LoadedPolicy): readonly Block[] {
  return standIns.map(({ source, commit }) =>
    paragraph(
      inert(
        commit === null
          ? `Until ${source} is mended, it counts as absent: none of its last ten versions can be read.`
          : `Until ${source} is mended, its version of commit ${commit.slice(0, 7)} stays in force.`,
      ),
    ),
  );
}

/** Title and body of the issue; for a whole configuration, what stands in it when it is closed. */
export function configurationIssue(loaded: LoadedPolicy): { readonly title: string; readonly text: string } {
  if (loaded.problems.length === 0) {
    return { title: TITLE, text: toMarkdown([paragraph('The configuration is whole again and in force.')]) };
  }
  const count = loaded.problems.length === 1 ? 'one problem' : `${loaded.problems.length} problems`;
  return {
    title: TITLE,
    text: toMarkdown([
      heading(2, `${count[0]?.toUpperCase() ?? ''}${count.slice(1)} in the configuration`),
      list(loaded.problems.map(line)),
      ...inForce(loaded),
      paragraph('This issue closes by itself when the file is mended on the default branch.'),
    ]),
  };
}
