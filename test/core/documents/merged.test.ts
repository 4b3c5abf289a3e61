/** What stands on a part, and what the incident it is part of says of it (D6). */
import { describe, expect, test } from '@jest/globals';
import { desired } from '../../../src/core/desired.ts';
import { renderBoard } from '../../../src/core/documents/board.ts';
import { renderPostmortem } from '../../../src/core/documents/postmortem.ts';
import { renderScribe } from '../../../src/core/documents/scribe.ts';
import type { Considered } from '../../../src/core/incident/consider.ts';
import type { Main } from '../../../src/core/incident/neighbour.ts';
import type { DocumentLinks } from '../../../src/core/documents/document.ts';
import { DEFAULT_POLICY } from '../../../src/config/default-policy.ts';
import {
  type Told,
  account,
  at,
  beside,
  closed,
  deleted,
  given,
  issue,
  labelled,
  said,
} from '../../support/given.ts';
import { viewOf } from '../../support/build-incident.ts';
import { expectGolden } from '../../support/golden.ts';

const view = ({ incident, asOf }: Considered) => viewOf(incident, { asOf });

const main: Main = {
  number: 40,
  title: 'Provider is down',
  url: 'https://github.com/acme/shop/issues/40',
  channel: 'https://chat.example/provider',
};
const provider = beside(40, { title: main.title, main });
const alarm: readonly Told[] = [
  labelled('08:03'),
  said('prima', '08:05', '/severity sev2', '/impact Nobody can log in.', '/started 07:50'),
  said('hank', '08:08', '/comms external We are looking into failed logins.'),
  said('sylvain', '08:10', '/milestone tokens are refused by the provider'),
];
const part: readonly Told[] = [...alarm, provider, said('sylvain', '08:12', '/merge #40')];

function documents(considered: Considered, more: DocumentLinks = new Map()) {
  return desired({
    considered,
    policy: DEFAULT_POLICY,
    journal: [],
    links: new Map([
      ['board', { url: 'https://github.com/acme/shop/issues/41#issuecomment-1', number: null }],
      ...more,
    ]),
    now: at('12:00'),
    serverUrl: 'https://github.com',
  });
}

function textKey(considered: Considered): string {
  const found = documents(considered).documents.find((d) => d.key.startsWith('merged:'));
  if (found === undefined) throw new Error('no way to the other');
  return found.key;
}

function textOf(considered: Considered, key: string): string {
  const found = documents(considered).documents.find((d) => d.key.startsWith(key));
  if (found === undefined) throw new Error(`no ${key}`);
  return found.text;
}

describe('D6: on the part', () => {
  test('D6: the board says so', () => {
    expectGolden('board/part', renderBoard(view(given(...part))));
  });

  test('D6, M4: one comment sends people to the main channel', () => {
    expectGolden('merged/into', textOf(given(...part), 'merged:40:'));
  });

  test('D6, M4: in a chain it names both, and the channel of the last', () => {
    const story = [
      ...alarm,
      beside(39, { title: 'Login', main, mergedInto: 40 }),
      said('sylvain', '08:12', '/merge #39'),
    ];
    expectGolden('merged/chain', textOf(given(...story), 'merged:39:'));
  });

  test('D6: the scribe comment says where it went, and has no numbers of its own', () => {
    expectGolden('scribe/part', renderScribe(view(given(...part))).text);
  });

  test('D6, X3, T2: nobody is reminded, no postmortem opens, and what was told before is kept', () => {
    const { documents: all, wakeAt, state, assignees } = documents(given(...part));
    expect(all.map((d) => d.key)).toEqual([
      expect.stringMatching(/^merged:40:\d+$/u),
      'scribe',
      'communications',
      'board',
    ]);
    expect({ wakeAt, state, assignees }).toEqual({ wakeAt: null, state: 'closed', assignees: null });
  });

  test('D6, X3: a postmortem that was open before keeps its facts, and says where it belongs', () => {
    const url = 'https://github.com/acme/shop/issues/50';
    const open = new Map([['postmortem', { url, number: 50 }]]);
    const story = [...part, deleted(1003, '08:20')];
    const { text } = documents(given(...story), open).documents.find((d) => d.key === 'postmortem') ?? {
      text: '',
    };
    expect(text).toContain('Part of [#40](https://github.com/acme/shop/issues/40)');
    expect(documents(given(...part), open).documents.find((d) => d.key === 'postmortem')?.text).toContain(
      'tokens are refused',
    );
    expect(text).not.toContain('tokens are refused');
  });

  test('C4, D6: the only thing that was told is taken back, and its record says so', () => {
    const url = 'https://github.com/acme/shop/issues/41#issuecomment-3';
    const standing = new Map([['communications', { url, number: null }]]);
    const nothing = given(
      labelled('08:03'),
      said('hank', '08:08', '/comms external We are looking into failed logins.'),
      provider,
      said('sylvain', '08:12', '/merge #40'),
      deleted(1001, '08:20'),
    );
    const record = documents(nothing, standing).documents.find(({ key }) => key === 'communications');
    expect(record?.text).toContain('Nobody was told anything');
    expect(record?.text).not.toContain('failed logins');
    expect(documents(nothing).documents.map(({ key }) => key)).not.toContain('communications');
  });

  test('D6: of an incident that was not read yet, the number stands', () => {
    const unknown = given(...part, (draft) => void (draft.neighbours = null));
    expect(textOf(unknown, 'merged:')).toContain('[#40](https://github.com/acme/shop/issues/40)');
  });

  test('D6, Q1: once it stands for itself, the way to the other is folded', () => {
    const apart = given(...part, said('hank', '08:30', '/merge none'));
    const key = textKey(given(...part));
    const standing = new Map([
      [key, { url: 'https://github.com/acme/shop/issues/41#issuecomment-2', number: null }],
    ]);
    expect(documents(apart, standing).minimise).toEqual([key]);
    expect(documents(given(...part), standing).minimise).toEqual([]);
  });

  test('D6, E2: heard of late that the other had taken it in before, nobody is told twice', () => {
    const key = textKey(given(...part));
    const standing = new Map([
      [key, { url: 'https://github.com/acme/shop/issues/41#issuecomment-2', number: null }],
    ]);
    const url = 'https://github.com/acme/shop/issues/40#issuecomment-9';
    const claim = { part: 41, comment: 9, at: at('08:11'), by: account('hank'), url };
    const earlier = given(...part, beside(40, { title: main.title, main, claims: [claim] }));
    expect(earlier.incident.merge?.at).toEqual(at('08:11'));
    const { documents: all, minimise } = documents(earlier, standing);
    expect(all.filter((d) => d.key.startsWith('merged:')).map((d) => d.key)).toEqual([key]);
    expect(minimise).toEqual([]);
    const again = given(...part, said('hank', '08:30', '/merge none'), said('hank', '08:40', '/merge #40'));
    expect(documents(again, standing).minimise).toEqual([key]);
  });

  test('D6, D7: a drill says so', () => {
    const drill = given(
      labelled('08:03', 'incident-drill'),
      beside(40, { isDrill: true, main }),
      said('sylvain', '08:12', '/merge #40'),
    );
    for (const key of ['board', 'merged:', 'scribe']) expect(textOf(drill, key)).toContain('DRILL');
  });
});

describe('D6: on the incident that it is part of', () => {
  const theirs = given(
    issue({ number: 42, url: 'https://github.com/acme/shop/issues/42', title: 'Login @everybody fails' }),
    ...alarm,
    beside(41, {}),
    said('sylvain', '08:12', '/merge #41'),
  ).neighbour;
  const whole: readonly Told[] = [
    labelled('08:06'),
    said('prima', '08:07', '/severity sev1', '/impact Half of our services are down.'),
    beside(42, theirs),
    said('diane', '08:20', '/mitigated we run on the second provider'),
    said('diane', '08:31', '/resolved 08:30'),
  ];

  test('D6: the board lists the parts', () => {
    expectGolden('board/with-parts', renderBoard(view(given(...whole.slice(0, 3)))));
  });

  test('D6, N1: the scribe comment marks entries by origin, and says whose instants count', () => {
    expectGolden('scribe/with-parts', renderScribe(view(given(...whole, closed('08:40')))).text);
  });

  test('D6, X3: the postmortem names the parts', () => {
    const text = renderPostmortem(view(given(...whole, closed('08:40'))));
    expect(text).toContain('[#42](https://github.com/acme/shop/issues/42)');
    expect(text).not.toContain('@everybody');
  });

  test('D6: related incidents are suggested quietly, with the command', () => {
    const story = [labelled('08:30'), said('prima', '08:31', '/service login')];
    const text = renderBoard(
      view(given(...story, beside(40, { title: 'Login is slow', services: ['login'] }))),
    );
    expect(text).toContain('[Login is slow](https://redirect.github.com/acme/shop/issues/40): `/merge 40`');
    expect(renderBoard(view(given(...story, beside(40, {}))))).not.toContain('The same?');
  });
});
