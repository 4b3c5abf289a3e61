/** The cached timeline of an issue, as the last full read found it. */
import type { IssueEventFacts } from '../core/incident/record.ts';
import { toJson } from './columns.ts';
import type { IncidentKey } from './incident-key.ts';
import type { Database, Written } from './tables.ts';

export async function loadEvents(db: Database, key: IncidentKey): Promise<IssueEventFacts[]> {
  const rows = await db
    .selectFrom('issue_event')
    .select('facts')
    .where('repository_id', '=', key.repositoryId)
    .where('number', '=', key.number)
    .execute();
  return rows.map((row) => eventOf(row.facts));
}

/** An event of our own that no read has shown yet; the next one replaces it by GitHub's. Call after `touchIncident` in the same transaction. */
export async function addOwnEvent(db: Database, key: IncidentKey, facts: IssueEventFacts): Promise<void> {
  await db
    .insertInto('issue_event')
    .values({ repository_id: key.repositoryId, number: key.number, id: facts.id, facts: toJson(facts) })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

export function eventOf(facts: Written<IssueEventFacts>): IssueEventFacts {
  return { ...facts, at: Temporal.Instant.from(facts.at) };
}
