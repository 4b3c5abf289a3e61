/** The first hour of the story: somebody notices, somebody takes charge, and the first suspicion is wrong. */
import { type Scene, lines, says } from './scene.ts';

/** Somebody notices, and somebody takes charge. */
export const BEGINNING: readonly Scene[] = [
  {
    at: '09:01',
    who: 'mira',
    does: {
      kind: 'open',
      title: 'Customers cannot sign in',
      body: 'Support has nine tickets since 08:55: after the password the page comes back empty, on the web and in the app. Not everybody is affected. I can reproduce it with one of two test accounts: the session service answers 401.',
    },
  },
  { at: '09:04', who: 'mira', does: { kind: 'label', label: 'incident' } },
  {
    at: '09:05',
    who: 'mira',
    does: says(
      '/impact Some customers cannot sign in. Those who are signed in can work.\n/service sign-in\n/started 08:55 first ticket',
      'first words',
    ),
  },
  { at: '09:06', who: 'mira', does: says('/severity high') },
  {
    at: '09:08',
    who: 'priya',
    does: lines(
      '/ack',
      '/take technical-lead',
      'Deploy 2291 of the session service went out at 08:49. That is my first suspicion.',
    ),
  },
  {
    at: '09:10',
    who: 'tomas',
    does: lines(
      '/take incident-lead',
      '/role assist @jonas',
      '/role scribe @lena',
      '/role comms external @hugo',
      'I coordinate. Please write what you see into this issue, so that nobody has to ask you twice.',
    ),
  },
  {
    at: '09:12',
    who: 'lena',
    does: lines(
      '/channel main https://chat.example/inc-sign-in',
      '/link https://grafana.example/d/sign-in Sign-in errors',
      '/timeline 09:02 31 % of sign-ins are rejected; normal is below 0.5 %',
    ),
  },
  { at: '09:14', pause: 'ten minutes since it was declared, and nobody has said how bad it is' },
  { at: '09:15', who: 'tomas', does: says('/severity sev3') },
];

/** The wrong track, and what it taught. */
export const WRONG_TRACK: readonly Scene[] = [
  {
    at: '09:17',
    who: 'hugo',
    does: says(
      '/comms external via "status page" Some customers cannot sign in at the moment. We are looking into it and will write again by 10:15.',
    ),
  },
  { at: '09:19', who: 'priya', does: says('/milestone Rollback of deploy 2291 started') },
  {
    at: '09:21',
    who: 'jonas',
    does: says('/timeline 09:16 Session database failed over to its replica', 'failover'),
  },
  {
    at: '09:23',
    who: 'mira',
    does: says('The oldest rejected sign-in in our logs is from 08:52. I correct the start above.'),
  },
  {
    at: '09:23',
    who: 'mira',
    does: {
      kind: 'edit',
      comment: 'first words',
      text: '/impact Some customers cannot sign in. Those who are signed in can work.\n/service sign-in\n/started 08:52 first rejected sign-in in the logs',
    },
  },
  {
    at: '09:26',
    who: 'priya',
    does: lines(
      '/timeline Rollback of deploy 2291 finished, 33 % of sign-ins are still rejected',
      '',
      'So it was not the deploy. I look at what else changed around 08:50.',
    ),
  },
  { at: '09:27', who: 'jonas', does: { kind: 'delete', comment: 'failover' } },
  {
    at: '09:27',
    who: 'jonas',
    does: says('I took my entry about the failover back: that was the staging database, my mistake.'),
  },
  {
    at: '09:29',
    who: 'kurt',
    does: lines('/severity sev1', 'My largest account has been locked out for half an hour.'),
  },
  {
    at: '09:31',
    who: 'tomas',
    does: lines(
      '/severity sev2',
      '/impact A third of all customers cannot sign in, on the web and in the app. Those who are signed in can work.',
    ),
  },
  { at: '09:33', who: 'kurt', does: says('/status') },
  {
    at: '09:35',
    who: 'ines',
    does: lines(
      '/take comms leadership',
      '/comms leadership via mail A third of sign-ins have failed since 08:52. A rollback did not help, the search goes on. Next word by 10:30.',
    ),
  },
];
