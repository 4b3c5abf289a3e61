/**
 * Liquid templates of a repository, in place of our own arrangement (R1, X3, K4). A template places sections that are rendered already, so that text of
 * people is as inert as in ours; it reads no files, no clock and no chance, because the same incident must always give the same document.
 */
import { Liquid } from 'liquidjs';

/** Characters of template, milliseconds and memory units of rendering: far above any honest board. */
const LIMITS = { parseLimit: 100_000, renderLimit: 1000, memoryLimit: 5_000_000 };

/** Filters whose answer is not the same every time. */
const UNSTEADY = [
  'date',
  'date_to_xmlschema',
  'date_to_rfc822',
  'date_to_string',
  'date_to_long_string',
  'sample',
];

function engine(): Liquid {
  const liquid = new Liquid({
    ...LIMITS,
    templates: {},
    strictFilters: true,
    strictVariables: true,
    ownPropertyOnly: true,
    cache: false,
  });
  for (const name of UNSTEADY) {
    liquid.registerFilter(name, () => {
      throw new Error(`the filter ${name} is not available: times are given as text`);
    });
  }
  return liquid;
}

export type Templated = { readonly text: string } | { readonly problem: string };

/** A line that would be a command when quoted back, and a marker that would be taken for ours. */
function harmless(text: string): string {
  return text.replaceAll(/^([ \t>*+-]*)\//gmu, '$1\u200B/').replaceAll('<!-- muster:1 ', '<!-- ');
}

/** Variables are markdown of ours or inert text; an unknown one is a problem, not a gap. */
export function renderTemplate(source: string, variables: Readonly<Record<string, string>>): Templated {
  try {
    const text: unknown = engine().parseAndRenderSync(source, { ...variables });
    if (typeof text !== 'string' || text.trim() === '') return { problem: 'it gives an empty text' };
    return { text: harmless(text).trim() };
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) };
  }
}
