/**
 * Rules about the entries of the three collections: severities, roles and audiences (K1).
 */
import { nearMiss } from '../core/command/near-miss.ts';
import { ROLE } from '../core/policy.ts';
import type { Policy } from '../core/policy.ts';
import { quoted } from './config-problem.ts';
import type { ConfigProblem } from './config-problem.ts';
import { DEFAULT_POLICY } from './default-policy.ts';
import { nearest } from './nearest.ts';
import { blame, meant, RESERVED } from './rule.ts';
import type { ConfigFile, Rule, RuleInput } from './rule.ts';

type Collection = 'severities' | 'roles' | 'audiences';

const COLLECTIONS = ['severities', 'roles', 'audiences'] as const;
const ONE: Record<Collection, string> = { severities: 'severity', roles: 'role', audiences: 'audience' };
/** The board shows each in one row, and has 60,000 bytes (E3). */
const MOST: Record<Collection, number> = { severities: 10, roles: 30, audiences: 12 };
const BUILT_IN_ROLES: ReadonlySet<string> = new Set(Object.values(ROLE));

export const ENTRY_RULES: readonly Rule[] = [
  removedEntriesExist,
  builtInRolesStay,
  builtInRolesKeepTheirNature,
  newEntriesAreComplete,
  newEntriesAreNotMisspelt,
  somethingIsLeft,
  notTooMany,
  noReservedWords,
];

function removedEntriesExist({ files }: RuleInput): readonly ConfigProblem[] {
  return eachEntry(files).flatMap(({ source, collection, id, given, below }) =>
    given || below.includes(id)
      ? []
      : [
          source.problemAt([collection, id], 'key', {
            reason: `There is no ${ONE[collection]} ${quoted(id)} to remove`,
            expected: `one of ${below.join(', ')}`,
            cure: meant(id, below) ?? `Remove the line; to add one, write ${id}: {title: …}.`,
          }),
        ],
  );
}

function builtInRolesStay({ files }: RuleInput): readonly ConfigProblem[] {
  return eachEntry(files).flatMap(({ source, collection, id, given }) =>
    given || collection !== 'roles' || !BUILT_IN_ROLES.has(id)
      ? []
      : [
          source.problemAt([collection, id], 'key', {
            reason: `The built-in role ${quoted(id)} cannot be removed, for the process speaks of it`,
            expected: 'a change of its title or duty',
            cure: 'Remove the line.',
          }),
        ],
  );
}

function builtInRolesKeepTheirNature({ files }: RuleInput): readonly ConfigProblem[] {
  return files.flatMap(({ source, config }) =>
    DEFAULT_POLICY.roles.flatMap((role) => {
      const given = config.roles?.[role.id];
      if (!given) return [];
      const natures = [
        ['technical', role.isTechnical],
        ['per_audience', role.isPerAudience],
      ] as const;
      return natures
        .filter(([key, nature]) => given[key] !== undefined && given[key] !== nature)
        .map(([key, nature]) =>
          source.problemAt(['roles', role.id, key], 'value', {
            reason: `What the built-in role ${quoted(role.id)} is cannot be changed`,
            expected: String(nature),
            cure: 'Remove the line, or add a role of your own.',
          }),
        );
    }),
  );
}

/** A new id is more often a misspelt old one: asking for what only a new one needs finds out. */
function newEntriesAreComplete({ policy, files }: RuleInput): readonly ConfigProblem[] {
  return incompleteEntries(policy).map(([collection, id, key]) => {
    const known = DEFAULT_POLICY[collection].map((entry) => entry.id);
    return blame(files, [collection, id], 'key', {
      reason: `${quoted(id)} is a new ${ONE[collection]} and has no ${key}`,
      expected: `one of ${known.join(', ')}, or a new ${ONE[collection]} with its ${key}`,
      cure: meant(id, known) ?? `Write its ${key} in one line.`,
    });
  });
}

/** Those that are complete, for the others have been asked already. */
function newEntriesAreNotMisspelt({ policy, files }: RuleInput): readonly ConfigProblem[] {
  const incomplete = new Set(incompleteEntries(policy).map(([, id]) => id));
  return eachEntry(files).flatMap(({ source, collection, id, given, below }) => {
    const near = nearest(id, below);
    if (!given || below.includes(id) || incomplete.has(id)) return [];
    if (near === null || nearMiss(id, [near]) === null) return [];
    return [
      source.problemAt([collection, id], 'key', {
        reason: `The new ${ONE[collection]} ${quoted(id)} is one letter away from ${quoted(near)}`,
        expected: `one of ${below.join(', ')}, or a word that nobody mistakes for these`,
        cure: `Did you mean "${near}"?`,
      }),
    ];
  });
}

function somethingIsLeft({ policy, files }: RuleInput): readonly ConfigProblem[] {
  return COLLECTIONS.filter((collection) => policy[collection].length === 0).map((collection) =>
    blame(files, [collection], 'key', {
      reason: `No ${ONE[collection]} is left`,
      expected: 'at least one',
      cure: 'Keep one of those you remove, or add your own.',
    }),
  );
}

function notTooMany({ policy, files }: RuleInput): readonly ConfigProblem[] {
  return COLLECTIONS.filter((collection) => policy[collection].length > MOST[collection]).map((collection) =>
    blame(files, [collection], 'key', {
      reason: `With the built-in ones these are ${policy[collection].length} ${collection}`,
      expected: `at most ${MOST[collection]}`,
      cure: 'Remove some.',
    }),
  );
}

function noReservedWords({ policy, files }: RuleInput): readonly ConfigProblem[] {
  return COLLECTIONS.flatMap((collection) =>
    policy[collection]
      .filter(({ id }) => RESERVED.has(id))
      .map(({ id }) =>
        blame(files, [collection, id], 'key', {
          reason: `${quoted(id)} has a meaning of its own in commands`,
          expected: 'another word',
          cure: 'Choose another id.',
        }),
      ),
  );
}

/** Every entry of every file, with the ids that stood before it: the built-in ones and those of more general files. */
function eachEntry(files: readonly ConfigFile[]) {
  return COLLECTIONS.flatMap((collection) =>
    files.flatMap(({ source, config }, index) => {
      const below = [
        ...DEFAULT_POLICY[collection].map(({ id }) => id),
        ...files.slice(index + 1).flatMap((file) => Object.keys(file.config[collection] ?? {})),
      ];
      const entries: readonly [string, object | false | null][] = Object.entries(config[collection] ?? {});
      return entries.map(([id, given]) => ({ source, collection, id, given, below: [...new Set(below)] }));
    }),
  );
}

function incompleteEntries(policy: Policy) {
  return [
    ...policy.severities
      .filter(({ summary }) => summary === '')
      .map(({ id }) => ['severities', id, 'summary'] as const),
    ...policy.roles.filter(({ duty }) => duty === '').map(({ id }) => ['roles', id, 'duty'] as const),
  ];
}
