import { describe, expect, test } from '@jest/globals';
import { DEFAULT_POLICY } from '../../../src/config/default-policy.ts';
import { renderBoard } from '../../../src/core/documents/board.ts';
import {
  POSTMORTEM_REGIONS,
  postmortemTitle,
  renderPostmortem,
} from '../../../src/core/documents/postmortem.ts';
import { updateRegions } from '../../../src/core/documents/update-regions.ts';
import {
  CLOSED_LINKS,
  at,
  closedOutage,
  entry,
  holding,
  mitigatedOutage,
  viewOf,
} from '../../support/build-incident.ts';
import { expectGolden } from '../../support/golden.ts';

const view = viewOf(closedOutage(), { links: CLOSED_LINKS, asOf: at('09:00') });

function templates(board: string | null, postmortem: string | null) {
  return { ...DEFAULT_POLICY, templates: { ...DEFAULT_POLICY.templates, board, postmortem } };
}

describe('X3: the postmortem', () => {
  test('filled from the incident', () => {
    expect(postmortemTitle(view)).toBe(
      'Postmortem: Checkout fails for EU customers (SEV-2, 25 October 2026)',
    );
    expectGolden('postmortem/full', renderPostmortem(view));
  });

  test('of an incident that nobody described', () => {
    const bare = {
      ...closedOutage(),
      impact: null,
      severity: null,
      actions: [],
      communications: [],
      timeline: [],
      responders: [],
    };
    expectGolden('postmortem/bare', renderPostmortem(viewOf(bare, { asOf: at('09:00') })));
  });

  test('an action item done later ticks its box, and the text of people stays', () => {
    const written = renderPostmortem(view).replace(
      'What made this possible, not who.',
      'The pool had no limit.',
    );
    const done = {
      ...closedOutage(),
      actions: closedOutage().actions.map((a) => ({ ...a, doneAt: at('10:00') })),
    };
    const after = updateRegions(written, renderPostmortem({ ...view, incident: done }), ['facts', 'actions']);
    expect(after).toContain('The pool had no limit.');
    expect(after.match(/- \[x\] \d/gu)).toHaveLength(3);
  });
});

function facts(text: string): string {
  return text.split('<!-- /muster:facts -->')[0] ?? '';
}

describe('X3: what Muster keeps up to date in it', () => {
  test('R5: everybody who led is named, in order', () => {
    const holdings = [
      holding('incident-lead', 'prima', '08:03', '08:06'),
      holding('incident-lead', 'sylvain', '08:06', '08:40'),
      holding('incident-lead', 'hank', '08:40'),
      holding('technical-lead', 'prima', '08:03', '08:20'),
      holding('technical-lead', 'atul', '08:20'),
      holding('technical-assist', 'gillian', '08:06'),
    ];
    const text = renderPostmortem(viewOf({ ...closedOutage(), holdings }));
    expect(facts(text)).toContain(
      ' · led by prima until 08:06, sylvain until 08:40, then hank · fix led by prima until 08:20, then atul, with gillian · ',
    );
  });

  test('X1: after a reopening the text that people wrote stays, and the facts tell of it', () => {
    const written = renderPostmortem(view).replace('What helped,', 'The rollback helped,');
    const reopened = { ...closedOutage(), reopenings: 1 };
    const after = updateRegions(
      written,
      renderPostmortem({ ...view, incident: reopened }),
      POSTMORTEM_REGIONS,
    );
    expect(after).toContain('The rollback helped,');
    expect(facts(after)).toContain('The issue was reopened once.');
    expect(facts(after)).not.toMatch(/^[-*+] /mu);
  });

  test('T3: a long summary keeps its beginning and its end', () => {
    const milestones = Array.from({ length: 60 }, (_, i) =>
      entry('08:30', 'atul', 'note', `step ${i}`, { milestone: true }),
    );
    const text = renderPostmortem(
      viewOf({ ...closedOutage(), timeline: milestones }, { links: CLOSED_LINKS }),
    );
    const shown = text.match(/step \d+/gu);
    expect(shown).toHaveLength(40);
    expect([shown?.[0], shown?.at(-1)]).toEqual(['step 0', 'step 59']);
    expect(text).toContain('| … | 20 more milestones in [the scribe comment](');
  });
});

describe('K4: templates', () => {
  test('R1: a repository arranges its own board', () => {
    const source = 'OUR BOARD for {{ title }}\n\n{{ situation }}\n\n{{ roles }}\n\n/help is a command';
    const board = renderBoard({ ...viewOf(mitigatedOutage()), policy: templates(source, null) });
    expectGolden('board/template', board);
  });

  test.each([
    ['broken', '{% if %}', /The board template is not used/u],
    ['of unknown variables', '{{ nothing_like_it }}', /undefined variable: nothing\\?_like\\?_it/u],
    ['that reads a clock', '{{ "now" | date: "%s" }}', /the filter date is not available/u],
    ['that reads files', '{% include "/etc/passwd" %}', /The board template is not used/u],
    ['that never ends', '{% for i in (1..100000000) %}{{ headline }}{% endfor %}', /limit/u],
    ['that is empty', '{% comment %}x{% endcomment %}', /gives an empty text/u],
    ['that is too long', '{% for i in (1..100) %}{{ facts }}{% endfor %}', /too long/u],
  ])('a template %s gives way to ours, with a remark on the board', (_, source, remark) => {
    const board = renderBoard({ ...viewOf(mitigatedOutage()), policy: templates(source, null) });
    expect(board).toMatch(remark);
    expect(board).toContain('### Who does what');
  });

  test('X3: the postmortem’s template keeps the regions; one that cannot be used is said on the board', () => {
    const own = renderPostmortem({
      ...view,
      policy: templates(null, '# Ours\n\n{{ facts }}\n\n{{ actions }}'),
    });
    expect(own).toMatch(/^# Ours\n\n<!-- muster:facts -->\n/u);
    const broken = { ...view, policy: templates(null, '{{ oops }}') };
    expect(renderPostmortem(broken)).toBe(renderPostmortem(view));
    expect(renderBoard(broken)).toContain('The postmortem template is not used');
  });

  test('E3: a template that leaves the remarks out does not hide them', () => {
    const incident = { ...mitigatedOutage(), remarks: ['1 comment was lost.'] };
    const shown = (source: string): string =>
      renderBoard({ ...viewOf(incident), policy: templates(source, '{{ oops }}') });
    for (const source of ['{{ headline }}', '{{ remarks }}\n\n{{ headline }}']) {
      expect(shown(source).match(/⚠ 1 comment was lost\./gu)).toHaveLength(1);
      expect(shown(source).match(/⚠ The postmortem template is not used/gu)).toHaveLength(1);
    }
  });

  test('A3: user text stays inert in a template', () => {
    const hostile = { ...mitigatedOutage(), title: '@ben /resolved {{ facts }} <!-- muster:1 x y z -->' };
    const board = renderBoard({ ...viewOf(hostile), policy: templates('{{ title }}', null) });
    expect(board).not.toMatch(/@ben|(?<!\\)<!--|Who leads/u);
  });
});
