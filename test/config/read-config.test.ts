/**
 * `readConfig`: one row for each way a file can be wrong, with the whole message its author reads (K1).
 */
import { describe, expect, test } from '@jest/globals';
import { describeProblem } from '../../src/config/config-problem.ts';
import { DEFAULT_POLICY, USUAL_UPDATES } from '../../src/config/default-policy.ts';
import { readConfig } from '../../src/config/read-config.ts';
import type { Policy } from '../../src/core/policy.ts';
import { updatePolicy } from '../../src/core/update-policy.ts';

function policyOf(...texts: readonly string[]): Policy {
  const result = readConfig(texts.map((text, index) => ({ name: `file${index}.yml`, text })));
  if ('problems' in result) throw new Error(result.problems.map(describeProblem).join('\n'));
  return result.policy;
}

const severityIds = (policy: Policy) => policy.severities.map(({ id }) => id);
const role = (policy: Policy, id: string) => policy.roles.find((candidate) => candidate.id === id);

describe('a file over the defaults (K1)', () => {
  test('no file at all is the built-in policy', () => {
    expect(policyOf()).toEqual(DEFAULT_POLICY);
  });

  test.each(['', '\n', '# nothing yet\n', '---\n', '{}', 'labels:\n', '\uFEFF', 'null'])(
    'a file that says nothing changes nothing: %j',
    (text) => {
      expect(policyOf(text)).toEqual(DEFAULT_POLICY);
    },
  );

  test("an empty file in the repository leaves the organisation's in force", () => {
    expect(policyOf('# ours\n', 'zone: Europe/Berlin').zone).toBe('Europe/Berlin');
  });

  test('the repository decides before the organisation, key by key', () => {
    const policy = policyOf(
      'labels: {incident: outage}',
      'labels: {incident: fire, drill: practice}\nzone: Asia/Kathmandu',
    );
    expect(policy.labels).toEqual({ incident: 'outage', drill: 'practice', postmortem: 'postmortem' });
    expect(policy.zone).toBe('Asia/Kathmandu');
  });

  test('a renamed role keeps its duty, its aliases and its place', () => {
    const policy = policyOf('roles: {scribe: {title: Recorder, aliases: [rec]}}');
    expect(policy.roles.map(({ id }) => id)).toEqual(DEFAULT_POLICY.roles.map(({ id }) => id));
    expect(role(policy, 'scribe')).toEqual({
      ...role(DEFAULT_POLICY, 'scribe'),
      title: 'Recorder',
      aliases: ['rec'],
    });
  });

  test('a new role follows the built-in ones and is called after its id', () => {
    const policy = policyOf('roles: {database-lead: {duty: Looks after the database, technical: true}}');
    expect(policy.roles.at(-1)).toEqual({
      id: 'database-lead',
      title: 'Database Lead',
      duty: 'Looks after the database',
      aliases: [],
      isTechnical: true,
      isPerAudience: false,
      isShared: false,
      isNeeded: false,
    });
  });

  test("aliases are added to the built-in ones, for Muster's own texts use those", () => {
    const policy = policyOf('roles: {technical-lead: {aliases: [fixer, tl]}}');
    expect(role(policy, 'technical-lead')?.aliases).toEqual(['tech', 'tl', 'tloc', 'fixer']);
  });

  test('a new severity is the mildest, unless it says what it is graver than', () => {
    expect(severityIds(policyOf('severities: {sev5: {summary: Noise}}'))).toEqual([
      'sev1',
      'sev2',
      'sev3',
      'sev4',
      'sev5',
    ]);
    expect(severityIds(policyOf('severities: {sev0: {summary: All is lost, graver_than: sev1}}'))).toEqual([
      'sev0',
      'sev1',
      'sev2',
      'sev3',
      'sev4',
    ]);
  });

  test('new severities may be placed before one another, in any order of the file', () => {
    const text =
      'severities: {minor: {summary: a, graver_than: trivial}, trivial: {summary: b, graver_than: sev4}}';
    expect(severityIds(policyOf(text))).toEqual(['sev1', 'sev2', 'sev3', 'minor', 'trivial', 'sev4']);
  });

  test('a new severity is titled and labelled after its id', () => {
    expect(policyOf('severities: {sev5: {summary: Noise}}').severities.at(-1)).toMatchObject({
      id: 'sev5',
      label: 'sev5',
      title: 'SEV-5',
      summary: 'Noise',
      needsTesters: false,
      reviewWithinDays: null,
      remindsWhileMitigated: false,
      updates: {},
    });
  });

  test('false and null remove; the organisation removes, the repository brings back', () => {
    expect(policyOf('audiences: {internal: false, leadership: null}').audiences).toMatchObject([
      { id: 'external', title: 'customers' },
    ]);
    expect(severityIds(policyOf('severities: {sev4: false}'))).toEqual(['sev1', 'sev2', 'sev3']);
    expect(
      policyOf('audiences: {internal: {title: staff}}', 'audiences: {internal: false}').audiences,
    ).toContainEqual(expect.objectContaining({ id: 'internal', title: 'staff', updates: USUAL_UPDATES }));
  });

  test('M2: how often an audience is told: the severity’s word stands over the audience’s, key by key', () => {
    const policy = policyOf(
      'audiences: {external: {updates: {soonest: 20m, latest: 50m}}}\nseverities: {sev1: {updates: {external: {then_lead: 5m}}}}',
      'severities: {sev1: {updates: {external: {latest: 40m}}}, sev2: {updates: {leadership: {required: true}}}}',
    );
    expect(updatePolicy(policy, 'sev1', 'external')).toEqual({
      soonestMinutes: 20,
      latestMinutes: 40,
      thenLeadMinutes: 5,
      isRequired: true,
      isReminded: true,
    });
    expect(updatePolicy(policy, null, 'external')).toMatchObject({ latestMinutes: 50, isRequired: false });
    expect(updatePolicy(policy, 'sev2', 'leadership')).toMatchObject({ latestMinutes: 60, isRequired: true });
  });

  test('M2: false says that nobody is reminded, and a word at a severity brings it back there', () => {
    const policy = policyOf(
      'audiences: {leadership: {updates: false}}\nseverities: {sev2: {updates: {leadership: {latest: 2h}, external: false}}}',
    );
    expect(updatePolicy(policy, 'sev3', 'leadership').isReminded).toBe(false);
    expect(updatePolicy(policy, 'sev2', 'leadership')).toMatchObject({
      isReminded: true,
      latestMinutes: 120,
    });
    expect(updatePolicy(policy, 'sev2', 'external').isReminded).toBe(false);
  });

  test('M2: a new audience is told as often as the others', () => {
    expect(updatePolicy(policyOf('audiences: {partners: {}}'), 'sev1', 'partners')).toEqual(USUAL_UPDATES);
  });

  test('a role that the organisation added can be removed by a repository', () => {
    expect(policyOf('roles: {dba: false}', 'roles: {dba: {duty: Looks after data}}').roles).toEqual(
      DEFAULT_POLICY.roles,
    );
  });

  test('durations, zones and bots come in their canonical form', () => {
    const policy = policyOf(
      'reminders: {severity_after: 2h}\nzone: europe/berlin\ncommands: {bots: [renovate, "alerts[bot]"]}',
    );
    expect(policy.reminders.severityAfterMinutes).toBe(120);
    expect(policy.zone).toBe('Europe/Berlin');
    expect(policy.commands.bots).toEqual(['renovate[bot]', 'alerts[bot]']);
  });

  test('a review may be switched off with null', () => {
    expect(
      policyOf('severities: {sev1: {review_within_days: null}}').severities[0]?.reviewWithinDays,
    ).toBeNull();
  });

  test('S1: leaders are logins, with or without @, and null takes them away', () => {
    const policy = policyOf(
      'severities: {sev1: {leaders: ["@Ines", jonas]}, sev2: {leaders: null, suggest_split: true, needs_dry_run: true}}',
    );
    expect(policy.severities[0]).toMatchObject({ leaders: ['Ines', 'jonas'], suggestsSplit: true });
    expect(policy.severities[1]).toMatchObject({ leaders: null, suggestsSplit: true, needsDryRun: true });
    expect(policyOf('severities: {sev1: {leaders: null}}').severities[0]?.leaders).toBeNull();
  });

  test('an anchor may be repeated', () => {
    const policy = policyOf('severities:\n  sev3: &few {needs_testers: true}\n  sev4: *few\n');
    expect(policy.severities.map(({ needsTesters }) => needsTesters)).toEqual([true, true, true, true]);
  });
});

describe('templates', () => {
  test('the most particular file that names one decides, and is named with it', () => {
    const result = readConfig([
      { name: 'repository', text: 'templates: {board: .github/board.liquid}' },
      { name: 'organisation', text: 'templates: {board: b.liquid, postmortem: muster/p.liquid}' },
    ]);
    if ('problems' in result) throw new Error('must be valid');
    expect(result.templatePaths.board).toMatchObject({
      path: '.github/board.liquid',
      source: { name: 'repository' },
    });
    expect(result.templatePaths.postmortem).toMatchObject({
      path: 'muster/p.liquid',
      source: { name: 'organisation' },
    });
  });

  test("false in the repository goes back to Muster's own", () => {
    const result = readConfig([
      { name: 'repository', text: 'templates: {board: false}' },
      { name: 'organisation', text: 'templates: {board: b.liquid}' },
    ]);
    expect(result).toMatchObject({ templatePaths: { board: null } });
  });
});
