/** The same facts on both engines. */
import { describe, expect, test } from '@jest/globals';
import type { Account } from '../../src/core/incident/account.ts';
import type { JournalEntry } from '../../src/core/incident/journal.ts';
import type { IssueEventFacts } from '../../src/core/incident/record.ts';
import { saveComment } from '../../src/store/comments.ts';
import { documentKept } from '../../src/store/documents.ts';
import { beginEffect, doubtEffect, finished } from '../../src/store/effects.ts';
import { beginRead, finishRead } from '../../src/store/full-read.ts';
import {
  forgetIncident,
  markRepositoriesStale,
  markStale,
  touchIncident,
} from '../../src/store/incident-row.ts';
import { saveIssue } from '../../src/store/issues.ts';
import { saveJournal } from '../../src/store/journal.ts';
import { loadIncident } from '../../src/store/load-incident.ts';
import { dropPermissions, loadPermissions, savePermission } from '../../src/store/permissions.ts';
import { loadPolicy, savePolicy } from '../../src/store/policies.ts';
import {
  loadRepository,
  saveRepository,
  setInstallationRemoved,
  setRemoved,
} from '../../src/store/repositories.ts';
import { send } from '../../src/store/statement.ts';
import { DEFAULT_POLICY } from '../../src/config/default-policy.ts';
import { openEffects } from '../support/open-effects.ts';
import { ana, at, ben, commentFacts, issueFacts } from '../support/facts.ts';
import { onBothEngines } from '../support/stores.ts';

const key = { repositoryId: 1, number: 41 };
const WEBHOOK = { from: 'webhook' } as const;
const repository = { id: 1, owner: 'acme', name: 'shop', isPrivate: true, installationId: 77 };

/** Not to be asked for anything. */
function refusing(): never {
  throw new Error('written');
}

function entry(n: number): JournalEntry {
  const times = { createdAt: at('14:05'), at: at('14:06') };
  return { kind: 'withdrawn', comment: n, by: null, author: ana, former: `text ${n}`, ...times };
}

onBothEngines((store) => {
  async function givenIncident(): Promise<void> {
    await store().transaction(async (db) => {
      const revision = await touchIncident(db, key);
      await saveRepository(db, repository);
      await saveIssue(db, key, issueFacts(), at('14:00'));
      await saveComment(db, key, commentFacts(1, 'first'), WEBHOOK, revision);
    });
  }

  const saveTitle = async (title: string, time: string) =>
    store().transaction(async (db) => saveIssue(db, key, issueFacts({ title }), at(time)));
  const saveEntries = async (entries: readonly JournalEntry[]) =>
    saveJournal(store(), key, (await load()).journal, entries);
  const begin = async () => store().transaction(async (db) => beginRead(db, key, at('15:00')));
  const load = async () => {
    const incident = await store().transaction(async (db) => loadIncident(db, key));
    if (incident === null) throw new Error('nothing stored');
    return incident;
  };

  test('facts come back as they went in', async () => {
    await givenIncident();
    const incident = await load();
    expect(incident.issue).toEqual(issueFacts());
    expect(incident.comments).toEqual([commentFacts(1, 'first')]);
    expect(incident.repository).toEqual({ ...repository, isArchived: false, isRemoved: false });
    expect(incident).toMatchObject({
      events: null,
      journal: [],
      stale: 'first seen',
      readAt: null,
      wakeAt: null,
      gone: null,
    });
  });

  test('D8: a version of the same time brings the issue’s new address', async () => {
    await givenIncident();
    const url = 'https://github.com/acme/store/issues/41';
    await store().transaction(async (db) => saveIssue(db, key, issueFacts({ url }), at('14:00')));
    expect((await load()).issue?.url).toBe(url);
  });

  test('E2: an echo of our own writing never overwrites what its later answers said', async () => {
    const echo = async (assignees: readonly Account[], time: string) =>
      store().transaction(async (db) => saveIssue(db, key, issueFacts({ assignees }), at(time), true));
    await givenIncident();
    await store().transaction(async (db) =>
      saveIssue(db, key, issueFacts({ assignees: [ana] }), at('14:01')),
    );
    expect(await echo([], '14:00')).toBe('older');
    expect(await echo([], '14:01')).toBe('older');
    expect(await echo([], '14:02')).toBe('untold');
    expect((await load()).issue?.assignees).toEqual([ana]);
    expect(await echo([ana], '14:02')).toBe('touched');
  });

  test('nothing is known of an incident that was never heard of', async () => {
    expect(await loadIncident(store().db, key)).toBeNull();
  });

  test('text that PostgreSQL cannot keep is kept but for the bad character', async () => {
    await givenIncident();
    await store().transaction(async (db) => {
      const revision = await touchIncident(db, key);
      await saveComment(db, key, commentFacts(2, 'a\0b\uD800c'), WEBHOOK, revision);
      await saveIssue(db, key, issueFacts({ title: 'x\0', labels: ['incident', '\uD800'] }), at('14:01'));
    });
    const incident = await load();
    expect(incident.comments[1]?.body).toBe('a\u{FFFD}b\u{FFFD}c');
    expect(incident.issue).toMatchObject({ title: 'x\u{FFFD}', labels: ['incident', '\u{FFFD}'] });
  });

  test('an older issue never replaces a newer one, and a tie is reported', async () => {
    await givenIncident();
    expect(await saveTitle('older', '13:59')).toBe('older');
    expect(await saveTitle('Checkout is down', '14:00')).toBe('same');
    expect(await saveTitle('tied', '14:00')).toBe('tied');
    expect(await saveTitle('newer', '14:01')).toBe('stored');
    expect((await load()).issue?.title).toBe('newer');
  });

  describe('a full read', () => {
    const events: IssueEventFacts[] = [
      { id: '5', kind: 'labeled', label: 'incident', actor: ana, at: at('14:01') },
      { id: '6', kind: 'assigned', assignee: ben, actor: null, at: at('14:02') },
    ];
    const readOf = (bodies: readonly string[]) => ({
      issue: issueFacts(),
      updatedAt: at('14:00'),
      comments: bodies.map((body, index) => commentFacts(index + 1, body)),
      events,
    });
    const finish = async (ticket: Awaited<ReturnType<typeof beginRead>>, bodies: readonly string[]) =>
      store().transaction(async (db) => finishRead(db, key, ticket, readOf(bodies)));

    test('replaces comments and events, and the cache is good', async () => {
      await givenIncident();
      await finish(await begin(), ['first', 'second']);
      const incident = await load();
      expect(incident.comments.map((comment) => comment.body)).toEqual(['first', 'second']);
      expect(incident.events?.toSorted((a, b) => Number(a.id) - Number(b.id))).toEqual(events);
      expect(incident).toMatchObject({ stale: null });
      expect(incident.readAt).toEqual(at('15:00'));
    });

    test('a comment that is missing was deleted, by nobody knows whom', async () => {
      await givenIncident();
      await finish(await begin(), []);
      expect((await load()).comments[0]?.deleted).toEqual({ at: at('15:00'), by: null });
      await finish(await begin(), ['first']);
      expect((await load()).comments[0]?.deleted).toBeNull();
    });

    test('a comment that arrived during the read is not missing', async () => {
      await givenIncident();
      const ticket = await begin();
      await store().transaction(async (db) => {
        const revision = await touchIncident(db, key);
        await saveComment(db, key, commentFacts(9, 'new'), WEBHOOK, revision);
      });
      await finish(ticket, ['first']);
      expect((await load()).comments.map((comment) => comment.deleted)).toEqual([null, null]);
    });

    test('a comment of the last seconds is not missing: lists lag', async () => {
      await givenIncident();
      await store().transaction(async (db) => {
        const revision = await touchIncident(db, key);
        const young = { createdAt: at('14:59:55'), updatedAt: at('14:59:55') };
        await saveComment(db, key, commentFacts(9, 'young', young), WEBHOOK, revision);
      });
      await finish(await begin(), ['first']);
      expect((await load()).comments.map((comment) => comment.deleted)).toEqual([null, null]);
    });

    test('what became stale during the read stays stale', async () => {
      await givenIncident();
      const ticket = await begin();
      await store().transaction(async (db) => markStale(db, key, 'issue labeled'));
      await finish(ticket, ['first']);
      expect((await load()).stale).toBe('issue labeled');
    });

    test('a doubt that it knew of is settled', async () => {
      await givenIncident();
      await store().transaction(async (db) => {
        const revision = await touchIncident(db, key);
        await saveComment(db, key, commentFacts(1, 'rival'), WEBHOOK, revision);
      });
      expect((await load()).doubts).toEqual(new Map([[1, 1]]));
      await finish(await begin(), ['rival']);
      const incident = await load();
      expect(incident.doubts.size).toBe(0);
      expect(incident.comments[0]?.body).toBe('rival');
    });

    test('two thousand comments are one statement or two', async () => {
      await givenIncident();
      await finish(
        await begin(),
        Array.from({ length: 2_000 }, (_, index) => `comment ${index}`),
      );
      expect((await load()).comments).toHaveLength(2_000);
    });
  });

  test('the journal is copied, extended and corrected', async () => {
    await givenIncident();
    await saveEntries([entry(1), entry(2)]);
    await saveEntries([entry(1), entry(2), { kind: 'sent', what: 'pin', at: at('14:07') }]);
    expect((await load()).journal).toEqual([
      entry(1),
      entry(2),
      { kind: 'sent', what: 'pin', at: at('14:07') },
    ]);
    await saveEntries([entry(1), entry(3)]);
    expect((await load()).journal).toEqual([entry(1), entry(3)]);
    await saveEntries([]);
    expect((await load()).journal).toEqual([]);
  });

  test('entries that are the same are not written again, in whatever order their names stand, with texts that cannot be kept', async () => {
    await givenIncident();
    const odd: JournalEntry = {
      kind: 'sent',
      what: 'a\0b',
      at: Temporal.Instant.from('2026-11-21T14:05:00.123456789Z'),
    };
    await saveEntries([entry(1), odd]);
    const before = (await load()).journal;
    expect(before[1]).toEqual({ ...odd, what: 'a\u{FFFD}b' });
    const writers = { db: { executeQuery: refusing }, transaction: async () => refusing() };
    const { at: time, ...rest } = entry(1);
    await saveJournal(writers as never, key, before, [{ at: time, ...rest }, odd]);
    await expect(saveJournal(writers as never, key, before, [entry(2), odd])).rejects.toThrow('written');
    await expect(
      saveJournal(writers as never, key, before, [entry(1), { ...odd, at: at('14:05') }]),
    ).rejects.toThrow('written');
  });

  test('documents and open effects are found again', async () => {
    await givenIncident();
    const board = {
      key: 'board',
      kind: 'comment',
      id: 5_000_000_000,
      onNumber: 41,
      nodeId: 'IC_5',
      url: 'https://x',
      bodyHash: 'h',
      once: null,
      state: 'current',
    } as const;
    await send(store().db, documentKept(key, board));
    await send(store().db, documentKept(key, { ...board, bodyHash: 'h2' }));
    expect([...(await load()).documents.values()]).toEqual([{ ...board, bodyHash: 'h2' }]);

    await beginEffect(store().db, key, {
      id: 'a',
      document: 'board',
      kind: 'create-comment',
      startedAt: at('14:01'),
    });
    await beginEffect(store().db, key, {
      id: 'b',
      document: 'scribe',
      kind: 'create-comment',
      startedAt: at('14:02'),
    });
    await beginEffect(store().db, key, {
      id: 'c',
      document: 'board',
      kind: 'edit-comment',
      startedAt: at('14:03'),
    });
    await send(store().db, finished('a', at('14:01'), { id: 5 }));
    await doubtEffect(store().db, 'c');
    expect((await openEffects(store().db, key)).map(({ id, state }) => [id, state])).toEqual([
      ['b', 'pending'],
      ['c', 'doubtful'],
    ]);
  });

  test('permissions are found by any spelling of the login, and dropped', async () => {
    await savePermission(store().db, 1, 'Ana', { permission: 'write', checkedAt: at('14:00') });
    await savePermission(store().db, 1, 'ben', { permission: 'read', checkedAt: at('14:00') });
    expect(await loadPermissions(store().db, 1, ['ANA', 'ben', 'eve'])).toEqual(
      new Map([
        ['ana', { permission: 'write', checkedAt: at('14:00') }],
        ['ben', { permission: 'read', checkedAt: at('14:00') }],
      ]),
    );
    await dropPermissions(store().db, 1, 'ANA');
    expect([...(await loadPermissions(store().db, 1, ['ana', 'ben'])).keys()]).toEqual(['ben']);
  });

  test('a policy comes back as it went in', async () => {
    const stored = { version: 'abc', policy: DEFAULT_POLICY, loadedAt: at('14:00') };
    await savePolicy(store().db, 1, stored);
    expect(await loadPolicy(store().db, 1)).toEqual(stored);
  });

  test('a repository keeps its installation when a payload does not name it', async () => {
    await saveRepository(store().db, repository);
    await saveRepository(store().db, { ...repository, name: 'store', installationId: null });
    await setRemoved(store().db, [1, 2], true);
    expect(await loadRepository(store().db, 1)).toMatchObject({
      name: 'store',
      installationId: 77,
      isRemoved: true,
    });
    expect(await setInstallationRemoved(store().db, 77, false)).toEqual([1]);
    expect(await loadRepository(store().db, 1)).toMatchObject({ isRemoved: false });
  });

  test('all incidents of a repository become stale at once', async () => {
    await givenIncident();
    expect(
      await store().transaction(async (db) => markRepositoriesStale(db, [1, 2], 'label edited')),
    ).toEqual([key]);
    expect((await load()).stale).toBe('label edited');
  });

  test('a forgotten incident leaves nothing', async () => {
    await givenIncident();
    await store().transaction(async (db) => forgetIncident(db, key));
    expect(await loadIncident(store().db, key)).toBeNull();
    expect(await store().db.selectFrom('comment').selectAll().execute()).toEqual([]);
  });
});
