/**
 * Pages of a list, as GitHub cuts them: `per_page` 30 unless told, 100 at most, and a Link header with first, prev, next and last
 * that only names pages that exist.
 */
import type { Answer, Request } from './request.ts';

/** Cuts before it renders, so that a page of 30 out of 2,500 costs 30. */
export function page<T>(
  request: Request,
  rows: readonly T[],
  shape: (row: T) => unknown,
  wrap?: (items: unknown[]) => unknown,
): Answer {
  const size = Math.min(positive(request.query.get('per_page')) ?? 30, 100);
  const current = positive(request.query.get('page')) ?? 1;
  const last = Math.max(1, Math.ceil(rows.length / size));
  const items = rows.slice((current - 1) * size, current * size).map(shape);
  const targets = { prev: current - 1, next: current + 1, last: last, first: 1 };
  const links = Object.entries(targets)
    .filter(
      ([rel, target]) => (rel === 'prev' || rel === 'first' ? current > 1 : current < last) && target >= 1,
    )
    .map(([rel, target]) => `<${address(request, target)}>; rel="${rel}"`);
  return {
    status: 200,
    body: wrap ? wrap(items) : items,
    ...(links.length > 0 ? { headers: { link: links.join(', ') } } : {}),
  };
}

/** Rows changed at or after the `since` of the query: by `updated_at`, so that edits show. */
export function changedSince<T extends { updatedAt: string }>(request: Request, rows: readonly T[]): T[] {
  const since = request.query.get('since');
  const from = since === null ? Number.NaN : Date.parse(since);
  return Number.isNaN(from) ? [...rows] : rows.filter((row) => Date.parse(row.updatedAt) >= from);
}

function positive(text: string | null): number | null {
  const value = Number(text);
  return Number.isInteger(value) && value > 0 ? value : null;
}

function address(request: Request, target: number): string {
  const query = new URLSearchParams(request.query);
  query.set('page', String(target));
  return `${request.root}${request.path}?${query.toString()}`;
}
