/** The cached timeline of an issue, as the last full read found it. */
import type { IssueEventFacts } from '../core/incident/record.ts';
import type { IncidentKey } from './incident-key.ts';
import type { Database, Written } from './tables.ts';

export async function loadEvents(db: Database, key: IncidentKey): Promise<IssueEventFacts[]> {
  const rows = await db
    .selectFrom('issue_event')
    .select('facts')
    .where('repository_id', '=', key.repositoryId)
    .where('number', '=', key.number)
    .execute();
  return rows.map((row) => revived(row.facts));
}

function revived(facts: Written<IssueEventFacts>): IssueEventFacts {
  return { ...facts, at: Temporal.Instant.from(facts.at) };
}
