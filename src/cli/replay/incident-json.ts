/**
 * The shape of `incident.json`: an incident for programs. The descriptions are its manual; docs/incident.schema.json is made from them.
 *
 * Instants are ISO 8601 in UTC. Durations are ISO 8601 balanced to hours (`PT26H`, never `P1DT2H`), because a day in them would depend on a zone.
 * What nobody gave is null, never a guess (N5).
 */
import { z } from 'zod';
import { ACTION_KINDS } from '../../core/command/command.ts';
import type { EntryKind } from '../../core/incident/incident.ts';

/** Every kind of entry; the compiler sees to it that none is missing. */
const KINDS: { readonly [K in EntryKind]: K } = {
  opened: 'opened',
  declared: 'declared',
  'stood-down': 'stood-down',
  resumed: 'resumed',
  closed: 'closed',
  reopened: 'reopened',
  renamed: 'renamed',
  severity: 'severity',
  impact: 'impact',
  service: 'service',
  link: 'link',
  channel: 'channel',
  stakeholders: 'stakeholders',
  role: 'role',
  started: 'started',
  detected: 'detected',
  diagnosed: 'diagnosed',
  mitigated: 'mitigated',
  resolved: 'resolved',
  note: 'note',
  comment: 'comment',
  communication: 'communication',
  acknowledged: 'acknowledged',
  'validation-asked': 'validation-asked',
  'validation-passed': 'validation-passed',
  'validation-failed': 'validation-failed',
  action: 'action',
  'action-done': 'action-done',
  'merged-pull-request': 'merged-pull-request',
  'call-opened': 'call-opened',
  'call-ended': 'call-ended',
  'sub-commander': 'sub-commander',
  'call-joined': 'call-joined',
  'call-left': 'call-left',
  merged: 'merged',
  'took-in': 'took-in',
  parted: 'parted',
  restored: 'restored',
  lost: 'lost',
};

const instant = (description: string) => z.iso.datetime().describe(description);
const login = (description: string) => z.string().describe(description);
const duration = (description: string) =>
  z
    .string()
    .regex(/^PT(?=\d)(\d+H)?(\d+M)?(\d+(\.\d+)?S)?$/u)
    .nullable()
    .describe(`${description} Null when one of the two is unknown.`);
const commentId = z
  .number()
  .int()
  .nullable()
  .describe('GitHub’s id of the comment it comes from; null when it comes from the issue or its events.');

const role = z
  .strictObject({
    role: z.string().describe('The role’s word, as in commands: incident-lead, technical-lead, …'),
    audience: z.string().nullable().describe('Whom a Communication Lead tells; null for other roles.'),
    holder: login('GitHub login of who held it.'),
    from: instant('Since when.'),
    to: instant(
      'Until when: given up, handed over, or the close of the incident. Null while still held.',
    ).nullable(),
  })
  .describe('One person in one role over one span of time.');

const entry = z
  .strictObject({
    occurredAt: instant('When it happened.'),
    recordedAt: instant('When it was written down.'),
    author: login('GitHub login; null where GitHub names nobody.').nullable(),
    kind: z.enum(KINDS).describe('What sort of entry it is; comment is plain talk.'),
    text: z.string().describe('Plain text, as people wrote it; not markdown.'),
    call: z.string().nullable().describe('The call it belongs to, such as tech; null for none.'),
    milestone: z.boolean().describe('Worth the summary.'),
    withdrawn: z.boolean().describe('Its comment, or the command in it, was deleted: it counts for nothing.'),
    withdrawnAt: instant('When it was withdrawn.').nullable(),
    corrected: z
      .strictObject({
        at: instant('When its comment was edited.'),
        former: z
          .string()
          .describe('The first words of what stood there before; empty when no longer known.'),
      })
      .nullable()
      .describe('The comment was edited after it was recorded; null when it was not.'),
    void: z
      .boolean()
      .describe(
        'A later statement, a failed validation or a reopening took it back; it stays in the timeline.',
      ),
    commentId,
    url: z.string().describe('Page of the comment, the pull request or the issue it comes from.'),
  })
  .describe('One line of the timeline.');

const stint = z.strictObject({
  login: login('GitHub login.'),
  from: instant('Since when.'),
  to: instant('Until when: also the end of the call. Null while it goes on.').nullable(),
});

const call = z
  .strictObject({
    id: z.string().describe('Its name, which begins with tech or comms.'),
    link: z.string().nullable().describe('Where it is, as said last; null when nobody said.'),
    from: instant('When it was opened.'),
    to: instant('When it ended, at the latest with the incident. Null while it goes on.').nullable(),
    subCommanders: z.array(stint).describe('Who led it, in turn.'),
    attended: z.array(stint).describe('Who was in it, in the order of joining.'),
  })
  .describe('A call that the incident was split into.');

const communication = z
  .strictObject({
    at: instant('When it was said.'),
    recordedAt: instant('When it was written down.'),
    audience: z.string().describe('The audience’s word, as in commands: internal, external, leadership, …'),
    channel: z.string().nullable().describe('Where; null when nobody said.'),
    message: z.string().describe('What was said, word for word.'),
    by: login('GitHub login of who logged it.'),
    minutesSinceLast: z
      .number()
      .int()
      .nullable()
      .describe(
        'Minutes since this audience was told before, where that is sooner than the norm; else null.',
      ),
    corrected: z.boolean().describe('Its comment was edited after it was recorded.'),
    commentId,
  })
  .describe('What was told to an audience.');

const validation = z
  .strictObject({
    state: z
      .enum(['none', 'asked', 'passed', 'failed'])
      .describe('Of the last round: since the last request or reopening.'),
    askedAt: instant('When the testers were asked last.').nullable(),
    results: z.array(
      z.strictObject({
        passed: z.boolean(),
        at: instant('When.'),
        by: login('GitHub login of the tester.'),
        text: z.string().nullable().describe('What they said; null when nothing.'),
        independent: z.boolean().describe('False when they had held a technical role before.'),
      }),
    ),
  })
  .describe('What the testers found, oldest first.');

const actionItem = z
  .strictObject({
    number: z.number().int().describe('As in the done command; counted in the order of recording.'),
    kind: z.enum(ACTION_KINDS),
    text: z.string(),
    owner: login('GitHub login; null when nobody was named.').nullable(),
    by: z.iso.date().nullable().describe('Due date; null when none was given.'),
    programme: z.string().nullable().describe('The programme it feeds; null for none.'),
    author: login('GitHub login of who wrote it down.'),
    doneAt: instant('When it was ticked off; null while open.').nullable(),
  })
  .describe(
    'One thing to do afterwards. Withdrawn ones are left out, and their numbers are not given again.',
  );

const refusal = z
  .strictObject({
    commentId: z.number().int().describe('GitHub’s id of the comment.'),
    line: z.number().int().describe('Line of the comment, counted from 1.'),
    author: login('GitHub login of who wrote the comment.'),
    at: instant('When the comment was written.'),
    read: z.string().describe('What was read: the line, cut to 120 characters.'),
    reason: z.string().describe('Why it was not recorded.'),
    expected: z.string().describe('What would have been.'),
    example: z.string().describe('A line that works.'),
  })
  .describe('A command that was not recorded.');

export const IncidentJson = z
  .strictObject({
    number: z.number().int().describe('The issue’s number.'),
    title: z.string(),
    url: z.string().describe('The issue’s page.'),
    author: login('GitHub login of who opened the issue.'),
    phase: z
      .enum(['open', 'stood-down', 'closed', 'merged'])
      .describe(
        'Where the incident stands: open, stood-down (its label was removed), closed, or merged (part of another incident).',
      ),
    drill: z.boolean().describe('An exercise.'),
    falseAlarm: z.boolean().describe('Closed as not planned.'),
    reopenings: z.number().int().describe('How often the issue was reopened after it was declared.'),
    severity: z
      .string()
      .nullable()
      .describe(
        'The severity’s word, as in commands: sev1 to sev4 unless configured; null when not classified.',
      ),
    impact: z.string().nullable().describe('Who is blocked and how, as said last; null when nobody said.'),
    services: z.array(z.string()).describe('Affected services, in the order in which they were named.'),
    channel: z.string().nullable().describe('The one main channel; null when none was named.'),
    audiences: z
      .array(
        z.strictObject({ id: z.string(), channel: z.string().nullable(), stakeholders: z.array(z.string()) }),
      )
      .describe('Where an audience is told unless said otherwise, and who belongs to it by name.'),
    links: z.array(z.strictObject({ url: z.string(), text: z.string().nullable() })),
    instants: z
      .strictObject({
        startedAt: instant('When it broke.').nullable(),
        detectedAt: instant('When somebody noticed: as said, else when the issue was created.').nullable(),
        declaredAt: instant('When it was labelled.').nullable(),
        acknowledgedAt: instant('When somebody other than the author first took it on.').nullable(),
        diagnosedAt: instant('When the cause was understood.').nullable(),
        mitigatedAt: instant('When it stopped hurting people.').nullable(),
        resolvedAt: instant(
          'When it was over: as said last and still standing, else the last close.',
        ).nullable(),
      })
      .describe('The instants that the statistics stand on; null is unknown.'),
    statistics: z
      .strictObject({
        toDetect: duration('From started to detected.'),
        outage: duration('From started to resolved.'),
        toResolve: duration('From detected to resolved.'),
        toAcknowledge: duration('From declared to acknowledged.'),
        toDiagnose: duration('From detected to diagnosed.'),
        toMitigate: duration('From detected to mitigated.'),
      })
      .describe('Durations, ISO 8601, balanced to hours.'),
    roles: z.array(role).describe('Who held which role from when to when, in the order of taking.'),
    timeline: z.array(entry).describe('Everything that was written down: by occurrence, then by record.'),
    communications: z.array(communication).describe('What was told to whom, oldest first.'),
    validation,
    actionItems: z.array(actionItem),
    calls: z.array(call).describe('The calls that it was split into, in the order of opening.'),
    refused: z.array(refusal).describe('Commands that were not recorded, in the order of their comments.'),
    responders: z
      .array(z.string())
      .describe('Logins of everybody who took part and may command, in order of appearance; bots left out.'),
    remarks: z
      .array(z.string())
      .describe('Sentences about the record itself: what it lacks, what was assumed.'),
    asOf: instant('The moment of which this speaks.'),
  })
  .meta({
    title: 'Incident',
    description:
      'One incident as replayed from a GitHub issue. Instants are ISO 8601 in UTC; what nobody gave is null.',
  });

export type IncidentJson = z.output<typeof IncidentJson>;

/** docs/incident.schema.json: JSON Schema, draft 2020-12. */
export function incidentSchemaFile(): { readonly path: string; readonly text: string } {
  const schema = z.toJSONSchema(IncidentJson, {
    target: 'draft-2020-12',
    // zod adds bounds and patterns that say no more than the format and the type
    override: ({ jsonSchema }) => {
      if (jsonSchema.format === 'date-time' || jsonSchema.format === 'date') delete jsonSchema.pattern;
      if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
      if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
    },
  });
  return { path: 'docs/incident.schema.json', text: `${JSON.stringify(schema, null, 2)}\n` };
}
