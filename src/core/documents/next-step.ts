/**
 * What comes next, who does it, and how it is said. One answer, from what is known: the earliest thing that is missing on the way to the close.
 */
import { ROLE } from '../policy.ts';
import { type Phrase, joined, phrase } from './markdown.ts';
import { timesOf } from './time-format.ts';
import { type View, holdersNow, person, severityOf } from './view.ts';
import { command } from './command-word.ts';

function people(view: View, role: string): Phrase | null {
  const holders = holdersNow(view.incident, role);
  if (holders.length === 0) return null;
  return joined(
    holders.map((h) => person(view, h.holder)),
    ', ',
    ' and ',
  );
}

function verb(view: View, role: string, one: string, many: string): string {
  return holdersNow(view.incident, role).length === 1 ? one : many;
}

function validate(view: View): Phrase {
  const { asked } = view.incident.validation;
  const testers = people(view, ROLE.tester);
  const when = asked === null ? '' : `, asked ${timesOf(view).time(asked.at)}`;
  const how: Phrase = [command(view, 'pass'), ' or ', command(view, 'fail why')];
  if (testers === null) {
    return phrase(`A tester is needed${when}: `, command(view, 'take tester'), ', then ', how);
  }
  return phrase(testers, verb(view, ROLE.tester, ' validates', ' validate'), when, ': ', how);
}

function fix(view: View): Phrase {
  const { instants } = view.incident;
  const lead = people(view, ROLE.technicalLead);
  if (instants.diagnosedAt === null) {
    const how: Phrase = [': ', command(view, 'diagnosed what it is'), ' says that it is found'];
    return phrase(lead === null ? 'Somebody has to look' : [lead, ' looks'], ' for the cause', how);
  }
  const how: Phrase = [': ', command(view, 'mitigated'), ' says that customers are well again'];
  return phrase(lead === null ? 'Somebody has to stop' : [lead, ' stops'], ' the harm', how);
}

function resolve(view: View): Phrase {
  return phrase('Watch it, then say that it is over: ', command(view, 'resolved'));
}

function close(): Phrase {
  return 'Close the issue: that ends the incident and writes its record';
}

/** A sentence without its full stop. */
export function nextStep(view: View): Phrase {
  const { instants, validation } = view.incident;
  if (validation.state === 'asked') return validate(view);
  if (validation.state === 'failed') return phrase('The technical work goes on. ', fix(view));
  if (instants.resolvedAt !== null) {
    const needsPass = severityOf(view)?.needsTesters === true && validation.state !== 'passed';
    return needsPass
      ? phrase('Have it validated: ', command(view, 'validate'), '. Closing the issue then ends it')
      : close();
  }
  if (validation.state === 'passed') return resolve(view);
  if (instants.mitigatedAt !== null) {
    return severityOf(view)?.needsTesters === true
      ? phrase('Have it validated: ', command(view, 'validate'))
      : resolve(view);
  }
  return fix(view);
}
