/**
 * What more than one setting must agree on, one named function a rule (K1). They judge the merged policy, so that two files which are each
 * right cannot be wrong together without a word, and blame the most particular file that has a say in it.
 */
import { quoted } from './config-problem.ts';
import type { ConfigProblem } from './config-problem.ts';
import { ENTRY_RULES } from './entry-rules.ts';
import { zoneNamed } from './merge-policy.ts';
import { nearest } from './nearest.ts';
import { blame, meant, RESERVED } from './rule.ts';
import type { Rule, RuleInput } from './rule.ts';

const RULES: readonly Rule[] = [
  ...ENTRY_RULES,
  zoneIsKnown,
  graverThanLeadsSomewhere,
  postmortemSeverityExists,
  labelsDiffer,
  roleWordsDiffer,
];

export function checkRules(input: RuleInput): readonly ConfigProblem[] {
  return RULES.flatMap((rule) => rule(input));
}

function zoneIsKnown({ files }: RuleInput): readonly ConfigProblem[] {
  return files.flatMap(({ source, config }) => {
    if (config.zone === undefined || zoneNamed(config.zone) !== null) return [];
    const near = nearestZone(config.zone);
    return [
      source.problemAt(['zone'], 'value', {
        reason: `${quoted(config.zone)} is not a time zone`,
        expected: "a time zone's name, such as Europe/Berlin",
        cure:
          near === null ? 'Write the name of a city in the zone: continent/city.' : `Did you mean "${near}"?`,
      }),
    ];
  });
}

function nearestZone(zone: string): string | null {
  const known = ['UTC', ...Intl.supportedValuesOf('timeZone')];
  const city = zone.trim().replaceAll(/\s+/gu, '_').toLowerCase();
  return known.find((name) => name.toLowerCase().endsWith(`/${city}`)) ?? nearest(zone, known);
}

function graverThanLeadsSomewhere({ policy, files }: RuleInput): readonly ConfigProblem[] {
  const ids = policy.severities.map(({ id }) => id);
  return files.flatMap(({ source, config }) =>
    Object.entries(config.severities ?? {}).flatMap(([id, given]) => {
      const target = given ? given.graver_than : undefined;
      // what merging could not place stands after the one it should precede, or names nobody
      if (target === undefined || (ids.includes(target) && ids.indexOf(id) < ids.indexOf(target))) return [];
      const others = ids.filter((other) => other !== id);
      return [
        source.problemAt(['severities', id, 'graver_than'], 'value', {
          reason: others.includes(target)
            ? `${quoted(id)} cannot be placed before ${quoted(target)}, which is placed elsewhere by a file`
            : `${quoted(target)} is no other severity`,
          expected: `one of ${others.join(', ')}`,
          cure: meant(target, others) ?? 'Name the severity that comes right after it.',
        }),
      ];
    }),
  );
}

function postmortemSeverityExists({ policy, files }: RuleInput): readonly ConfigProblem[] {
  const ids = policy.severities.map(({ id }) => id);
  const { fromSeverity } = policy.postmortem;
  if (ids.includes(fromSeverity) || ids.length === 0) return [];
  const path = ['postmortem', 'from_severity'];
  const isGiven = files.some(({ source }) => source.textAt(path) !== null);
  const expected = `one of ${ids.join(', ')}`;
  return [
    isGiven
      ? blame(files, path, 'value', {
          reason: `${quoted(fromSeverity)} is not a severity here`,
          expected,
          cure: meant(fromSeverity, ids) ?? 'Name one of these.',
        })
      : blame(files, ['severities', fromSeverity], 'key', {
          reason: `${quoted(fromSeverity)} is removed, and postmortems open from it`,
          expected: `another severity in postmortem.from_severity: ${expected}`,
          cure: `Add postmortem: {from_severity: ${ids.at(-1) ?? ''}}, or keep it.`,
        }),
  ];
}

/** GitHub's labels do not differ by case. */
function labelsDiffer({ policy, files }: RuleInput): readonly ConfigProblem[] {
  const uses = [
    ...(['incident', 'drill', 'postmortem'] as const).map((key) => ({
      word: policy.labels[key],
      path: ['labels', key],
    })),
    ...policy.severities.map(({ id, label }) => ({ word: label, path: ['severities', id, 'label'] })),
  ];
  return repeated(uses).map(({ use, first }) => {
    const isGiven = files.some(({ source }) => source.textAt(use.path) !== null);
    return blame(files, isGiven ? use.path : first.path, 'value', {
      reason: `The label ${quoted(use.word)} is used by ${first.path.join('.')} and by ${use.path.join('.')}`,
      expected: 'a label of its own for each, not differing by case only',
      cure: 'Name another label for one of them.',
    });
  });
}

function roleWordsDiffer({ policy, files }: RuleInput): readonly ConfigProblem[] {
  const uses = policy.roles.flatMap(({ id, aliases }) => [
    { word: id, role: id, isId: true, path: ['roles', id] },
    ...aliases.map((word) => ({ word, role: id, isId: false, path: ['roles', id, 'aliases'] })),
  ]);
  const reserved = uses
    .filter(({ word, isId }) => !isId && RESERVED.has(word))
    .map(({ word, path }) =>
      blame(files, path, 'value', {
        reason: `${quoted(word)} has a meaning of its own in commands`,
        expected: 'another word',
        cure: 'Choose another short form.',
      }),
    );
  const shared = repeated(uses).map(({ use, first }) =>
    blame(files, use.path, use.isId ? 'key' : 'value', {
      reason: `${quoted(use.word)} already means the role ${quoted(first.role)}`,
      expected: 'a word of its own for each role',
      cure: `Write ${quoted(first.role)} if you mean that role, or choose another word.`,
    }),
  );
  return [...reserved, ...shared];
}

/** Every use of a word after its first; case does not count. */
function repeated<Use extends { readonly word: string }>(
  uses: readonly Use[],
): readonly { use: Use; first: Use }[] {
  const firsts = new Map<string, Use>();
  return uses.flatMap((use) => {
    const first = firsts.get(use.word.toLowerCase());
    if (first !== undefined) return [{ use, first }];
    firsts.set(use.word.toLowerCase(), use);
    return [];
  });
}
