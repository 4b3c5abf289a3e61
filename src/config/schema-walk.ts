/**
 * Looking into the schema from outside: what stands at a path (`explainIssue`), and what is in a section (`configPage`).
 */
import * as z from 'zod';
import type { Path } from './yaml-source.ts';

/** Without "may be left out" and "may be removed": the schema of the thing itself. */
export function bare(schema: z.core.$ZodType): z.core.$ZodType {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable) return bare(schema.unwrap());
  if (schema instanceof z.ZodUnion) return bare(schema.options[0] ?? schema);
  return schema;
}

/** Null where the schema knows nothing of such a path. */
export function schemaAt(schema: z.core.$ZodType, path: Path): z.core.$ZodType | null {
  const here = bare(schema);
  const [key, ...rest] = path;
  if (key === undefined) return here;
  const inner =
    here instanceof z.ZodObject
      ? here.shape[key]
      : here instanceof z.ZodRecord
        ? here.valueType
        : here instanceof z.ZodArray
          ? here.element
          : undefined;
  return inner === undefined ? null : schemaAt(inner, rest);
}
