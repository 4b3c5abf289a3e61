/**
 * Exports as GitHub's REST API gives them, in few words, and what a replay makes of them. Times are of 21 November 2026, UTC, unless a day stands
 * before them.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { readExport } from '../../src/cli/replay/export-file.ts';
import { toRetelling } from '../../src/cli/replay/export-record.ts';
import type { IncidentJson } from '../../src/cli/replay/incident-json.ts';
import { retell } from '../../src/cli/replay/retell.ts';

const PEOPLE = ['ana', 'ben', 'eve', 'mallory'];
const PAGE = 'https://github.com/acme/shop/issues/41';
const SCHEMA = path.join(import.meta.dirname, '../../docs/incident.schema.json');

type Fields = Readonly<Record<string, unknown>>;

export function isoTime(time: string): string {
  const [day = '', clock = ''] = time.includes(' ') ? time.split(' ') : ['2026-11-21', time];
  return `${day}T${clock}${clock.length === 5 ? ':00' : ''}Z`;
}

export function restUser(login: string): Fields {
  return { id: 11 + PEOPLE.indexOf(login), login, type: login.endsWith('[bot]') ? 'Bot' : 'User' };
}

/** Ana's issue of 14:00, open, labelled `incident`. */
export function restIssue(over: Fields = {}): Fields {
  return {
    id: 900,
    node_id: 'I_900',
    number: 41,
    title: 'Checkout is down',
    body: 'since the deploy',
    user: restUser('ana'),
    created_at: isoTime('14:00'),
    updated_at: isoTime('14:00'),
    state: 'open',
    state_reason: null,
    closed_at: null,
    labels: [{ name: 'incident', color: 'b60205' }],
    assignees: [],
    locked: false,
    html_url: PAGE,
    ...over,
  };
}

export function restComment(
  id: number,
  login: string,
  time: string,
  body: string,
  over: Fields = {},
): Fields {
  return {
    id,
    node_id: `IC_${id}`,
    user: restUser(login),
    created_at: isoTime(time),
    updated_at: isoTime(time),
    body,
    html_url: `${PAGE}#issuecomment-${id}`,
    ...over,
  };
}

/** An item of the timeline. */
export function restEvent(id: number, event: string, time: string, more: Fields = {}): Fields {
  return { id, event, actor: restUser('ana'), created_at: isoTime(time), ...more };
}

export function restLabeled(id: number, time: string, name = 'incident'): Fields {
  return restEvent(id, 'labeled', time, { label: { name, color: 'b60205' } });
}

export interface Replayed {
  readonly incident: IncidentJson;
  readonly file: (name: string) => string;
  readonly names: readonly string[];
}

let validate: ReturnType<Ajv2020['compile']> | null = null;

/** Throws when `incident.json` breaks the published schema. */
export function demandSchema(incident: unknown): void {
  if (validate === null) {
    const ajv = new Ajv2020({ strict: true, allErrors: true, allowUnionTypes: true });
    addFormats.default(ajv);
    validate = ajv.compile(JSON.parse(readFileSync(SCHEMA, 'utf8')));
  }
  if (!validate(incident)) throw new Error(JSON.stringify(validate.errors, null, 2));
}

/** What a replay makes of a file's text; every `incident.json` is held against the published schema. */
export function replayText(text: string): Replayed {
  const read = readExport(text);
  if ('problems' in read) throw new Error(read.problems.join('\n'));
  const told = toRetelling(read.found);
  if ('problems' in told) throw new Error(told.problems.join('\n'));
  const { files } = retell(told.retelling);
  const file = (name: string): string => {
    const found = files.find((candidate) => candidate.name === name);
    if (found === undefined) throw new Error(`there is no ${name}`);
    return found.text;
  };
  const incident: IncidentJson = JSON.parse(file('incident.json'));
  demandSchema(incident);
  return { incident, file, names: files.map(({ name }) => name) };
}

/** An export with Ana, Ben and Eve writing there and Mallory reading, of an issue labelled at 14:01; what is given replaces. */
export function exported(over: Fields = {}): Fields {
  return {
    issue: restIssue(),
    comments: [],
    events: [restLabeled(1, '14:01')],
    permissions: { ana: 'write', ben: 'write', eve: 'triage', mallory: 'read' },
    ...over,
  };
}

export function replayed(over: Fields = {}): Replayed {
  return replayText(JSON.stringify(exported(over)));
}

/** The lines with which an export is refused; none when it is taken. */
export function problemsOf(value: unknown): readonly string[] {
  const read = readExport(typeof value === 'string' ? value : JSON.stringify(value));
  if ('problems' in read) return read.problems;
  const told = toRetelling(read.found);
  return 'problems' in told ? told.problems : [];
}
