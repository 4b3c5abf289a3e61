/** Names of incidents as an operator types and reads them: `acme/shop#41`, or the key of the queue, `1296269#41`. */
import { type IncidentKey, keyText, kindOf } from '../../store/incident-key.ts';
import { findRepository } from '../../store/repositories.ts';
import type { Database } from '../../store/tables.ts';
import { Stopped } from './stopped.ts';

const FORM = /^(?:(?<id>\d{1,15})|(?<owner>[\w.-]+)\/(?<name>[\w.-]+))#(?<number>\d{1,15})$/u;

/** Throws Stopped for what is no name, or names a repository that Muster does not know. */
export async function readKey(db: Database, text: string): Promise<IncidentKey> {
  const { id, owner, name, number } = FORM.exec(text)?.groups ?? {};
  if (number === undefined)
    throw new Stopped(`${text}: expected acme/shop#41, or a key as "failed" shows it`);
  if (id !== undefined) return { repositoryId: Number(id), number: Number(number) };
  const repositoryId = await findRepository(db, owner ?? '', name ?? '');
  if (repositoryId === null) throw new Stopped(`${text}: Muster knows no repository ${owner}/${name}`);
  return { repositoryId, number: Number(number) };
}

/** `repository`: `owner/name`, where it is known. */
export function keyWords(key: IncidentKey, repository: string | null): string {
  switch (kindOf(key)) {
    case 'app':
      return `${keyText(key)} (the App)`;
    case 'installation':
      return `${keyText(key)} (installation ${key.number})`;
    case 'repository':
      return `${keyText(key)} (${repository ?? 'a repository'})`;
    case 'incident':
      return repository === null ? keyText(key) : `${keyText(key)} (${repository}#${key.number})`;
  }
}
