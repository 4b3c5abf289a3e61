import { DEFAULT_POLICY } from '../../src/config/default-policy.ts';
import type { View } from '../../src/core/documents/view.ts';
import type { Account } from '../../src/core/incident/account.ts';
import type {
  Communication,
  EntryKind,
  Holding,
  Incident,
  TimelineEntry,
} from '../../src/core/incident/incident.ts';
import type { Instant } from '../../src/core/incident/record.ts';

/**
 * A checkout outage of one morning, built by hand: what the fold would say, without the fold, so that documents are judged on their own.
 */
const OUTAGE_URL = 'https://github.com/acme/shop/issues/41';

/** `07:40` on the morning of the outage, in UTC; a day in front where it is another. */
export function at(time: string): Instant {
  return Temporal.Instant.from(time.includes('T') ? `${time}Z` : `2026-10-25T${time}Z`);
}

const IDS = ['prima', 'sylvain', 'atul', 'gillian', 'hank', 'diane', 'eric'];

export function account(login: string): Account {
  const known = IDS.indexOf(login);
  return { id: 501 + (known < 0 ? 99 : known), login, isBot: login.endsWith('[bot]') };
}

let comment = 1000;

/** One entry; `written` defaults to when it happened. */
export function entry(
  time: string,
  login: string,
  kind: EntryKind,
  text: string,
  more: Partial<TimelineEntry> & { readonly written?: string } = {},
): TimelineEntry {
  const { written, ...rest } = more;
  comment += 1;
  return {
    occurredAt: at(time),
    recordedAt: at(written ?? time),
    author: account(login),
    kind,
    text,
    call: null,
    milestone: false,
    isTechnical: false,
    withdrawn: null,
    corrected: null,
    isVoid: false,
    source: { comment, event: null, url: `${OUTAGE_URL}#issuecomment-${comment}` },
    ...rest,
  };
}

export function holding(
  role: string,
  login: string,
  from: string,
  to: string | null = null,
  audience: string | null = null,
): Holding {
  return { role, audience, holder: account(login), from: at(from), to: to === null ? null : at(to) };
}

export function communication(
  time: string,
  audience: string,
  channel: string | null,
  message: string,
  more: Partial<Communication> = {},
): Communication {
  comment += 1;
  return {
    at: at(time),
    recordedAt: at(time),
    audience,
    channel,
    message,
    by: account('hank'),
    soonerThanNorm: null,
    norm: 30,
    corrected: null,
    source: { comment, event: null, url: `${OUTAGE_URL}#issuecomment-${comment}` },
    ...more,
  };
}

const COMMUNICATIONS: readonly Communication[] = [
  communication(
    '08:20',
    'external',
    'status page',
    'We are investigating failed checkouts. Next update in 30 minutes.',
  ),
  communication(
    '08:31',
    'external',
    'status page',
    'A rollback is in progress. Payments that went through are not affected.',
    {
      soonerThanNorm: 11,
    },
  ),
  communication(
    '08:32',
    'leadership',
    'mail to execs',
    'EU checkout down since 07:40, cause suspected, rollback running, next word 09:30.',
  ),
  communication('08:51', 'external', 'status page', 'The rollback is complete and we are watching.'),
];

function told(said: Communication): TimelineEntry {
  const where = said.channel === null ? '' : ` (${said.channel})`;
  const name = said.audience === 'external' ? 'customers' : said.audience;
  return {
    ...entry('08:00', 'hank', 'communication', `Told ${name}${where}: ${said.message}`),
    occurredAt: said.at,
    recordedAt: said.at,
    source: said.source,
  };
}

function told4(): readonly TimelineEntry[] {
  return COMMUNICATIONS.map(told);
}

function timeline(): readonly TimelineEntry[] {
  return [
    entry('07:40', 'prima', 'started', 'Outage began', {
      written: '08:05',
      milestone: true,
      corrected: { at: at('08:20'), former: '07:50' },
    }),
    entry('08:00', 'prima', 'opened', 'Issue opened'),
    entry('08:03', 'prima', 'declared', 'Declared an incident, SEV-3', { milestone: true }),
    entry('08:04', 'prima', 'impact', 'Impact: About 30 % of EU carts fail at payment.'),
    entry('08:05', 'sylvain', 'severity', 'Severity SEV-2, from SEV-3', { milestone: true }),
    entry('08:06', 'sylvain', 'role', 'Incident Lead: sylvain, from prima'),
    entry('08:06', 'sylvain', 'role', 'Technical Assist: atul'),
    entry('08:06', 'sylvain', 'role', 'Scribe: gillian'),
    entry('08:06', 'sylvain', 'role', 'Communication Lead, external: hank'),
    entry('08:07', 'sylvain', 'comment', 'On it. Path /etc/hosts looks fine.'),
    entry('08:08', 'gillian', 'note', 'Error rate 34 % after deploy 4512', { written: '08:10' }),
    entry('08:09', 'gillian', 'note', 'Rollback started', { written: '08:10', milestone: true }),
    entry('08:15', 'atul', 'note', 'Database fails over', {
      written: '08:16',
      withdrawn: { at: at('08:18'), by: account('atul') },
    }),
    ...told4().slice(0, 3),
    entry('08:44', 'atul', 'diagnosed', 'Diagnosed: connection pool exhausted by deploy 4512', {
      milestone: true,
      isTechnical: true,
    }),
    entry('08:50', 'sylvain', 'mitigated', 'Mitigated: rollback finished', {
      milestone: true,
      isTechnical: true,
    }),
    entry('08:50', 'sylvain', 'validation-asked', 'Validation asked'),
    ...told4().slice(3),
  ];
}

const HOLDINGS: readonly Holding[] = [
  holding('incident-lead', 'prima', '08:03', '08:06'),
  holding('technical-lead', 'prima', '08:03'),
  holding('incident-lead', 'sylvain', '08:06'),
  holding('technical-assist', 'atul', '08:06'),
  holding('scribe', 'gillian', '08:06'),
  holding('communication-lead', 'hank', '08:06', null, 'external'),
  holding('tester', 'diane', '08:50'),
  holding('tester', 'eric', '08:50'),
];

/** The outage at 08:51: mitigated, being validated. */
export function mitigatedOutage(): Incident {
  return {
    repository: { id: 77, owner: 'acme', name: 'shop', isPrivate: false },
    number: 41,
    title: 'Checkout fails for EU customers',
    url: OUTAGE_URL,
    author: account('prima'),
    assignees: [],
    phase: 'open',
    phaseSince: at('08:03'),
    isDrill: false,
    isFalseAlarm: false,
    reopenings: 0,
    severity: 'sev2',
    impact: { text: 'About 30 % of EU carts fail at payment.', at: at('08:04'), by: account('prima') },
    services: ['checkout'],
    links: [{ url: 'https://dash.example/checkout', text: 'dashboard' }],
    reach: {},
    channel: 'https://chat.example/inc-checkout',
    instants: {
      startedAt: at('07:40'),
      detectedAt: at('08:00'),
      declaredAt: at('08:03'),
      acknowledgedAt: at('08:06'),
      diagnosedAt: at('08:44'),
      mitigatedAt: at('08:50'),
      resolvedAt: null,
    },
    closedAt: null,
    holdings: HOLDINGS,
    timeline: timeline(),
    communications: COMMUNICATIONS,
    validation: { asked: { at: at('08:50'), by: account('sylvain') }, results: [], state: 'asked' },
    actions: [],
    calls: [],
    leadership: null,
    instantsFrom: {},
    merge: null,
    parts: [],
    related: [],
    responders: IDS.map(account),
    remarks: [],
  };
}

/** The same incident in its first minute: nobody said anything yet. */
export function declaredOutage(): Incident {
  return {
    ...mitigatedOutage(),
    severity: null,
    impact: null,
    services: [],
    links: [],
    channel: null,
    instants: {
      startedAt: null,
      detectedAt: at('08:00'),
      declaredAt: at('08:03'),
      acknowledgedAt: null,
      diagnosedAt: null,
      mitigatedAt: null,
      resolvedAt: null,
    },
    holdings: [holding('incident-lead', 'prima', '08:03'), holding('technical-lead', 'prima', '08:03')],
    timeline: [
      entry('08:00', 'prima', 'opened', 'Issue opened'),
      entry('08:03', 'prima', 'declared', 'Declared an incident', { milestone: true }),
    ],
    communications: [],
    validation: { asked: null, results: [], state: 'none' },
    responders: [account('prima')],
  };
}

/** The outage after the close at 09:00. */
export function closedOutage(): Incident {
  const open = mitigatedOutage();
  const result = (time: string, login: string, passed: boolean, text: string | null) => ({
    passed,
    at: at(time),
    by: account(login),
    text,
    isIndependent: true,
    source: { comment: 1040, event: null, url: `${OUTAGE_URL}#issuecomment-1040` },
  });
  return {
    ...open,
    phase: 'closed',
    phaseSince: at('09:00'),
    closedAt: at('09:00'),
    instants: { ...open.instants, mitigatedAt: at('08:57'), resolvedAt: at('08:59') },
    timeline: [
      ...open.timeline.map((e) => (e.kind === 'mitigated' ? { ...e, isVoid: true } : e)),
      entry('08:52', 'eric', 'validation-failed', 'Validation failed: cards with 3-D Secure still time out', {
        milestone: true,
        isTechnical: true,
      }),
      entry('08:57', 'atul', 'mitigated', 'Mitigated: pool limit raised', {
        milestone: true,
        isTechnical: true,
      }),
      entry('08:58', 'eric', 'validation-passed', 'Validation passed', {
        milestone: true,
        isTechnical: true,
      }),
      entry('08:58', 'diane', 'validation-passed', 'Validation passed', {
        milestone: true,
        isTechnical: true,
      }),
      entry('08:59', 'sylvain', 'resolved', 'Resolved: error rate back to 0.1 %', { milestone: true }),
      entry('09:00', 'sylvain', 'closed', 'Closed'),
    ],
    validation: {
      asked: { at: at('08:57'), by: account('sylvain') },
      results: [
        result('08:52', 'eric', false, 'cards with 3-D Secure still time out'),
        result('08:58', 'eric', true, null),
        result('08:58', 'diane', true, null),
      ],
      state: 'passed',
    },
    actions: [
      {
        number: 1,
        kind: 'fix',
        text: 'Raise an alarm on the pool limit',
        owner: account('eric'),
        by: '2026-11-06',
        programme: null,
        author: account('atul'),
        recordedAt: at('08:58'),
        doneAt: null,
        isWithdrawn: false,
      },
      {
        number: 2,
        kind: 'experiment',
        text: 'Kill one pool node under load',
        owner: account('eric'),
        by: '2026-11-13',
        programme: null,
        author: account('atul'),
        recordedAt: at('08:58'),
        doneAt: null,
        isWithdrawn: false,
      },
      {
        number: 3,
        kind: 'process',
        text: 'A leader for the updates to leadership from the start',
        owner: account('sylvain'),
        by: '2026-11-09',
        programme: 'comms-programme',
        author: account('sylvain'),
        recordedAt: at('08:59'),
        doneAt: at('09:30'),
        isWithdrawn: false,
      },
    ],
  };
}

const COMMENT = (id: number): { readonly url: string; readonly number: null } => ({
  url: `${OUTAGE_URL}#issuecomment-${id}`,
  number: null,
});

/** Where the documents of a closed incident stand. */
export const CLOSED_LINKS: View['links'] = new Map<
  string,
  { readonly url: string; readonly number: number | null }
>([
  ['board', COMMENT(1001)],
  ['scribe', COMMENT(1018)],
  ['communications', COMMENT(1019)],
  ['postmortem', { url: 'https://github.com/acme/shop/issues/42', number: 42 }],
]);

/** The view of an incident under the built-in policy, at 08:51 unless said otherwise. */
export function viewOf(incident: Incident, more: Partial<View> = {}): View {
  return {
    incident,
    policy: DEFAULT_POLICY,
    links: new Map([['board', COMMENT(1001)]]),
    asOf: at('08:51'),
    serverUrl: 'https://github.com',
    ...more,
  };
}
