/**
 * The whole fold: history in, incident out. It is run anew for every change, so that an edit, a deletion and a rebuild from nothing are the same
 * case (E1), and nothing depends on the order in which facts arrived (E2).
 */
import { callLeader } from './call-leader.ts';
import { interpret } from './github-events.ts';
import { hearComment } from './hear-comment.ts';
import { type HistoryItem, history, labelsAfter } from './history.ts';
import { type FoldInput, type Ledger, happen, issueSource, openLedger } from './ledger.ts';
import { declare, open } from './opening.ts';
import { hearGone } from './withdrawn.ts';

function onEvent(ledger: Ledger, item: HistoryItem & { kind: 'event' }): void {
  const { event } = item;
  const { record, policy } = ledger.input;
  const { labels, happenings } = interpret(event, ledger.state, ledger.labels, policy, () =>
    labelsAfter(record.events ?? [], event),
  );
  ledger.labels = labels;
  const source = {
    comment: null,
    event: event.id,
    url: event.kind === 'merged' ? event.url : record.issue.url,
  };
  for (const happening of happenings) {
    if (happening.kind === 'declared') declare(ledger, happening.isAssumed, event.at, event.actor, source);
    else happen(ledger, happening, event.at, event.actor, source);
    callLeader(ledger, event.at, event.actor, source);
  }
}

/** Another incident took this one in, or let it go (D6). */
function onClaim(ledger: Ledger, claim: (HistoryItem & { kind: 'claimed' })['claim']): void {
  const { state, input } = ledger;
  if (claim.kind === 'taken') {
    const { into, comment, by, at, url } = claim;
    const source = { comment: null, event: null, url };
    happen(ledger, { kind: 'merged', into, claim: comment }, at, by, source);
  } else if (state.merge?.into === claim.into && state.merge.claim === claim.comment)
    happen(ledger, { kind: 'parted', how: 'let-go' }, claim.at, null, issueSource(input.record));
}

export function fold(input: FoldInput): Ledger {
  const ledger = openLedger(input);
  for (const item of history(input.record, input.policy.labels)) {
    switch (item.kind) {
      case 'issue':
        open(ledger);
        break;
      case 'event':
        onEvent(ledger, item);
        break;
      case 'comment':
        hearComment(ledger, item.comment);
        break;
      case 'gone':
        hearGone(ledger, item.comment);
        break;
      case 'claimed':
        onClaim(ledger, item.claim);
        break;
      case 'restored': {
        const { document, by, at } = item.restored;
        happen(ledger, { kind: 'restored', document }, at, by, issueSource(input.record));
        break;
      }
      default:
        item satisfies never;
    }
  }
  return ledger;
}
