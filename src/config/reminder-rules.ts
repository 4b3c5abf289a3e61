/**
 * Rules about what Muster waits for (K1): how often audiences are told, and when silence is noticed.
 */
import { updatePolicy } from '../core/update-policy.ts';
import { quoted } from './config-problem.ts';
import type { ConfigProblem } from './config-problem.ts';
import { blame, meant } from './rule.ts';
import type { Rule, RuleInput } from './rule.ts';
import type { Path } from './yaml-source.ts';

export const REMINDER_RULES: readonly Rule[] = [
  updatesAreOfKnownAudiences,
  latestComesAfterSoonest,
  silenceIsNoticedInTime,
];

/** Minutes: sooner than that disturbs those who fix, later than that nobody knows any more (T2). */
const SOONEST_SILENCE = 15;
const LATEST_SILENCE = 60;

function updatesAreOfKnownAudiences({ policy, files }: RuleInput): readonly ConfigProblem[] {
  const known = policy.audiences.map(({ id }) => id);
  return files.flatMap(({ source, config }) =>
    Object.entries(config.severities ?? {}).flatMap(([severity, given]) =>
      Object.keys((given ? given.updates : undefined) ?? {})
        .filter((audience) => !known.includes(audience))
        .map((audience) =>
          source.problemAt(['severities', severity, 'updates', audience], 'key', {
            reason: `${quoted(audience)} is not an audience here`,
            expected: `one of ${known.join(', ')}`,
            cure: meant(audience, known) ?? 'Name one of these, or add it to audiences.',
          }),
        ),
    ),
  );
}

/** An update that is asked for must not be answered with a caution: at no severity, for no audience. */
function latestComesAfterSoonest({ policy, files }: RuleInput): readonly ConfigProblem[] {
  const severities = [null, ...policy.severities.map(({ id }) => id)];
  const wrong = policy.audiences.flatMap(({ id: audience }) =>
    severities.flatMap((severity) => {
      const { soonestMinutes, latestMinutes, isReminded } = updatePolicy(policy, severity, audience);
      return isReminded && latestMinutes < soonestMinutes
        ? [{ severity, audience, soonestMinutes, latestMinutes }]
        : [];
    }),
  );
  // One mistake in the audience's own numbers shows at every severity: it is told once.
  return wrong
    .filter((one, i) => wrong.findIndex((other) => other.audience === one.audience) === i)
    .map(({ severity, audience, soonestMinutes, latestMinutes }) => {
      const paths = placesOf(severity, audience);
      const path = paths.find((p) => files.some(({ source }) => source.textAt(p) !== null)) ?? ['audiences'];
      return blame(files, path, 'value', {
        reason: `An update to ${quoted(audience)} would be due after ${latestMinutes} minutes and be too soon before ${soonestMinutes}`,
        expected: 'latest not shorter than soonest',
        cure: 'Make latest longer or soonest shorter.',
      });
    });
}

/** Where the two numbers may be given, most particular first. */
function placesOf(severity: string | null, audience: string): readonly Path[] {
  const sections: readonly Path[] = [
    ...(severity === null ? [] : [['severities', severity, 'updates', audience]]),
    ['audiences', audience, 'updates'],
  ];
  return sections.flatMap((section) => [
    [...section, 'latest'],
    [...section, 'soonest'],
  ]);
}

function silenceIsNoticedInTime({ policy, files }: RuleInput): readonly ConfigProblem[] {
  const { silenceAfterMinutes } = policy.reminders;
  if (silenceAfterMinutes === null) return [];
  if (silenceAfterMinutes >= SOONEST_SILENCE && silenceAfterMinutes <= LATEST_SILENCE) return [];
  const isShort = silenceAfterMinutes < SOONEST_SILENCE;
  return [
    blame(files, ['reminders', 'silence_after'], 'value', {
      reason: `${silenceAfterMinutes} minutes of silence are too ${isShort ? 'short' : 'long'}`,
      expected: `from ${SOONEST_SILENCE}m to ${LATEST_SILENCE}m`,
      cure: `Write ${isShort ? SOONEST_SILENCE : LATEST_SILENCE}m.`,
    }),
  ];
}
