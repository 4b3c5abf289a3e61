/**
 * What is published about the configuration, made from the schema itself (K3): the reference page and the JSON Schema for editors.
 */
import * as z from 'zod';
import { MAX_BYTES } from './yaml-source.ts';
import { CONFIG_EXAMPLE } from './config-example.ts';
import { DEFAULT_POLICY } from './default-policy.ts';
import { policyAsConfig } from './policy-as-config.ts';
import { configSchema } from './schema.ts';
import { bare } from './schema-walk.ts';

export interface GeneratedFile {
  /** From the repository's top. */
  readonly path: string;
  readonly text: string;
}

export function configurationFiles(): readonly GeneratedFile[] {
  return [
    { path: 'docs/configuration.md', text: configPage() },
    { path: 'docs/muster.schema.json', text: `${JSON.stringify(configJsonSchema(), null, 2)}\n` },
  ];
}

function configJsonSchema(): z.core.JSONSchema.BaseSchema {
  const described = configSchema.meta({
    title: 'Configuration of Muster',
    description:
      'The file .github/muster.yml of a repository, or of an organisation in its .github repository.',
  });
  return z.toJSONSchema(described, { io: 'input' });
}

type Schema = z.core.$ZodType;

const DEFAULTS: Readonly<Record<string, unknown>> = policyAsConfig(DEFAULT_POLICY);

function configPage(): string {
  const sections = Object.entries(configSchema.shape).map(([key, schema]) => sectionText(key, schema));
  return `${INTRODUCTION}\n${sections.join('\n')}`;
}

function sectionText(key: string, schema: Schema): string {
  const thing = bare(schema);
  const heading = `## \`${key}\`\n\n${descriptionOf(schema)}\n`;
  if (thing instanceof z.ZodObject) return `${heading}\n${keyTable(thing.shape, DEFAULTS[key])}`;
  if (!(thing instanceof z.ZodRecord)) {
    return `${heading}\nTakes ${takes(schema)}. Default: ${code(DEFAULTS[key])}.\n`;
  }
  const entry = bare(thing.valueType);
  const keys = entry instanceof z.ZodObject ? keyTable(entry.shape, undefined) : '';
  return `${heading}\n${keys}\nBuilt in:\n\n\`\`\`yaml\n${builtIn(key)}\`\`\`\n`;
}

/** With `defaults` a third column says them; entries have none of their own. */
function keyTable(shape: Readonly<Record<string, Schema>>, defaults: unknown): string {
  const values = isRecord(defaults) ? defaults : null;
  const head = values === null ? ['Key', 'Takes', 'Meaning'] : ['Key', 'Takes', 'Default', 'Meaning'];
  const rows = Object.entries(shape).flatMap(([key, schema]) => [
    [`\`${key}\``, takes(schema), ...(values === null ? [] : [code(values[key])]), descriptionOf(schema)],
    ...innerRows(key, schema),
  ]);
  return [head, head.map(() => '---'), ...rows]
    .map((cells) => `| ${cells.map(cell).join(' | ')} |\n`)
    .join('');
}

/** The keys within an entry's section, such as `updates.soonest`. */
function innerRows(key: string, schema: Schema): readonly (readonly string[])[] {
  const thing = bare(schema);
  if (!(thing instanceof z.ZodObject)) return [];
  return Object.entries(thing.shape).map(([inner, within]) => [
    `\`${key}.${inner}\``,
    takes(within),
    descriptionOf(within),
  ]);
}

/** The schema's own words for what it takes, which are what it says to everything it refuses. */
function takes(schema: Schema): string {
  const expected = z.safeParse(bare(schema), Symbol('nothing takes this')).error?.issues[0]?.message;
  if (expected === undefined) throw new Error('A schema of the configuration takes anything');
  const thing = bare(schema);
  const isRemovable =
    !(thing instanceof z.ZodEnum) && z.safeParse(schema, false).success && !(thing instanceof z.ZodBoolean);
  return isRemovable ? `${expected}, or \`false\`` : expected;
}

function descriptionOf(schema: Schema): string {
  const description = z.globalRegistry.get(schema)?.description;
  if (description === undefined) throw new Error('A key of the configuration has no description');
  return description;
}

function builtIn(key: string): string {
  const entries = isRecord(DEFAULTS[key]) ? Object.entries(DEFAULTS[key]) : [];
  const lines = entries.map(([id, entry]) => {
    const inner = isRecord(entry)
      ? Object.entries(entry).map(([name, value]) => `    ${name}: ${flow(value)}\n`)
      : [];
    return `  ${id}:\n${inner.join('')}`;
  });
  return `${key}:\n${lines.join('')}`;
}

function flow(value: unknown): string {
  if (Array.isArray(value)) return `[${value.join(', ')}]`;
  if (!isRecord(value)) return JSON.stringify(value);
  const fields = Object.entries(value).map(([key, inner]) => `${key}: ${flow(inner)}`);
  return `{${fields.join(', ')}}`;
}

function code(value: unknown): string {
  if (value === undefined) return 'none';
  return `\`${typeof value === 'string' ? value : flow(value)}\``;
}

function cell(text: string): string {
  return text.replaceAll('|', String.raw`\|`);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const INTRODUCTION = `<!-- Made from src/config by scripts/generate-docs.ts: change it there. -->
# Configuration

Muster works without any file. What you want different goes into \`.github/muster.yml\` on the default branch.

- **Three layers.** The file of the repository stands over the file \`.github/muster.yml\` in the organisation's \`.github\` repository, and both
  over the built-in values below. Entries of \`severities\`, \`roles\` and \`audiences\` are merged one by one and key by key; every other list is
  replaced as a whole. An empty file changes nothing. The app needs access to the \`.github\` repository to see its file.
- **Strict.** An unknown key or a value of the wrong kind is a problem, told with its line and column, what was expected and what you probably
  meant. All problems of a file are told at once.
- **The last good one stays.** While the file on the default branch is broken, the newest of its last ten versions that can be read is in force, and
  without one the file counts as absent.
- **Removing.** \`false\` (or a written \`null\`) removes a severity or an audience. A key with nothing behind it removes nothing and is a problem.
- **YAML 1.2.** \`yes\` and \`on\` are words; write \`true\`. A file has at most ${MAX_BYTES / 1024} kB and 20 aliases.
- **Editors** complete and check the file with [muster.schema.json](muster.schema.json): give its address in a first line
  \`# yaml-language-server: $schema=…\`.

## An example with every key

\`\`\`yaml
${CONFIG_EXAMPLE}\`\`\`
`;
