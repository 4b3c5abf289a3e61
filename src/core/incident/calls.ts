/**
 * The calls that an incident is split into (S2): who leads each one and who is in it, from when to when. The functions are total: what was accepted once
 * may find its call gone when a comment is deleted later, and then moves nothing. One person leads a call at a time and nobody is in one twice, so
 * stints of one call never overlap.
 */
import { type Account, sameLogin } from './account.ts';
import type { IncidentEvent } from './event.ts';
import type { Instant } from './record.ts';

/** Somebody led a call, or was in it, over this time; `to` null = still. */
export interface CallStint {
  readonly who: Account;
  readonly from: Instant;
  readonly to: Instant | null;
}

export interface Call {
  /** Begins with `tech` or `comms`. Once ended it may be opened again: that is another call of the same name. */
  readonly id: string;
  readonly link: string | null;
  readonly from: Instant;
  readonly to: Instant | null;
  /** Sub-commanders in turn. */
  readonly led: readonly CallStint[];
  /** Who was in it, in the order of joining. */
  readonly attended: readonly CallStint[];
  /** Something was written down in it. */
  readonly isNoted: boolean;
}

/** What `/split` opens when it names none (S2). */
export const USUAL_CALLS = ['tech', 'comms'] as const;

/** `tech`, `comms`, or a name that begins with one of them: `tech-db`, `comms2`. Nothing else, so that everybody sees what a call is for. */
export const CALL_NAME = /^(?:tech|comms)[a-z0-9-]{0,30}$/u;

export function openCalls(calls: readonly Call[]): readonly Call[] {
  return calls.filter((c) => c.to === null);
}

export function openCall(calls: readonly Call[], id: string): Call | undefined {
  return calls.find((c) => c.id === id && c.to === null);
}

/** Who leads it now. */
export function subCommander(call: Call): Account | null {
  return call.led.find((s) => s.to === null)?.who ?? null;
}

/** Who is in it now. */
export function inCall(call: Call): readonly Account[] {
  return call.attended.filter((s) => s.to === null).map((s) => s.who);
}

export function isInCall(call: Call, who: Account): boolean {
  return inCall(call).some((a) => sameLogin(a.login, who.login));
}

/** When somebody left it last; null when they never were in it. */
export function leftAt(call: Call, who: Account): Instant | null {
  return call.attended.findLast((s) => sameLogin(s.who.login, who.login))?.to ?? null;
}

function ended(stints: readonly CallStint[], at: Instant, who: Account | null = null): readonly CallStint[] {
  return stints.map((s) =>
    s.to === null && (who === null || sameLogin(s.who.login, who.login)) ? { ...s, to: at } : s,
  );
}

function changed(calls: readonly Call[], id: string, change: (call: Call) => Call): readonly Call[] {
  return calls.map((c) => (c.id === id && c.to === null ? change(c) : c));
}

/** Opens a call, or moves an open one to another link. */
function opened(calls: readonly Call[], id: string, link: string | null, at: Instant): readonly Call[] {
  if (openCall(calls, id) !== undefined) return changed(calls, id, (c) => ({ ...c, link: link ?? c.link }));
  return [...calls, { id, link, from: at, to: null, led: [], attended: [], isNoted: false }];
}

/** Ends one call, or all (null), with everything that goes on in it. */
export function endedCalls(calls: readonly Call[], id: string | null, at: Instant): readonly Call[] {
  return calls.map((c) =>
    c.to === null && (id === null || c.id === id)
      ? { ...c, to: at, led: ended(c.led, at), attended: ended(c.attended, at) }
      : c,
  );
}

function led(call: Call, who: Account | null, at: Instant): Call {
  const now = subCommander(call);
  if (who !== null && now !== null && sameLogin(now.login, who.login)) return call;
  const before = ended(call.led, at);
  return { ...call, led: who === null ? before : [...before, { who, from: at, to: null }] };
}

function joined(call: Call, who: Account, at: Instant): Call {
  return isInCall(call, who) ? call : { ...call, attended: [...call.attended, { who, from: at, to: null }] };
}

/** An entry belongs to the last call of that name, also when it has ended. */
export function notedCalls(calls: readonly Call[], id: string): readonly Call[] {
  const last = calls.findLastIndex((c) => c.id === id);
  return calls.map((c, index) => (index === last ? { ...c, isNoted: true } : c));
}

type CallEvent = IncidentEvent & {
  kind: 'call-opened' | 'call-ended' | 'sub-commander' | 'call-joined' | 'call-left';
};

/** How one event moves the calls. */
export function callsAfter(calls: readonly Call[], event: CallEvent): readonly Call[] {
  const { call: id, occurredAt: at } = event;
  switch (event.kind) {
    case 'call-opened':
      return opened(calls, id, event.link, at);
    case 'call-ended':
      return endedCalls(calls, id, at);
    case 'sub-commander':
      return changed(calls, id, (c) => led(c, event.holder, at));
    case 'call-joined':
      return changed(calls, id, (c) => joined(c, event.who, at));
    case 'call-left':
      return changed(calls, id, (c) => ({ ...c, attended: ended(c.attended, at, event.who) }));
    default:
      return event satisfies never;
  }
}
