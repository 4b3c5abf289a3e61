import * as fc from 'fast-check';
import type { EntryKind, Incident, TimelineEntry } from '../../src/core/incident/incident.ts';
import {
  account,
  at,
  closedOutage,
  communication,
  declaredOutage,
  entry,
  mitigatedOutage,
} from './build-incident.ts';
import { hostileText } from './hostile-text.ts';

const KINDS: readonly EntryKind[] = [
  'note',
  'comment',
  'impact',
  'link',
  'renamed',
  'diagnosed',
  'merged-pull-request',
  'validation-failed',
  'action',
];

const hostileEntry: fc.Arbitrary<TimelineEntry> = fc
  .record({
    kind: fc.constantFrom(...KINDS),
    text: hostileText,
    former: fc.option(hostileText),
    milestone: fc.boolean(),
    isWithdrawn: fc.boolean(),
    isVoid: fc.boolean(),
    minute: fc.integer({ min: 10, max: 59 }),
  })
  .map(({ kind, text, former, milestone, isWithdrawn, isVoid, minute }) =>
    entry(`08:${minute}`, 'atul', kind, text, {
      milestone,
      isVoid,
      withdrawn: isWithdrawn ? { at: at('08:59'), by: account('prima') } : null,
      corrected: former === null ? null : { at: at('08:59'), former },
    }),
  );

const PROVIDER = { number: 40, url: 'https://github.com/acme/shop/issues/40' };

/** Every other entry was written on a part. */
function fromElsewhere(one: TimelineEntry, index: number): TimelineEntry {
  return index % 2 === 0 ? one : { ...one, origin: PROVIDER };
}

/** Another incident, with a title that its people chose. */
function overlap({ other, isMerged, channel }: { other: string; isMerged: boolean; channel: string | null }) {
  const main = { ...PROVIDER, title: other, channel };
  const named = { ...PROVIDER, title: other, declaredAt: null };
  const merge = { into: 40, url: PROVIDER.url, at: at('08:50'), by: account('prima'), title: other, main };
  return {
    parts: [{ ...named, within: null }],
    related: [named],
    ...(isMerged ? { merge, phase: 'merged' as const } : {}),
  };
}

/** An incident of any phase in which every text that people can write is hostile. */
export const hostileIncident: fc.Arbitrary<Incident> = fc
  .record({
    base: fc.constantFrom(mitigatedOutage(), declaredOutage(), closedOutage()),
    title: hostileText,
    impact: hostileText,
    channel: fc.option(hostileText),
    service: hostileText,
    label: fc.option(hostileText),
    message: hostileText,
    via: fc.option(hostileText),
    said: hostileText,
    todo: hostileText,
    programme: fc.option(hostileText),
    remark: hostileText,
    entries: fc.array(hostileEntry, { maxLength: 6 }),
    isDrill: fc.boolean(),
    isFalseAlarm: fc.boolean(),
    isMerged: fc.boolean(),
    other: hostileText,
  })
  .map((made): Incident => {
    const { base } = made;
    const update = communication('08:55', 'external', made.via, made.message);
    return {
      ...base,
      ...overlap({
        ...made,
        channel: made.channel === null || /^\s*https?:/iu.test(made.channel) ? null : made.channel,
      }),
      title: made.title,
      isDrill: made.isDrill,
      isFalseAlarm: made.isFalseAlarm && base.phase === 'closed',
      impact: { text: made.impact, at: at('08:04'), by: account('prima') },
      channel: made.channel === null || /^\s*https?:/iu.test(made.channel) ? null : made.channel,
      services: [made.service],
      links: [
        { url: 'https://dash.example/checkout', text: made.label },
        { url: `javascript:${made.service}`, text: null },
      ],
      communications: [...base.communications, update],
      timeline: [...base.timeline, ...made.entries.map(fromElsewhere)],
      validation: {
        ...base.validation,
        state: base.phase === 'open' ? 'failed' : base.validation.state,
        results: base.validation.results.map((r) => ({ ...r, text: made.said })),
      },
      actions: base.actions.map((a) => ({ ...a, text: made.todo, programme: made.programme })),
      remarks: [made.remark],
      calls: [
        {
          id: 'tech',
          link: made.label === null || /^\s*https?:/iu.test(made.label) ? null : made.label,
          from: at('08:10'),
          to: base.closedAt,
          led: [{ who: account('atul'), from: at('08:10'), to: base.closedAt }],
          attended: [{ who: account('eric'), from: at('08:11'), to: null }],
          isNoted: true,
        },
      ],
      leadership: {
        number: 1,
        severity: 'sev1',
        at: at('08:10'),
        leader: made.isDrill ? account('diane') : null,
        isCalled: made.isDrill,
        former: [account('prima')],
        isTakenUp: false,
        skipped: [made.service],
      },
    };
  });
