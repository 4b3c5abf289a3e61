/**
 * One timeline entry in words. Its `text` is a whole sentence already; what is added here is its form: a comment is a quotation with the way
 * to it, an entry of a call names the call, a communication names whom and where and leaves what was said to its own record, and what was taken back
 * is shown as such.
 */
import type { TimelineEntry } from '../incident/incident.ts';
import { inert, shorten } from './inert.ts';
import { type Phrase, emphasis, link, phrase, quoted, strong, struck } from './markdown.ts';
import type { TimeFormat } from './time-format.ts';
import type { View } from './view.ts';

export interface SentenceOptions {
  /** Longest text; the records give none and keep everything. */
  readonly length?: number;
}

/** `Told customers (status page)`; what was said stands in the communications record. */
function toldSentence(entry: TimelineEntry, view: View): Phrase | null {
  const said = view.incident.communications.find(
    (c) => c.source.url === entry.source.url && c.at.equals(entry.occurredAt),
  );
  if (said === undefined) return null;
  const audience = view.policy.audiences.find((a) => a.id === said.audience)?.title ?? said.audience;
  return phrase(
    'Told ',
    inert(audience),
    said.channel === null ? '' : [' (', inert(shorten(said.channel, 80)), ')'],
  );
}

/** The entry without its time and author; of a part, with the way to it (D6). */
export function entrySentence(entry: TimelineEntry, view: View, options: SentenceOptions = {}): Phrase {
  const said = ownSentence(entry, view, options);
  const { origin } = entry;
  if (origin === undefined) return said;
  return phrase(link(origin.url, `#${origin.number}`), ': ', said);
}

function ownSentence(entry: TimelineEntry, view: View, options: SentenceOptions): Phrase {
  if (entry.kind === 'communication') {
    const told = toldSentence(entry, view);
    if (told !== null) return told;
  }
  const text = inert(options.length === undefined ? entry.text : shorten(entry.text, options.length));
  if (entry.kind === 'note' && entry.call !== null) return phrase(`${entry.call} call: `, text);
  if (entry.kind !== 'comment' || entry.withdrawn !== null) return text;
  return phrase(text.length === 0 ? '' : [quoted(text), ' '], link(entry.source.url, 'comment'));
}

/** What became of an entry after it was written: corrected, withdrawn, taken back (C4, V1, X1). */
export function entryRemarks(entry: TimelineEntry, times: TimeFormat): Phrase {
  const { corrected, withdrawn } = entry;
  const remarks: Phrase[] = [];
  if (corrected !== null) {
    const former = inert(shorten(corrected.former, 120));
    const before = former.length === 0 ? '' : [', first said ', quoted(former)];
    remarks.push(phrase('corrected ', times.time(corrected.at), before));
  }
  if (withdrawn !== null) {
    const by = withdrawn.by;
    const isOther = by !== null && by.id !== entry.author?.id;
    remarks.push(phrase('withdrawn ', times.time(withdrawn.at), isOther ? [' by ', inert(by.login)] : ''));
  } else if (entry.isVoid) {
    remarks.push('no longer stands');
  }
  return remarks.map((remark) => phrase(' ', emphasis('(', remark, ')')));
}

/** Strikes what was withdrawn, stresses milestones. */
export function stressed(entry: TimelineEntry, content: Phrase): Phrase {
  if (entry.withdrawn === null && !entry.milestone) return content;
  if (phrase(content).length === 0) return content;
  return entry.withdrawn === null ? strong(content) : struck(content);
}
