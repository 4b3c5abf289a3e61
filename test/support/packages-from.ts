/** The packages that a program loads: those that its files import, and the files that these import, but for types alone. */
import { readFileSync } from 'node:fs';
import path from 'node:path';

const IMPORTS = /^(?:import|export)\b(?! type\b)(?:[^'";]*?\bfrom)?\s*'([^']+)'|\bimport\('([^']+)'\)/gmu;

/** `files` are absolute. Node's own modules are no packages. */
export function packagesFrom(files: readonly string[]): ReadonlySet<string> {
  const packages = new Set<string>();
  const seen = new Set<string>();
  const visit = (file: string): void => {
    if (seen.has(file)) return;
    seen.add(file);
    for (const match of readFileSync(file, 'utf8').matchAll(IMPORTS)) {
      const target = match[1] ?? match[2] ?? '';
      if (target.startsWith('.')) visit(path.resolve(path.dirname(file), target));
      else if (!target.startsWith('node:')) packages.add(/^(?:@[^/]+\/)?[^/]+/u.exec(target)?.[0] ?? target);
    }
  };
  files.forEach(visit);
  return packages;
}
