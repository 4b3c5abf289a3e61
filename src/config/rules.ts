/**
 * What more than one setting must agree on, one named function a rule (K1). They judge the merged policy, so that two files which are each
 * right cannot be wrong together without a word, and blame the most particular file that has a say in it.
 */
import { quoted } from './config-problem.ts';
import type { ConfigProblem } from './config-problem.ts';
import { ENTRY_RULES } from './entry-rules.ts';
import { REMINDER_RULES } from './reminder-rules.ts';
import { zoneNamed } from './merge-policy.ts';
import { nearest } from './nearest.ts';
import { blame, meant, RESERVED } from './rule.ts';
import type { Rule, RuleInput } from './rule.ts';
import type { Path } from './yaml-source.ts';

const RULES: readonly Rule[] = [
  ...ENTRY_RULES,
  zoneIsKnown,
  graverThanLeadsSomewhere,
  postmortemSeverityExists,
  leadersAreNamed,
  labelsDiffer,
  roleWordsDiffer,
  audienceWordsDiffer,
  ...REMINDER_RULES,
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
          cure:
            (others.includes(target) ? null : meant(target, others)) ??
            'Name the severity that comes right after it.',
        }),
      ];
    }),
  );
}

/** Blames the most particular file that either names the severity or removes it: the others could not know. */
function postmortemSeverityExists({ policy, files }: RuleInput): readonly ConfigProblem[] {
  const ids = policy.severities.map(({ id }) => id);
  const { fromSeverity } = policy.postmortem;
  if (ids.includes(fromSeverity) || ids.length === 0) return [];
  const path = ['postmortem', 'from_severity'];
  const expected = `one of ${ids.join(', ')}`;
  for (const { source, config } of files) {
    if (config.postmortem?.from_severity !== undefined) {
      const reason = `${quoted(fromSeverity)} is not a severity here`;
      const cure = meant(fromSeverity, ids) ?? 'Name one of these.';
      return [source.problemAt(path, 'value', { reason, expected, cure })];
    }
    if (Object.hasOwn(config.severities ?? {}, fromSeverity)) {
      return [
        source.problemAt(['severities', fromSeverity], 'key', {
          reason: `${quoted(fromSeverity)} is removed, and postmortems open from it`,
          expected: `another severity in postmortem.from_severity: ${expected}`,
          cure: `Add postmortem: {from_severity: ${ids.at(-1) ?? ''}}, or keep it.`,
        }),
      ];
    }
  }
  return [];
}

/** Whoever writes the key wants somebody to be called (S1). */
function leadersAreNamed({ policy, files }: RuleInput): readonly ConfigProblem[] {
  return policy.severities.flatMap(({ id, title, leaders }) => {
    const path = ['severities', id, 'leaders'];
    if (leaders?.length !== 0 || !files.some(({ source }) => source.textAt(path) !== null)) return [];
    return [
      blame(files, path, 'value', {
        reason: `${title} has an empty list of leaders, so nobody would be called`,
        expected: 'at least one login, or null',
        cure: 'Name those who are qualified to lead, or write null to leave the lead to whoever has it.',
      }),
    ];
  });
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

/** Commands take a role by id, short form or title; the same word may mean one role twice, but not two. */
function roleWordsDiffer({ policy, files }: RuleInput): readonly ConfigProblem[] {
  const uses = policy.roles.flatMap(({ id, title, aliases }) => [
    { word: id, owner: id, path: ['roles', id] },
    { word: title, owner: id, path: ['roles', id, 'title'] },
    ...aliases.map((word) => ({ word, owner: id, path: ['roles', id, 'aliases'] })),
  ]);
  return wordsDiffer(files, 'role', uses);
}

function audienceWordsDiffer({ policy, files }: RuleInput): readonly ConfigProblem[] {
  const uses = policy.audiences.flatMap(({ id, title }) => [
    { word: id, owner: id, path: ['audiences', id] },
    { word: title, owner: id, path: ['audiences', id, 'title'] },
  ]);
  return wordsDiffer(files, 'audience', uses);
}

interface Use {
  readonly word: string;
  /** Id of what the word stands for. */
  readonly owner: string;
  readonly path: Path;
}

function wordsDiffer(
  files: RuleInput['files'],
  kind: string,
  uses: readonly Use[],
): readonly ConfigProblem[] {
  const spoken = uses
    .map((use) => ({ ...use, word: spokenForm(use.word) }))
    .filter(
      (use, index, all) =>
        index === all.findIndex(({ word, owner }) => word === use.word && owner === use.owner),
    );
  const reserved = spoken
    .filter(({ word, path }) => path.length > 2 && RESERVED.has(word))
    .map(({ word, path }) =>
      blame(files, path, 'value', {
        reason: `${quoted(word)} has a meaning of its own in commands`,
        expected: 'another word',
        cure: 'Choose another word.',
      }),
    );
  const shared = repeated(spoken).map(({ use, first }) => {
    const isGiven = files.some(({ source }) => source.textAt(use.path) !== null);
    const { path, owner } = isGiven ? use : first;
    const other = isGiven ? first.owner : use.owner;
    return blame(files, path, path.length > 2 ? 'value' : 'key', {
      reason: `${quoted(use.word)} already means the ${kind} ${quoted(other)}`,
      expected: `a word of its own for each ${kind}, not differing by case only`,
      cure: `Write ${quoted(other)} if you mean that ${kind}, or choose another word for ${quoted(owner)}.`,
    });
  });
  return [...reserved, ...shared];
}

/** As it is typed in a command, where case, spaces and hyphens do not count. */
function spokenForm(word: string): string {
  return word.toLowerCase().replaceAll(/[\s_:,/-]+/gu, '-');
}

/** Every use of a word after its first; case does not count. */
function repeated<Each extends { readonly word: string }>(
  uses: readonly Each[],
): readonly { use: Each; first: Each }[] {
  const firsts = new Map<string, Each>();
  return uses.flatMap((use) => {
    const first = firsts.get(use.word.toLowerCase());
    if (first !== undefined) return [{ use, first }];
    firsts.set(use.word.toLowerCase(), use);
    return [];
  });
}
