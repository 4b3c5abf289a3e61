/** Webhooks that never come, and what Muster asks GitHub instead. */
import type { World } from './muster.ts';

/** Until Muster compares again. */
export const HOUR = { hours: 1 } as const;

/** The next webhooks of this kind are lost; GitHub lists them as failed. */
export function lose({ github }: World, event: string, times = 1): void {
  github.deliveryFault({ kind: 'lost', event, times });
}

/** The next look for failed webhooks finds no list, as on a server that keeps none: only comparing is left. */
export function withoutDeliveries({ github }: World): void {
  github.fault({ method: 'GET', path: /hook\/deliveries$/u, kind: 'error', status: 404 });
}

/** Requests by the App or its installation, as `METHOD /path`, that match. */
export function asked({ github }: World, pattern: RegExp): string[] {
  return github.calls
    .filter(({ actor }) => actor.startsWith('muster'))
    .map(({ method, path }) => `${method} ${path}`)
    .filter((call) => pattern.test(call));
}

/** The text of the board, empty where there is none. */
export async function board(world: World, issue: number): Promise<string> {
  return (await world.ours(issue))[0]?.body ?? '';
}
