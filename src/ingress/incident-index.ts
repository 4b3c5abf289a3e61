/**
 * Says without a query whether an issue concerns us: which issues are known incidents, and which labels make one, per repository, in memory.
 * A repository that nobody asked about yet costs one query. Triggers of the database tell every process what was added (`NOTIFY`); while
 * these messages do not come, and when they come again, everything is forgotten and asked anew.
 */
import type { IncidentKey } from '../store/incident-key.ts';
import { readIndexed } from '../store/indexed.ts';
import type { Store } from '../store/store.ts';

/** Stands in for the policies that the database has: label names that make an issue of the repository an incident, or null while that is not known. */
export type LabelsOf = (repositoryId: number) => readonly string[] | null | Promise<readonly string[] | null>;

export interface IncidentIndex {
  /** `labels` are the issue's, and the one that an event adds or takes away. */
  concerns(key: IncidentKey, labels: readonly string[]): Promise<boolean>;
  /** Numbers of the known incidents, ascending. */
  known(repositoryId: number): Promise<number[]>;
  /** Whether one of these labels makes an incident; letter case means nothing to GitHub. */
  isIncidentLabel(repositoryId: number, labels: readonly string[]): Promise<boolean>;
  /** Whether the policy has to be read before anybody can say which labels make an incident here. */
  isPolicyUnknown(repositoryId: number): Promise<boolean>;
  close(): Promise<void>;
}

interface Entry {
  readonly numbers: Set<number>;
  readonly labels: Set<string>;
  isPolicyUnknown: boolean;
}

/** What holds while the policy is not known: the built-in names. */
const BUILT_IN = ['incident', 'incident-drill'] as const;

export async function openIncidentIndex(store: Store, labelsOf?: LabelsOf): Promise<IncidentIndex> {
  const loaded = new Map<number, Entry>();
  const loading = new Map<number, Promise<Entry>>();
  const arriving = new Map<number, Entry>();

  const load = async (repositoryId: number): Promise<Entry> => {
    // in place before the query, so that an incident which is told meanwhile is not lost
    const entry: Entry = { numbers: new Set(), labels: new Set(), isPolicyUnknown: false };
    arriving.set(repositoryId, entry);
    try {
      const read = await readIndexed(store.db, repositoryId);
      for (const number of read.numbers) entry.numbers.add(number);
      const labels = labelsOf === undefined ? read.labels : await labelsOf(repositoryId);
      entry.isPolicyUnknown = labels === null;
      for (const label of labels ?? BUILT_IN) entry.labels.add(label.toLowerCase());
      if (arriving.get(repositoryId) === entry) loaded.set(repositoryId, entry);
      return entry;
    } finally {
      loading.delete(repositoryId);
      if (arriving.get(repositoryId) === entry) arriving.delete(repositoryId);
    }
  };
  const entryOf = (repositoryId: number): Entry | Promise<Entry> => {
    const known = loaded.get(repositoryId) ?? loading.get(repositoryId);
    if (known !== undefined) return known;
    const promise = load(repositoryId);
    loading.set(repositoryId, promise);
    return promise;
  };
  const forget = (repositoryId: number) => {
    loaded.delete(repositoryId);
    arriving.delete(repositoryId);
  };
  const forgetAll = () => {
    loaded.clear();
    arriving.clear();
  };

  const stops = [
    await store.listen(
      'muster_incident',
      (payload) => {
        const [repositoryId, number] = payload.split('#').map(Number);
        if (repositoryId === undefined || number === undefined) return;
        loaded.get(repositoryId)?.numbers.add(number);
        arriving.get(repositoryId)?.numbers.add(number);
      },
      forgetAll,
    ),
    await store.listen(
      'muster_policy',
      (payload) => {
        forget(Number(payload));
      },
      forgetAll,
    ),
  ];

  const hasLabel = (entry: Entry, labels: readonly string[]) =>
    labels.some((label) => entry.labels.has(label.toLowerCase()));
  return {
    concerns: async (key, labels) => {
      const entry = await entryOf(key.repositoryId);
      return entry.numbers.has(key.number) || hasLabel(entry, labels);
    },
    known: async (repositoryId) => [...(await entryOf(repositoryId)).numbers].toSorted((a, b) => a - b),
    isIncidentLabel: async (repositoryId, labels) => hasLabel(await entryOf(repositoryId), labels),
    isPolicyUnknown: async (repositoryId) => (await entryOf(repositoryId)).isPolicyUnknown,
    close: async () => {
      for (const stop of stops) await stop();
    },
  };
}
