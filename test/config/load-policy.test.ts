/**
 * Which configuration is in force (K1, K2), read from repositories with a history.
 */
import { describe, expect, test } from '@jest/globals';
import { describeProblem } from '../../src/config/config-problem.ts';
import type { ConfigSource } from '../../src/config/config-source.ts';
import { DEFAULT_POLICY } from '../../src/config/default-policy.ts';
import { loadPolicy } from '../../src/config/load-policy.ts';

type History = readonly (string | null)[];

class GitHubError extends Error {
  readonly status: number;
  constructor(status: number) {
    super(`GitHub answered ${status}`);
    this.status = status;
  }
}

/** Repositories of acme by `repo/path`, each text with its history, newest first; null where a commit deleted the file. */
function repositories(
  files: Readonly<Record<string, History>>,
  failing: Readonly<Record<string, number>> = {},
) {
  const historyOf = (owner: string, repo: string, path: string): History => {
    const status = failing[repo];
    if (status !== undefined) throw new GitHubError(status);
    return owner === 'acme' ? (files[`${repo}/${path}`] ?? []) : [];
  };
  const source: ConfigSource = {
    read: async (owner, repo, path) => {
      const text = historyOf(owner, repo, path)[0] ?? null;
      return text === null ? null : { text, sha: `${repo}-blob` };
    },
    commits: async (owner, repo, path, limit) =>
      historyOf(owner, repo, path)
        .map((_, index) => ({ sha: `${repo}-${index}` }))
        .slice(0, limit),
    readAt: async (owner, repo, path, sha) =>
      historyOf(owner, repo, path)[Number(sha.split('-').at(-1))] ?? null,
  };
  return source;
}

const SHOP = { owner: 'acme', name: 'shop' };
const OWN = 'shop/.github/muster.yml';
const SHARED = '.github/.github/muster.yml';
const BROKEN = 'zome: UTC';
const BROKEN_PROBLEM =
  'acme/shop/.github/muster.yml:1:1: zome: "zome" is not a key here. Expected one of severities, roles, audiences, labels, zone, commands, postmortem, reminders, templates. Did you mean "zone"?';

describe('three layers (K1)', () => {
  test('no file anywhere: the built-in policy, without a version', async () => {
    expect(await loadPolicy(repositories({}), SHOP)).toEqual({
      policy: DEFAULT_POLICY,
      version: null,
      problems: [],
      standIns: [],
    });
  });

  test("the repository's file over the organisation's over the defaults", async () => {
    const loaded = await loadPolicy(
      repositories({ [OWN]: ['zone: Asia/Tokyo'], [SHARED]: ['zone: UTC\nlabels: {incident: outage}'] }),
      SHOP,
    );
    expect(loaded.policy.zone).toBe('Asia/Tokyo');
    expect(loaded.policy.labels).toEqual({ ...DEFAULT_POLICY.labels, incident: 'outage' });
    expect(loaded.version).toBe('repository@shop-blob,organisation@.github-blob');
  });

  test("the organisation's own repository has one file, not the same one twice", async () => {
    const loaded = await loadPolicy(repositories({ [SHARED]: ['zone: Asia/Tokyo'] }), {
      owner: 'acme',
      name: '.github',
    });
    expect(loaded.policy.zone).toBe('Asia/Tokyo');
    expect(loaded.version).toBe('repository@.github-blob');
  });
});

describe('the last good one stays in force (K2)', () => {
  test('a broken file is replaced by its newest version that parses', async () => {
    const loaded = await loadPolicy(
      repositories({ [OWN]: [BROKEN, 'roles: []', 'zone: Asia/Tokyo', 'zone: UTC'] }),
      SHOP,
    );
    expect(loaded.policy.zone).toBe('Asia/Tokyo');
    expect(loaded.version).toBe('repository@shop-2');
    expect(loaded.problems.map(describeProblem)).toEqual([BROKEN_PROBLEM]);
    expect(loaded.standIns).toEqual([{ source: 'acme/shop/.github/muster.yml', commit: 'shop-2' }]);
  });

  test('a commit that deleted the file is passed over', async () => {
    const loaded = await loadPolicy(repositories({ [OWN]: [BROKEN, null, 'zone: Asia/Tokyo'] }), SHOP);
    expect(loaded.version).toBe('repository@shop-2');
  });

  test('with none of the last ten that parses the file counts as absent', async () => {
    const history = [...Array.from({ length: 10 }, () => BROKEN), 'zone: Asia/Tokyo'];
    const loaded = await loadPolicy(
      repositories({ [OWN]: history, [SHARED]: ['zone: Europe/Berlin'] }),
      SHOP,
    );
    expect(loaded.policy.zone).toBe('Europe/Berlin');
    expect(loaded.version).toBe('organisation@.github-blob');
    expect(loaded.standIns).toEqual([{ source: 'acme/shop/.github/muster.yml', commit: null }]);
  });

  test("the tenth commit still counts, and the organisation's broken file does not touch the repository's", async () => {
    const history = [...Array.from({ length: 9 }, () => BROKEN), 'zone: UTC\nlabels: {incident: outage}'];
    const loaded = await loadPolicy(repositories({ [OWN]: ['zone: Asia/Tokyo'], [SHARED]: history }), SHOP);
    expect(loaded.policy).toMatchObject({ zone: 'Asia/Tokyo', labels: { incident: 'outage' } });
    expect(loaded.standIns).toEqual([{ source: 'acme/.github/.github/muster.yml', commit: '.github-9' }]);
  });

  test('a version that parses alone but not over the organisation is no good one', async () => {
    const own = [BROKEN, 'labels: {drill: outage}', 'labels: {drill: practice}'];
    const loaded = await loadPolicy(
      repositories({ [OWN]: own, [SHARED]: ['labels: {incident: outage}'] }),
      SHOP,
    );
    expect(loaded.policy.labels).toEqual({ incident: 'outage', drill: 'practice', postmortem: 'postmortem' });
  });

  test('with both broken, the problems of both are told, also those that only show over the mended one', async () => {
    const loaded = await loadPolicy(
      repositories({
        [OWN]: ['labels: {drill: outage}', 'zone: Asia/Tokyo'],
        [SHARED]: ['roles: []', 'labels: {incident: outage}'],
      }),
      SHOP,
    );
    expect(loaded.problems.map(describeProblem)).toEqual([
      'acme/.github/.github/muster.yml:1:8: roles: "[]" cannot stand here. Expected roles by id, such as scribe. Write it in that form, or remove the line.',
      'acme/shop/.github/muster.yml:1:17: labels.drill: The label "outage" is used by labels.incident and by labels.drill. Expected a label of its own for each, not differing by case only. Name another label for one of them.',
    ]);
    expect(loaded.policy).toMatchObject({
      zone: 'Asia/Tokyo',
      labels: { incident: 'outage', drill: 'incident-drill' },
    });
  });
});

describe('what cannot be read', () => {
  test("the organisation's repository refused is a problem, not an absent file", async () => {
    const loaded = await loadPolicy(repositories({ [OWN]: ['zone: Asia/Tokyo'] }, { '.github': 403 }), SHOP);
    expect(loaded.policy.zone).toBe('Asia/Tokyo');
    expect(loaded.problems.map(describeProblem)).toEqual([
      'acme/.github/.github/muster.yml:1:1: GitHub does not let Muster read acme/.github (403), so a file there does not count. Expected read access to its contents. Give the app access to acme/.github, with the permission "Contents: read".',
    ]);
  });

  test('a failure of GitHub is no configuration: it passes through, to be tried later', async () => {
    await expect(loadPolicy(repositories({}, { shop: 502 }), SHOP)).rejects.toThrow('GitHub answered 502');
    await expect(loadPolicy(repositories({}, { '.github': 429 }), SHOP)).rejects.toThrow(
      'GitHub answered 429',
    );
  });
});

describe('templates (K4)', () => {
  const BOARD = '.github/muster/board.liquid';

  test('are read from the repository whose file names them', async () => {
    const loaded = await loadPolicy(
      repositories({
        [OWN]: [`templates: {board: ${BOARD}}`],
        [`shop/${BOARD}`]: ['# {{ title }}'],
        [SHARED]: ['templates: {postmortem: p.liquid}'],
        '.github/p.liquid': ['## Causes'],
      }),
      SHOP,
    );
    expect(loaded.policy.templates).toEqual({
      board: '# {{ title }}',
      postmortem: '## Causes',
      brief: null,
    });
    expect(loaded.version).toBe(
      'repository@shop-blob,organisation@.github-blob,board@shop-blob,postmortem@.github-blob',
    );
  });

  test.each<[case_: string, history: History, problem: string]>([
    [
      'missing',
      [],
      `acme/${OWN}:2:10: templates.board: There is no file "${BOARD}" on the default branch, so Muster's own text is used. Expected the path of a file in the repository of this configuration. Add the file, or correct the path.`,
    ],
    [
      'too large',
      ['é'.repeat(32_769)],
      `acme/${OWN}:2:10: templates.board: The template "${BOARD}" has 65538 bytes, so Muster's own text is used. Expected at most 65536 bytes. Shorten it.`,
    ],
  ])("one that is %s is a problem at its line, and Muster's own stays", async (_, history, problem) => {
    const loaded = await loadPolicy(
      repositories({
        [OWN]: [`templates:\n  board: ${BOARD}\nzone: Asia/Tokyo`],
        [`shop/${BOARD}`]: history,
      }),
      SHOP,
    );
    expect(loaded.policy).toMatchObject({ zone: 'Asia/Tokyo', templates: { board: null } });
    expect(loaded.problems.map(describeProblem)).toEqual([problem]);
    expect(loaded.standIns).toEqual([]);
  });
});
