import { describe, expect, test } from '@jest/globals';
import { createDeliver } from '../../src/ingress/deliver.ts';
import { ana, ben } from '../support/facts.ts';
import { IngressHarness } from '../support/ingress-harness.ts';
import { commentEvent, commentPayload, MUSTER } from '../support/webhooks.ts';

const ingress = IngressHarness.use();

describe('comments', () => {
  test('created, edited and deleted become facts, each with a wake-up', async () => {
    await ingress.givenIncident();
    await ingress.send('issue_comment', commentEvent('created'));
    expect((await ingress.load())?.comments).toMatchObject([
      { id: 1, body: '/status', author: ana, editor: null, deleted: null },
    ]);
    await ingress.send(
      'issue_comment',
      commentEvent('edited', {
        body: '/help',
        from: '/status',
        sender: ben,
        updatedAt: '2026-11-21T14:06:00Z',
      }),
    );
    expect((await ingress.load())?.comments).toMatchObject([
      { body: '/help', author: ana, editor: ben, former: '/status' },
    ]);
    await ingress.send(
      'issue_comment',
      commentEvent('deleted', { body: '/help', sender: ben, updatedAt: '2026-11-21T14:59:30Z' }),
    );
    expect((await ingress.load())?.comments).toMatchObject([{ body: '/help', deleted: { by: ben } }]);
    expect((await ingress.load())?.comments[0]?.deleted?.at).toEqual(ingress.clock.now());
    expect(ingress.woken).toEqual(['1#41', '1#41', '1#41']);
    expect((await ingress.load())?.stale).toBeNull();
  });

  test('E2: a deletion that is told late asks for the timeline, which says when it was', async () => {
    await ingress.givenIncident();
    await ingress.send('issue_comment', commentEvent('created'));
    await ingress.send('issue_comment', commentEvent('deleted', { updatedAt: '2026-11-21T14:57:00Z' }));
    expect((await ingress.load())?.stale).toBe('a deletion was told late');
  });

  test('a redelivery stores and wakes again, and changes nothing', async () => {
    await ingress.givenIncident();
    const delivery = { id: 'same', event: 'issue_comment', payload: commentEvent('created') };
    await ingress.deliver(delivery);
    const before = (await ingress.load())?.comments;
    expect((await ingress.deliver(delivery)).kind).toBe('stored');
    expect((await ingress.load())?.comments).toEqual(before);
    expect(ingress.woken).toEqual(['1#41', '1#41']);
    expect(
      await ingress.store.db.selectFrom('delivery').select('outcome').where('id', '=', 'same').execute(),
    ).toEqual([{ outcome: 'comment kept' }]);
  });

  test('deleted before created stays deleted', async () => {
    await ingress.givenIncident();
    await ingress.send('issue_comment', commentEvent('deleted'));
    await ingress.send('issue_comment', commentEvent('created'));
    expect((await ingress.load())?.comments[0]?.deleted).not.toBeNull();
  });

  test('our own comment is kept and wakes nobody; somebody else editing it does (X5)', async () => {
    await ingress.givenIncident();
    await ingress.send('issue_comment', commentEvent('created', { author: MUSTER, body: 'board' }));
    expect((await ingress.load())?.comments).toMatchObject([{ author: MUSTER }]);
    expect(ingress.woken).toEqual([]);
    await ingress.send(
      'issue_comment',
      commentEvent('edited', {
        author: MUSTER,
        body: 'defaced',
        from: 'board',
        sender: ben,
        updatedAt: '2026-11-21T14:06:00Z',
      }),
    );
    expect((await ingress.load())?.comments).toMatchObject([{ editor: ben, body: 'defaced' }]);
    expect(ingress.woken).toEqual(['1#41']);
    await ingress.send(
      'issue_comment',
      commentEvent('deleted', { author: MUSTER, sender: ben, updatedAt: '2026-11-21T14:07:00Z' }),
    );
    expect(ingress.woken).toEqual(['1#41', '1#41']);
  });

  test('a comment of a deleted account is the ghost', async () => {
    await ingress.givenIncident();
    const payload = commentEvent('created');
    const comment = { ...commentPayload(), user: null };
    await ingress.send('issue_comment', { ...payload, comment });
    expect((await ingress.load())?.comments[0]?.author.login).toBe('ghost');
  });

  test('facts and wake-up are kept together or not at all', async () => {
    await ingress.givenIncident();
    const queue = {
      wake: async () => Promise.reject(new Error('no queue')),
      wakeTouched: async () => Promise.reject(new Error('no queue')),
    };
    const failing = createDeliver(ingress.context({ queue }));
    await expect(
      failing({ id: 'x', event: 'issue_comment', payload: commentEvent('created') }),
    ).rejects.toThrow('no queue');
    expect((await ingress.load())?.comments).toEqual([]);
  });
});
