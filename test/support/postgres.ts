/**
 * A real PostgreSQL for the tests that PGlite cannot decide: races need more than one connection. Without PostgreSQL such tests are skipped with a
 * notice, except under CI, where they fail.
 */
import { describe } from '@jest/globals';
import {
  postgresFolder,
  startPostgres,
  type ThrowawayPostgres,
} from '../../src/cli/chaos/throwaway-postgres.ts';

export type Postgres = ThrowawayPostgres;

export { startPostgres };

/* oxlint-disable jest/valid-title, jest/valid-describe-callback, jest/no-disabled-tests -- this is a kind of describe, not a use of it */
/** `describe`, or its skipping sister where no PostgreSQL is installed. Throws then under CI. */
export function describeOnPostgres(name: string, body: () => void): void {
  if (postgresFolder() !== null) {
    describe(name, body);
    return;
  }
  const notice = 'no PostgreSQL found: apt-get install -y --no-install-recommends postgresql';
  if (process.env['CI'] === 'true') throw new Error(notice);
  process.stderr.write(`\n*** SKIPPED on PostgreSQL: ${name}: ${notice} ***\n\n`);
  describe.skip(name, body);
}
/* oxlint-enable */
