/** The incident as folded, in the shape of `incident.json`. */
import type { Account } from '../../core/incident/account.ts';
import type { Call, CallStint } from '../../core/incident/calls.ts';
import type { Considered } from '../../core/incident/consider.ts';
import type { Communication, Holding, Incident, TimelineEntry } from '../../core/incident/incident.ts';
import type { Instant } from '../../core/incident/record.ts';
import { statistics } from '../../core/incident/statistics.ts';
import type { IncidentJson } from './incident-json.ts';

const orNull = (at: Instant | null): string | null => at?.toString() ?? null;
const loginOf = (who: Account | null): string | null => who?.login ?? null;

/** A role still held at the close ends with it, as the scribe comment shows it; one taken afterwards goes on. */
function until({ from, to }: Holding, { closedAt }: Incident): string | null {
  if (to !== null || closedAt === null) return orNull(to);
  return Temporal.Instant.compare(from, closedAt) > 0 ? null : closedAt.toString();
}

function entry({ withdrawn, corrected, source, ...rest }: TimelineEntry): IncidentJson['timeline'][number] {
  return {
    occurredAt: rest.occurredAt.toString(),
    recordedAt: rest.recordedAt.toString(),
    author: loginOf(rest.author),
    kind: rest.kind,
    text: rest.text,
    call: rest.call,
    milestone: rest.milestone,
    withdrawn: withdrawn !== null,
    withdrawnAt: orNull(withdrawn?.at ?? null),
    corrected: corrected === null ? null : { at: corrected.at.toString(), former: corrected.former },
    void: rest.isVoid,
    commentId: source.comment,
    url: source.url,
  };
}

function call({ id, link, from, to, led, attended }: Call): IncidentJson['calls'][number] {
  const stint = ({ who, ...span }: CallStint) => ({
    login: who.login,
    from: span.from.toString(),
    to: orNull(span.to),
  });
  return {
    id,
    link,
    from: from.toString(),
    to: orNull(to),
    subCommanders: led.map(stint),
    attended: attended.map(stint),
  };
}

function communication(said: Communication): IncidentJson['communications'][number] {
  return {
    at: said.at.toString(),
    recordedAt: said.recordedAt.toString(),
    audience: said.audience,
    channel: said.channel,
    message: said.message,
    by: said.by.login,
    minutesSinceLast: said.soonerThanNorm,
    corrected: said.corrected !== null,
    commentId: said.source.comment,
  };
}

function refused({ verdicts }: Considered): IncidentJson['refused'] {
  return verdicts.flatMap(({ comment, author, createdAt, answers }) =>
    answers.flatMap((answer) =>
      answer.kind === 'refused'
        ? [
            {
              commentId: comment,
              line: answer.line,
              author: author.login,
              at: createdAt.toString(),
              ...answer.problem,
            },
          ]
        : [],
    ),
  );
}

function phase({ phase: now }: Incident): IncidentJson['phase'] {
  // A replay tells every issue as an incident.
  if (now === 'none') throw new Error('a replayed issue that is no incident');
  return now;
}

function actionItems({ actions }: Incident): IncidentJson['actionItems'] {
  return actions
    .filter((item) => !item.isWithdrawn)
    .map((item) => ({
      number: item.number,
      kind: item.kind,
      text: item.text,
      owner: loginOf(item.owner),
      by: item.by,
      programme: item.programme,
      author: item.author.login,
      doneAt: orNull(item.doneAt),
    }));
}

function validation({ validation: { state, asked, results } }: Incident): IncidentJson['validation'] {
  return {
    state,
    askedAt: orNull(asked?.at ?? null),
    results: results.map(({ passed, at, by, text, isIndependent }) => ({
      passed,
      at: at.toString(),
      by: by.login,
      text,
      independent: isIndependent,
    })),
  };
}

export function describeIncident(considered: Considered, asOf: Instant): IncidentJson {
  const { incident } = considered;
  const { instants } = incident;
  const spans = statistics(incident);
  return {
    number: incident.number,
    title: incident.title,
    url: incident.url,
    author: incident.author.login,
    phase: phase(incident),
    drill: incident.isDrill,
    falseAlarm: incident.isFalseAlarm,
    reopenings: incident.reopenings,
    severity: incident.severity,
    impact: incident.impact?.text ?? null,
    services: [...incident.services],
    channel: incident.channel,
    audiences: Object.entries(incident.reach).map(([id, { channel, stakeholders }]) => ({
      id,
      channel,
      stakeholders: [...stakeholders],
    })),
    links: incident.links.map(({ url, text }) => ({ url, text })),
    instants: {
      startedAt: orNull(instants.startedAt),
      detectedAt: orNull(instants.detectedAt),
      declaredAt: orNull(instants.declaredAt),
      acknowledgedAt: orNull(instants.acknowledgedAt),
      diagnosedAt: orNull(instants.diagnosedAt),
      mitigatedAt: orNull(instants.mitigatedAt),
      resolvedAt: orNull(instants.resolvedAt),
    },
    statistics: {
      toDetect: spans.toDetect?.toString() ?? null,
      outage: spans.outage?.toString() ?? null,
      toResolve: spans.toResolve?.toString() ?? null,
      toAcknowledge: spans.toAcknowledge?.toString() ?? null,
      toDiagnose: spans.toDiagnose?.toString() ?? null,
      toMitigate: spans.toMitigate?.toString() ?? null,
    },
    roles: incident.holdings.map((held) => ({
      role: held.role,
      audience: held.audience,
      holder: held.holder.login,
      from: held.from.toString(),
      to: until(held, incident),
    })),
    timeline: incident.timeline.map(entry),
    communications: incident.communications.map(communication),
    validation: validation(incident),
    actionItems: actionItems(incident),
    calls: incident.calls.map(call),
    refused: refused(considered),
    responders: incident.responders.map((who) => who.login),
    remarks: [...incident.remarks],
    asOf: asOf.toString(),
  };
}
