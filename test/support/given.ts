/**
 * GitHub's record of one incident, written as a story: `given(labelled('08:03'), said('ben', '08:05', '/severity sev2'))` and what the core makes of it.
 * Times are of 25 October 2026, UTC. Comments are numbered in the order in which they are told.
 */
import { createHash } from 'node:crypto';
import { DEFAULT_POLICY } from '../../src/config/default-policy.ts';
import type { Account, Permission } from '../../src/core/incident/account.ts';
import { type Considered, consider } from '../../src/core/incident/consider.ts';
import type { JournalEntry } from '../../src/core/incident/journal.ts';
import type {
  CommentFacts,
  IncidentRecord,
  Instant,
  IssueEventFacts,
  IssueFacts,
} from '../../src/core/incident/record.ts';
import type { Neighbour } from '../../src/core/incident/neighbour.ts';
import type { Policy } from '../../src/core/policy.ts';

const PEOPLE = ['prima', 'sylvain', 'atul', 'gillian', 'hank', 'diane', 'eric', 'stranger'];

/** `08:05`, `08:05:30`, or `2026-10-24 23:00`. */
export function at(time: string): Instant {
  const [day = '', clock = ''] = time.includes(' ') ? time.split(' ') : ['2026-10-25', time];
  return Temporal.Instant.from(`${day}T${clock}${clock.length === 5 ? ':00' : ''}Z`);
}

export function account(login: string): Account {
  return { id: 500 + PEOPLE.indexOf(login), login, isBot: login.endsWith('[bot]') };
}

export function digest(text: string): string {
  return createHash('sha256').update(text).digest('base64url').slice(0, 22);
}

const URL = 'https://github.com/acme/shop/issues/41';
const MUSTER: Account = { id: 7000, login: 'muster[bot]', isBot: true };

interface Draft {
  issue: IssueFacts;
  comments: CommentFacts[];
  events: IssueEventFacts[] | null;
  journal: JournalEntry[];
  permissions: Map<string, Permission | 'unknown'>;
  policy: Policy;
  isReplay: boolean;
  neighbours: Map<number, Neighbour | null> | null;
}

export type Told = (draft: Draft) => void;

function blank(): Draft {
  return {
    issue: {
      repository: { id: 1, owner: 'acme', name: 'shop', isPrivate: true },
      id: 9,
      nodeId: 'I_9',
      number: 41,
      title: 'Checkout fails for EU customers',
      body: '',
      author: account('prima'),
      createdAt: at('08:00'),
      state: 'open',
      stateReason: null,
      closedAt: null,
      labels: [],
      assignees: [],
      isLocked: false,
      isPullRequest: false,
      url: URL,
    },
    comments: [],
    events: [],
    journal: [],
    permissions: new Map(PEOPLE.map((p) => [p, p === 'stranger' ? 'read' : 'write'] as const)),
    policy: DEFAULT_POLICY,
    isReplay: false,
    neighbours: null,
  };
}

export function recordOf(...story: readonly Told[]): {
  record: IncidentRecord;
  policy: Policy;
  isReplay: boolean;
} {
  const draft = blank();
  for (const tell of story) tell(draft);
  const { issue, comments, events, journal, permissions, policy, isReplay } = draft;
  const record: IncidentRecord = {
    issue,
    comments,
    events,
    journal,
    self: MUSTER.id,
    permissions: { byLogin: permissions, others: 'read' },
    ...(draft.neighbours === null ? {} : { neighbours: draft.neighbours }),
  };
  return { record, policy, isReplay };
}

/** The incident as the core sees it. */
export function given(...story: readonly Told[]): Considered {
  return consider({ ...recordOf(...story), digest });
}

/** The incident after its journal was written: what the next run is given. */
export function journaled(...story: readonly Told[]): Told {
  const { owed } = given(...story);
  const { record } = recordOf(...story);
  return (draft) => {
    for (const tell of story) tell(draft);
    draft.journal = [...record.journal, ...owed];
  };
}

function event(draft: Draft, of: (id: string) => IssueEventFacts): void {
  draft.events ??= [];
  draft.events.push(of(String(100 + draft.events.length)));
}

export const labelled =
  (time = '08:03', label = 'incident', login = 'prima'): Told =>
  (draft) => {
    draft.issue = { ...draft.issue, labels: [...draft.issue.labels, label] };
    event(draft, (id) => ({ id, kind: 'labeled', label, actor: account(login), at: at(time) }));
  };

export const unlabelled =
  (time: string, label = 'incident', login = 'prima'): Told =>
  (draft) => {
    draft.issue = { ...draft.issue, labels: draft.issue.labels.filter((l) => l !== label) };
    event(draft, (id) => ({ id, kind: 'unlabeled', label, actor: account(login), at: at(time) }));
  };

export const closed =
  (time: string, reason: string | null = 'completed', login = 'prima'): Told =>
  (draft) => {
    draft.issue = { ...draft.issue, state: 'closed', stateReason: reason, closedAt: at(time) };
    event(draft, (id) => ({ id, kind: 'closed', reason, actor: account(login), at: at(time) }));
  };

export const reopened =
  (time: string, login = 'prima'): Told =>
  (draft) => {
    draft.issue = { ...draft.issue, state: 'open', stateReason: 'reopened', closedAt: null };
    event(draft, (id) => ({ id, kind: 'reopened', actor: account(login), at: at(time) }));
  };

export const renamed =
  (time: string, to: string): Told =>
  (draft) => {
    const from = draft.issue.title;
    draft.issue = { ...draft.issue, title: to };
    event(draft, (id) => ({ id, kind: 'renamed', from, to, actor: account('prima'), at: at(time) }));
  };

export const merged =
  (time: string, title: string): Told =>
  (draft) =>
    event(draft, (id) => ({
      id: `merged-${id}`,
      kind: 'merged',
      title,
      url: `${URL}0`,
      actor: account('atul'),
      at: at(time),
    }));

export const commentDeleted =
  (time: string, login = 'atul'): Told =>
  (draft) =>
    event(draft, (id) => ({ id, kind: 'comment_deleted', actor: account(login), at: at(time) }));

/** A comment; its id is 1001 for the first. */
export const said =
  (login: string, time: string, ...lines: readonly string[]): Told =>
  (draft) => {
    const id = 1001 + draft.comments.length;
    draft.comments.push({
      id,
      nodeId: `IC_${id}`,
      author: account(login),
      createdAt: at(time),
      updatedAt: at(time),
      body: lines.join('\n'),
      url: `${URL}#issuecomment-${id}`,
      editor: null,
      former: null,
      deleted: null,
    });
  };

function change(draft: Draft, id: number, of: (comment: CommentFacts) => CommentFacts): void {
  draft.comments = draft.comments.map((c) => (c.id === id ? of(c) : c));
}

export const edited =
  (id: number, time: string, login: string, body: string): Told =>
  (draft) =>
    change(draft, id, (c) => ({ ...c, body, former: c.body, editor: account(login), updatedAt: at(time) }));

export const deleted =
  (id: number, time: string, login = 'atul'): Told =>
  (draft) =>
    change(draft, id, (c) => ({ ...c, deleted: { at: at(time), by: account(login) } }));

/** The comment is gone from GitHub and the cache knows nothing of it. */
export const forgotten =
  (id: number): Told =>
  (draft) => {
    draft.comments = draft.comments.filter((c) => c.id !== id);
  };

export const issue =
  (over: Partial<IssueFacts>): Told =>
  (draft) => {
    draft.issue = { ...draft.issue, ...over };
  };

export const permission =
  (login: string, may: Permission | 'unknown'): Told =>
  (draft) => {
    draft.permissions.set(login, may);
  };

export const policy =
  (over: Partial<Policy>): Told =>
  (draft) => {
    draft.policy = { ...draft.policy, ...over };
  };

/** Another incident of the repository, as its own run published it; null for a number that is no issue. */
export const beside =
  (number: number, over: Partial<Neighbour> | null = {}): Told =>
  (draft) => {
    const url = `https://github.com/acme/shop/issues/${number}`;
    const title = `Incident ${number}`;
    draft.neighbours ??= new Map();
    draft.neighbours.set(
      number,
      over === null
        ? null
        : {
            number,
            title,
            url,
            phase: over.mergedInto == null ? 'open' : 'merged',
            isDrill: false,
            services: [],
            declaredAt: at('08:00'),
            mergedInto: null,
            main: { number, title, url, channel: null },
            claims: [],
            story: null,
            ...over,
          },
    );
  };

/** An export without events, or of an issue that nobody labelled. */
export const replayed =
  (options: { readonly withEvents: boolean }): Told =>
  (draft) => {
    draft.isReplay = true;
    if (!options.withEvents) draft.events = null;
  };
