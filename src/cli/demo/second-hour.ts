/** The second hour of the story: a fix that does not hold, one that does, and a close that comes too early. */
import { type Scene, lines, says } from './scene.ts';

/** The cause, the first fix, and a validation that fails. */
export const FIRST_FIX: readonly Scene[] = [
  {
    at: '09:38',
    who: 'jonas',
    does: says(
      '/timeline Every rejected session carries signing key 2026-11, every accepted one 2026-05; all rejections come from four of the twelve edge nodes',
    ),
  },
  {
    at: '09:43',
    who: 'priya',
    does: says(
      '/diagnosed signing key 2026-11 went live at 08:50, and four edge nodes still have the key list from before',
    ),
  },
  {
    at: '09:52',
    who: 'priya',
    does: says('/milestone All nodes sign with key 2026-05 again'),
  },
  {
    at: '09:56',
    who: 'lena',
    crash: true,
    does: says('/timeline 09:54 2 % of sign-ins are rejected, from 33 % at 09:50'),
  },
  { at: '09:58', who: 'priya', does: says('/mitigated 09:57 0.6 % of sign-ins are rejected') },
  {
    at: '09:59',
    who: 'tomas',
    does: lines(
      '/role tester @felix @noor',
      '/validate the web, the app, and one account of each kind please',
    ),
  },
  { at: '10:00', who: 'noor', reads: 'was busy elsewhere until now and reads the board:' },
  {
    at: '10:05',
    who: 'felix',
    does: says('/fail the app signs me out again and again: it keeps the session that it got at 09:20'),
  },
  {
    at: '10:07',
    who: 'priya',
    does: says(
      'That fits: sessions signed with 2026-11 between 08:50 and 09:52 are still out there, and the four nodes reject them. I empty the key cache there, then both keys are accepted.',
    ),
  },
];

/** Too many talk at once, customers were forgotten over it, and the second fix holds. */
export const SECOND_FIX: readonly Scene[] = [
  {
    at: '10:09',
    who: 'tomas',
    does: lines(
      '/split tech https://meet.example/sign-in-tech comms https://meet.example/sign-in-comms',
      '/subcommander tech @jonas',
      '/subcommander comms @hugo',
      'Those who fix and those who answer customers have a call each from now on. Jonas and Hugo lead them.',
    ),
  },
  {
    at: '10:11',
    who: 'jonas',
    does: says('/timline tech: Key cache emptied on the first two nodes', 'typo'),
  },
  {
    at: '10:12',
    who: 'jonas',
    does: {
      kind: 'edit',
      comment: 'typo',
      text: '/timeline tech: Key cache emptied on the first two nodes',
    },
  },
  {
    at: '10:15',
    who: 'tomas',
    does: lines(
      '/role incident-lead @ines',
      'My train leaves at 10:30. Ines has read everything and takes over from here.',
    ),
  },
  { at: '10:17', pause: 'an hour since customers were told anything; Hugo promised word by 10:15' },
  { at: '10:17', who: 'hugo', does: says('/brief external', 'brief') },
  { at: '10:18', who: 'hugo', does: { kind: 'log-draft', brief: 'brief' } },
  {
    at: '10:20',
    who: 'priya',
    does: says('/mitigated key cache emptied on all four nodes, both keys are accepted everywhere'),
  },
  {
    at: '10:21',
    who: 'ines',
    does: says('/validate as before, and once with a session from before 09:50'),
  },
  { at: '10:24', who: 'felix', does: says('/pass app on two phones, the session from 09:20 is accepted') },
  { at: '10:25', who: 'noor', does: says('/pass web, ten sign-ins with each kind of account') },
  {
    at: '10:28',
    who: 'ines',
    does: lines(
      '/resolved 0.3 % of sign-ins are rejected, as on any other day',
      '/comms leadership via mail Signing in works again since 10:20; two testers confirmed it. The review follows.',
    ),
  },
  {
    at: '10:30',
    who: 'ines',
    does: lines(
      '/action fix: Edge nodes fetch the key list again when they meet an unknown key @priya by 2026-11-27',
      '/action experiment: Change the signing key in staging while one node has an old list @jonas by 2026-12-04 for:resilience',
      '/action detect: Alarm on rejected sign-ins above 2 % for five minutes @jonas by 2026-11-24',
      '/action process: Key changes are announced to support the day before @mira by 2026-11-20',
    ),
  },
  { at: '10:32', who: 'ines', does: { kind: 'close' } },
];

/** Too early: one kind of customer was forgotten. */
export const REOPENED: readonly Scene[] = [
  { at: '10:38', who: 'mira', does: { kind: 'reopen' } },
  {
    at: '10:38',
    who: 'mira',
    does: lines(
      '/impact Customers with single sign-on cannot sign in; all others can again.',
      '',
      'Three companies with single sign-on write that they still get the empty page.',
    ),
  },
  {
    at: '10:42',
    who: 'jonas',
    does: says('/timeline The partner gateway keeps a key list of its own, and nobody emptied that one'),
  },
  { at: '10:45', who: 'priya', does: says('/mitigated 10:44 key list of the partner gateway renewed') },
  { at: '10:46', who: 'ines', does: says('/validate single sign-on, with the three companies') },
  {
    at: '10:49',
    who: 'hugo',
    does: says(
      '/comms external via "status page" Customers with single sign-on could not sign in until 10:44. This is fixed; we are checking it with them.',
    ),
  },
  { at: '10:52', who: 'noor', does: says('/pass all three companies have signed in while I watched') },
  {
    at: '10:55',
    who: 'ines',
    does: lines(
      '/resolved all three companies confirmed it in writing',
      '/impact A third of all customers could not sign in until 10:20, customers with single sign-on until 10:44.',
    ),
  },
  {
    at: '10:57',
    who: 'ines',
    does: says(
      '/comms leadership via mail Over since 10:55, single sign-on included. Two companies asked for a written account; they get it with the review.',
    ),
  },
  {
    at: '10:58',
    who: 'hugo',
    does: says(
      '/comms external via "status page" Everybody can sign in again. We are sorry for the interruption and will publish what happened.',
    ),
  },
  {
    at: '10:59',
    who: 'mira',
    does: says('/action process: Single sign-on is on the testers’ list @noor by 2026-11-20'),
  },
  { at: '11:00', who: 'ines', does: { kind: 'close' } },
  {
    at: '11:06',
    who: 'lena',
    does: says('/timeline 10:36 First letter of a company with single sign-on arrives at support'),
  },
  { at: '11:10', who: 'mira', does: says('/done 4') },
];
