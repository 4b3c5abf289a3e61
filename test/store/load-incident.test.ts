/** The parts of an incident come as JSON: what that could make of them, on both engines. */
import { expect, test } from '@jest/globals';
import { sql } from 'kysely';
import type { JournalEntry } from '../../src/core/incident/journal.ts';
import { saveComment } from '../../src/store/comments.ts';
import { documentKept } from '../../src/store/documents.ts';
import { beginEffect, doubtEffect, finished } from '../../src/store/effects.ts';
import { beginRead, finishRead } from '../../src/store/full-read.ts';
import { touchIncident } from '../../src/store/incident-row.ts';
import { saveIssue } from '../../src/store/issues.ts';
import { saveJournal } from '../../src/store/journal.ts';
import { loadIncident } from '../../src/store/load-incident.ts';
import { saveMemo } from '../../src/store/memos.ts';
import { saveRefusal } from '../../src/store/refusals.ts';
import { saveRepository } from '../../src/store/repositories.ts';
import { send } from '../../src/store/statement.ts';
import { ana, at, commentFacts, issueFacts } from '../support/facts.ts';
import { onBothEngines } from '../support/stores.ts';

const LARGEST = Number.MAX_SAFE_INTEGER;
const key = { repositoryId: LARGEST, number: 2_147_483_647 };
const other = { repositoryId: 1, number: 41 };

onBothEngines((store) => {
  const load = async () => {
    const incident = await loadIncident(store().db, key);
    if (incident === null) throw new Error('nothing stored');
    return incident;
  };
  const givenIncident = async (): Promise<number> => {
    const repository = { id: LARGEST, owner: 'acme', name: 'shop', isPrivate: false, installationId: 7 };
    return await store().transaction(async (db) => {
      await saveRepository(db, repository);
      await saveIssue(db, key, issueFacts({ number: key.number, id: LARGEST }), at('14:00'));
      return await touchIncident(db, key);
    });
  };

  test('what there is none of comes as none', async () => {
    await touchIncident(store().db, key);
    expect(await load()).toMatchObject({
      repository: null,
      issue: null,
      comments: [],
      doubts: new Map(),
      events: null,
      journal: [],
      documents: new Map(),
      memos: new Map(),
      refusals: [],
      open: [],
    });
    const ticket = await beginRead(store().db, key, at('15:00'));
    const issue = { ...issueFacts(), repository: { ...issueFacts().repository, id: LARGEST } };
    const read = { issue, updatedAt: at('14:00'), comments: [], events: [] };
    await store().transaction(async (db) => finishRead(db, key, ticket, read));
    expect((await load()).events).toEqual([]);
  });

  test('ids up to the largest, and texts of any kind, come back as they are', async () => {
    const revision = await givenIncident();
    const body = 'a "quote", a \\ and \\u0000, \u2028 \u{1F6A8} </script> é\r\n\t\u0001$1 \u{FFFF}';
    const comment = commentFacts(LARGEST, body, { former: '', editor: ana });
    const document = {
      key: 'board',
      kind: 'comment',
      id: LARGEST,
      onNumber: key.number,
      nodeId: 'IC_"5',
      url: 'https://x',
      bodyHash: 'h',
      once: null,
      state: 'current',
    } as const;
    await store().transaction(async (db) => {
      await saveComment(db, key, comment, { from: 'webhook' }, revision);
      await send(db, documentKept(key, document));
      await saveMemo(db, key, 'reaction', LARGEST);
      await saveMemo(db, key, 'pin', null);
    });
    const incident = await load();
    expect(incident.repository?.id).toBe(LARGEST);
    expect(incident.issue).toMatchObject({ id: LARGEST, number: key.number });
    expect(incident.comments).toEqual([comment]);
    expect([...incident.documents]).toEqual([['board', document]]);
    expect(incident.memos).toEqual(
      new Map([
        ['pin', null],
        ['reaction', LARGEST],
      ]),
    );
  });

  test('instants are whole milliseconds whatever stands in the table, in any zone', async () => {
    const revision = await givenIncident();
    await saveComment(store().db, key, commentFacts(1, 'first'), { from: 'webhook' }, revision);
    await store().transaction(async (db) => {
      await sql`set local time zone 'Asia/Kolkata'`.execute(db);
      await sql`update muster.comment set created_at = '2026-11-21T23:59:59.123999Z', deleted_at = '2026-11-22T00:00:00Z'`.execute(
        db,
      );
      await sql`update muster.issue set created_at = '0999-12-31T23:59:59.5Z'`.execute(db);
      const incident = await loadIncident(db, key);
      expect(incident?.comments[0]).toMatchObject({
        createdAt: Temporal.Instant.from('2026-11-21T23:59:59.123Z'),
        deleted: { at: Temporal.Instant.from('2026-11-22T00:00:00Z'), by: null },
      });
      expect(incident?.issue?.createdAt).toEqual(Temporal.Instant.from('0999-12-31T23:59:59.5Z'));
    });
  });

  test('parts keep their order, and nothing of another incident is among them', async () => {
    const revision = await givenIncident();
    const entries = [3, 1, 2].map((n): JournalEntry => ({ kind: 'sent', what: `${n}`, at: at(`14:0${n}`) }));
    for (const one of [key, other]) {
      await store().transaction(async (db) => {
        await touchIncident(db, one);
        for (const id of [12, 9, 100])
          await saveComment(db, one, commentFacts(id, 'text'), { from: 'webhook' }, revision);
        await saveJournal(store(), one, [], entries);
        for (const effect of ['react b', 'react a'])
          await saveRefusal(db, one, { effect, status: 422, message: 'no', content: 'c' }, at('14:00'));
        for (const [id, minute] of ['4', '3', '2', '1'].entries()) {
          const intent = { document: 'board', kind: 'react', startedAt: at(`14:0${minute}`) };
          await beginEffect(db, one, { id: `${one.number} ${id}`, ...intent });
        }
        await send(db, finished(`${one.number} 2`, at('14:09'), null));
        await doubtEffect(db, `${one.number} 1`);
      });
    }
    const incident = await load();
    expect(incident.comments.map(({ id }) => id)).toEqual([9, 12, 100]);
    expect(incident.journal).toEqual(entries);
    expect(incident.refusals.map(({ effect }) => effect)).toEqual(['react a', 'react b']);
    expect(incident.refusals[0]).toMatchObject({ since: at('14:00'), triedAt: at('14:00') });
    expect(incident.open).toMatchObject([
      { id: `${key.number} 3`, state: 'pending', startedAt: at('14:01') },
      { id: `${key.number} 1`, state: 'doubtful', startedAt: at('14:03') },
      { id: `${key.number} 0`, state: 'pending', startedAt: at('14:04') },
    ]);
  });
});
