import { describe, expect, test } from '@jest/globals';
import { commandsIn } from './parsing.ts';

describe('C1: quoted e-mail', () => {
  test.each([
    ['Gmail', 'On Sat, Nov 21, 2026 at 2:05 PM Ben <ben@x.example> wrote:'],
    ['Gmail, wrapped', 'On Sat, Nov 21, 2026 at 2:05 PM Ben <\nben@x.example> wrote:'],
    ['Gmail, wrapped twice', 'On Sat, Nov 21, 2026 at 2:05 PM\nBen Someone <ben@x.example>\nwrote:'],
    ['Apple Mail', 'On 21 Nov 2026, at 14:05, Ben wrote:'],
    ['a day alone', 'On Monday, Ben wrote:'],
    ['German', 'Am 21.11.2026 um 14:05 schrieb Ben <ben@x.example>:'],
    ['French', 'Le 21 nov. 2026 à 14:05, Ben a écrit :'],
    ['Outlook, old', '-----Original Message-----\nFrom: Ben'],
    ['Outlook', 'From: Ben <ben@x.example>\nSent: Saturday, November 21, 2026 2:05 PM\nTo: Hank'],
    ['Outlook, bold', '**From:** Ben\n**Date:** Saturday'],
    ['Outlook, with its line', '________________________________\nBen'],
    ['a forwarded mail', 'Begin forwarded message:'],
    ['a forwarded mail of Gmail', '---------- Forwarded message ---------'],
    ['GitHub’s footer', '—\nReply to this email directly, view it on GitHub, or unsubscribe.'],
    ['GitHub’s address', 'muster[bot] <notifications@github.com>'],
    ['GitHub’s reason', 'You are receiving this because you were mentioned.'],
    ['a signature with its space', '-- \nHank'],
  ])('C1: nothing counts below the attribution of %s', (_, attribution) => {
    expect(commandsIn(`/ack\n\n${attribution}\n\n/resolved\n/incident resolved`)).toEqual([{ name: 'ack' }]);
  });

  test.each([
    ['prose that wrote', 'On the status page they wrote:'],
    ['a fence about mail', '```\nOn 21 Nov 2026, Ben <b@x.example> wrote:\n```'],
    ['a quoted mail', '> On 21 Nov 2026, Ben <b@x.example> wrote:\n> a'],
    ['a sender in prose', 'From: the very beginning\nwe saw errors'],
    ['a divider', '--'],
    ['a command about mail', '/timeline mails from notifications@github.com bounce'],
  ])('C1: commands count below %s', (_, above) => {
    expect(commandsIn(`${above}\n\n/ack`).at(-1)).toEqual({ name: 'ack' });
  });
});
