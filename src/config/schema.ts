/**
 * The file `.github/muster.yml` as its authors see it (K1). The docstrings are the manual: the reference page and the editor's JSON Schema
 * are made of them (K3). Every schema's message is a noun phrase that says what was expected, for `explainIssue` puts it into a sentence.
 *
 * Nothing here is required, no default is filled in and nothing is transformed or refined: two files are merged before the built-in values
 * come in, and a JSON Schema can only say what these schemas say. What needs more than one field is a rule (`rules.ts`).
 */
import * as z from 'zod';
import { PERMISSIONS } from '../core/incident/account.ts';
import { TONES } from '../core/policy.ts';
import { OPENABLE_COMMANDS } from './openable-commands.ts';
import { DEFAULT_POLICY } from './default-policy.ts';
import {
  LINE_200,
  duration,
  entries,
  flag,
  id,
  label,
  section,
  severityId,
  text,
  title,
} from './schema-parts.ts';

const updates = section(
  {
    soonest: duration
      .optional()
      .describe('An update that comes sooner after the last one is recorded and answered with a caution.'),
    latest: duration
      .optional()
      .describe('So long after the last update, or the declaration, the Communication Lead is reminded.'),
    then_lead: duration.optional().describe('So much later the Incident Lead is reminded.'),
    required: flag
      .optional()
      .describe(
        'Reminded of from the declaration on; otherwise from when somebody leads communication with the audience or it was told once.',
      ),
  },
  'keys such as soonest and latest',
);

const severity = section(
  {
    title: title.optional().describe('How documents call it, such as `SEV-1`.'),
    label: label.optional().describe("The GitHub label that mirrors it; by default the severity's id."),
    summary: text(LINE_200, 'one line of text, at most 200 characters')
      .optional()
      .describe('Who is blocked and how, in one line. A new severity needs it.'),
    needs_testers: flag
      .optional()
      .describe(
        'Whether closing without a passed validation is written down as "closed without validation".',
      ),
    review_within_days: z
      .int('a whole number of working days from 1 to 90, or null for no review')
      .min(1, 'a whole number of working days from 1 to 90, or null for no review')
      .max(90, 'a whole number of working days from 1 to 90, or null for no review')
      .nullable()
      .optional()
      .describe("Working days until the postmortem's review; `null` for none."),
    remind_while_mitigated: flag
      .optional()
      .describe(
        'Reminders for updates and for a status go on while the incident is mitigated and not resolved; by default they are quiet then.',
      ),
    updates: entries(updates, 'audiences by id, such as external')
      .optional()
      .describe(
        "By audience, what differs at this severity from the audience's own `updates`; `false`: nobody is reminded.",
      ),
    leaders: z
      .array(
        text(/^@?[A-Za-z0-9][A-Za-z0-9_-]{0,38}$/, 'a login, such as ines'),
        'a list of logins, such as [ines, jonas], or null',
      )
      .nullable()
      .optional()
      .describe(
        'Logins of the people who are qualified to lead at this severity, in the order in which they are called. When an incident gets this severity, the first who is not its Technical Lead becomes Incident Lead, unless one of them leads already; when it leaves the severity, the former lead gets the role back, unless somebody chose a lead or the called one wrote something since. A list replaces the whole list of the layer below; `null` leaves the lead to whoever has it.',
      ),
    suggest_split: flag
      .optional()
      .describe('Whether the board suggests to split the call into one that fixes and one that tells.'),
    needs_dry_run: flag
      .optional()
      .describe("Whether the postmortem carries the checklist of its review's dry run."),
    graver_than: severityId
      .optional()
      .describe('The severity before which this one is placed. A new severity is otherwise the mildest.'),
  },
  'keys such as title, label and summary',
);

const role = section(
  {
    title: title
      .optional()
      .describe('How documents call it. Commands take it too, beside the id and the short forms.'),
    duty: text(LINE_200, 'one line of text, at most 200 characters')
      .optional()
      .describe(
        "The duty in one line, shown on the board. A new role needs it. In a role per audience `{audience}` becomes the audience's title, `{soonest}` and `{latest}` the minutes between its updates.",
      ),
    aliases: z
      .array(id, 'a list of words, such as [lead, ic]')
      .optional()
      .describe('Short forms for commands, in addition to the built-in ones.'),
    technical: flag
      .optional()
      .describe(
        'Works on the fix: its validation is not independent, and its entries show that work goes on. Fixed for built-in roles.',
      ),
    per_audience: flag
      .optional()
      .describe('Held once for each audience, as the Communication Lead is. Fixed for built-in roles.'),
    shared: flag.optional().describe('Several people may hold it at once.'),
    needed: flag.optional().describe('The board warns when nobody holds it.'),
  },
  'keys such as title and duty',
);

const audience = section(
  {
    title: title.optional().describe('As a sentence names them: "customers" in "Customers were told".'),
    updates: z
      .union([updates, z.literal(false)])
      .optional()
      .describe('How often it is told; `false`: nobody is reminded.'),
    tone: z
      .enum(TONES, `one of ${TONES.join(', ')}`)
      .optional()
      .describe(
        'How drafts of `/brief` speak to it: `internal` may name systems and people, `leadership` gets harm and duration, `external` names nobody and nothing. A new audience is external unless said otherwise.',
      ),
  },
  'keys such as title and updates',
);

const template = z.union([
  text(
    /^(?![/.]{2})(?!\/)(?!.*\/\.\.?\/)(?!\.\.?\/)[^\\:]{1,200}\.liquid$/,
    'the path of a .liquid file in the repository of this file',
  ),
  z.literal(false),
  z.null(),
]);

export const configSchema = section(
  {
    severities: entries(severity, 'severities by id, such as sev1')
      .nullish()
      .describe(
        `Severities by id, gravest first. Those built in are ${idsOf(DEFAULT_POLICY.severities)}; give only what differs, a new id adds one, \`false\` removes one. At least one must stay.`,
      ),
    roles: entries(role, 'roles by id, such as scribe')
      .nullish()
      .describe(
        `Roles by id, in the order of the board's table. Those built in are ${idsOf(DEFAULT_POLICY.roles)}; give only what differs, a new id adds one. The built-in ones may be renamed but not removed, for the process speaks of them; \`false\` removes one that the organisation's file added.`,
      ),
    audiences: entries(audience, 'audiences by id, such as external')
      .nullish()
      .describe(
        `Groups of stakeholders that get their own updates, by id. Those built in are ${idsOf(DEFAULT_POLICY.audiences)}; a new id adds one, \`false\` removes one. At least one must stay.`,
      ),
    labels: section(
      {
        incident: label.optional().describe('Makes an open issue an incident.'),
        drill: label.optional().describe('Makes an open issue a drill.'),
        postmortem: label.optional().describe('Is put on the postmortem issue.'),
      },
      'the keys incident, drill and postmortem',
    )
      .nullish()
      .describe('Labels that Muster reads and sets. No two may differ by case only.'),
    zone: text(/^[A-Za-z].*$/, "a time zone's name, such as Europe/Berlin")
      .optional()
      .describe(
        'IANA time zone in which bare times in commands are read and in which documents are written, such as `Europe/Berlin`.',
      ),
    commands: section(
      {
        permission: z
          .enum(PERMISSIONS, `one of ${PERMISSIONS.slice(1).join(', ')}`)
          .exclude(['none'], `one of ${PERMISSIONS.slice(1).join(', ')}`)
          .optional()
          .describe(
            'The least permission on the repository that may command. On a public repository everybody has `read`.',
          ),
        teams: z
          .array(
            text(/^[A-Za-z0-9-]+\/[\w.-]+$/, 'organisation/team'),
            'a list of teams, such as [acme/on-call]',
          )
          .optional()
          .describe('Teams whose members may command whatever their permission, as `organisation/team`.'),
        open: z
          .array(
            z.enum(OPENABLE_COMMANDS, `one of ${OPENABLE_COMMANDS.join(', ')}`),
            'a list of commands without their slash, such as [timeline]',
          )
          .optional()
          .describe(
            `Low-risk commands that everybody who can comment may use, without their slash: any of ${OPENABLE_COMMANDS.map((name) => `\`${name}\``).join(', ')}.`,
          ),
        bots: z
          .array(
            text(/^[A-Za-z0-9-]{1,64}(\[bot\])?$/, 'a bot\'s login, such as renovate or "renovate[bot]"'),
            'a list of logins, such as [renovate]',
          )
          .optional()
          .describe('Bots that may command; all others are ignored. The ending `[bot]` may be left out.'),
        prefix_only: flag
          .optional()
          .describe(
            'Only `/incident <name>` counts, for repositories where another bot owns short commands.',
          ),
      },
      'keys such as permission and teams',
    )
      .nullish()
      .describe('Who may command, and how. A list given here replaces the whole list of the layer below.'),
    postmortem: section(
      {
        from_severity: severityId
          .optional()
          .describe(
            'The mildest severity that opens a postmortem issue. An incident without severity opens one too.',
          ),
        for_drills: flag.optional().describe('Open one for drills too.'),
      },
      'the keys from_severity and for_drills',
    )
      .nullish()
      .describe('When a closed incident opens a postmortem issue.'),
    reminders: section(
      {
        severity_after: z
          .union([duration, z.literal(false)])
          .optional()
          .describe(
            'How long an incident may be without severity before its Incident Lead is asked, such as `10m` or `1h`.',
          ),
        silence_after: z
          .union([duration, z.literal(false)])
          .optional()
          .describe(
            'How long nothing may be heard from those who fix before the Technical Assist is asked for a status, from `15m` to `60m`.',
          ),
        hand_over_after: z
          .union([duration, z.literal(false)])
          .optional()
          .describe(
            'How long after the declaration an author who still leads and fixes is asked to hand the lead over.',
          ),
        empty_role_after: duration
          .optional()
          .describe('How long a needed role may be empty before the board warns.'),
      },
      'keys such as severity_after and silence_after',
    )
      .nullish()
      .describe('When Muster reminds; `false` for the first three: never.'),
    templates: section(
      {
        board: template.optional().describe("Replaces the board's text."),
        postmortem: template.optional().describe("Replaces the postmortem issue's text."),
        brief: template.optional().describe('Replaces the drafts of `/brief`, for all audiences.'),
      },
      'the keys board, postmortem and brief',
    )
      .nullish()
      .describe(
        "Liquid files that replace Muster's texts, by their path in the repository that holds this file; `false` goes back to Muster's own.",
      ),
  },
  'keys such as zone, labels and roles',
);

/** One file, validated field by field and not yet merged over anything. */
export type Config = z.infer<typeof configSchema>;
export type SeverityConfig = z.infer<typeof severity>;
export type UpdatesConfig = z.infer<typeof updates>;
export type RoleConfig = z.infer<typeof role>;

function idsOf(list: readonly { readonly id: string }[]): string {
  return list.map((item) => `\`${item.id}\``).join(', ');
}
