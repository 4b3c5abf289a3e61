/**
 * The forms under .github/ISSUE_TEMPLATE are in GitHub's shape, and what the incident form leaves in an issue is read (D4).
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { z } from 'zod';
import { DEFAULT_POLICY } from '../../src/config/default-policy.ts';
import { FORM, readIssueForm } from '../../src/core/incident/issue-form.ts';

const field = z.strictObject({
  type: z.enum(['input', 'textarea', 'dropdown']),
  id: z.string().regex(/^[\w-]+$/u),
  attributes: z.strictObject({
    label: z.string().min(1),
    description: z.string().optional(),
    placeholder: z.string().optional(),
    render: z.string().optional(),
    options: z.array(z.string()).min(1).optional(),
  }),
  validations: z.strictObject({ required: z.boolean() }).optional(),
});

const form = z.strictObject({
  name: z.string().min(3),
  description: z.string().min(3),
  title: z.string().optional(),
  labels: z.array(z.string()),
  body: z.array(field).min(1),
});

function formNamed(name: string): z.infer<typeof form> {
  const file = path.join(import.meta.dirname, '../../.github/ISSUE_TEMPLATE', `${name}.yml`);
  return form.parse(parse(readFileSync(file, 'utf8')));
}

/** The body of an issue opened with a form, as GitHub writes it. Answers by the label of their field. */
function bodyOf({ body }: z.infer<typeof form>, answers: Readonly<Record<string, string>>): string {
  return body
    .map(({ attributes: { label } }) => `### ${label}\n\n${answers[label] ?? '_No response_'}`)
    .join('\n\n');
}

const createdAt = Temporal.Instant.from('2026-11-21T08:00:00Z');
const read = (body: string) => readIssueForm(body, createdAt, DEFAULT_POLICY);
const incident = formNamed('incident');

test.each(['bug', 'feature', 'incident'])('the form %s is in the shape of GitHub', (name) => {
  const ids = formNamed(name).body.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
});

test('D4: the incident form has the fields that are read, and the built-in label', () => {
  expect(incident.body.map(({ attributes }) => attributes.label)).toEqual(Object.values(FORM));
  expect(incident.labels).toEqual([DEFAULT_POLICY.labels.incident]);
});

test('D4: every severity can be chosen, and each is read', () => {
  const options = incident.body[0]?.attributes.options ?? [];
  expect(options.map((option) => read(bodyOf(incident, { [FORM.severity]: option })))).toEqual(
    DEFAULT_POLICY.severities.map(({ id }) => [{ kind: 'severity', severity: id }]),
  );
});

test('D4: a form that was filled in is read whole', () => {
  const body = bodyOf(incident, {
    [FORM.severity]: incident.body[0]?.attributes.options?.[1] ?? '',
    [FORM.impact]: 'About 30 % of EU carts fail at payment.\n\nSince the deploy.',
    [FORM.services]: 'checkout, payments',
    [FORM.started]: '07:40',
  });
  expect(read(body.replaceAll('\n', '\r\n'))).toEqual([
    { kind: 'severity', severity: 'sev2' },
    { kind: 'impact', text: 'About 30 % of EU carts fail at payment.\n\nSince the deploy.' },
    { kind: 'service', services: ['checkout', 'payments'] },
    { kind: 'stated', instant: 'started', text: null, at: Temporal.Instant.from('2026-11-21T07:40:00Z') },
  ]);
});

test('D4: a form that was left empty says nothing', () => {
  expect(read(bodyOf(incident, {}))).toEqual([]);
});

test('D4: the placeholders are read as they are shown', () => {
  const started = incident.body.find(({ attributes }) => attributes.label === FORM.started);
  const times = (started?.attributes.placeholder ?? '').split(/, (?:or )?/u);
  expect(times).toHaveLength(3);
  for (const time of times) {
    expect(read(bodyOf(incident, { [FORM.started]: time }))).toMatchObject([
      { kind: 'stated', at: Temporal.Instant.from('2026-11-21T07:40:00Z') },
    ]);
  }
});
