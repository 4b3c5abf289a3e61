/** Rows for what cannot be measured: they say why, because a row that is missing looks like one that is met. */
import { NO_POSTGRES } from './postgres-server.ts';
import type { Group, Row } from './row.ts';

/** Where no PostgreSQL is installed, each row of PGlite with a bar gets a sister that says so. */
export function withoutPostgres(group: Group): Group {
  const rows = group.rows.flatMap((row): Row[] =>
    row.engine === 'PGlite' && row.bar !== '–'
      ? [row, { ...row, engine: 'PostgreSQL', measured: NO_POSTGRES, verdict: 'not measured' }]
      : [row],
  );
  return { ...group, rows };
}

export function notBuilt(): Group {
  return {
    title: 'Who is on call',
    how: 'On-call schedules are not built yet, so there is nothing to measure.',
    rows: [
      {
        what: '1,000 rotations over a year',
        engine: '–',
        bar: '≤ 1 s',
        measured: 'nothing',
        verdict: 'not built yet',
      },
    ],
  };
}
