/** What a run prints: what was played and what broke, then what was found, each with its place. */
import type { Finding } from './finding.ts';
import type { ChaosResult } from './run-chaos.ts';

const MOST_FINDINGS = 40;

function count(findings: readonly Finding[], kind: Finding['kind']): number {
  return findings.filter((finding) => finding.kind === kind).length;
}

function findingLines({ kind, where, what, details }: Finding): readonly string[] {
  return [`${kind}: ${what}`, `    ${where}`, ...details.map((line) => `    ${line}`)];
}

export function reportLines(result: ChaosResult): readonly string[] {
  const { options, engine, faults, findings } = result;
  const struck = faults.all().filter(([, times]) => times > 0);
  const width = Math.max(0, ...struck.map(([name]) => name.length));
  const shown = findings.slice(0, MOST_FINDINGS).flatMap(findingLines);
  const more = findings.length - MOST_FINDINGS;
  return [
    `seed ${options.seed} · ${options.seconds} s · ${engine}, ${options.replicas} replica${options.replicas === 1 ? '' : 's'}${options.plant === null ? '' : ` · planted ${options.plant}`}`,
    '',
    `played     ${result.incidents} incidents, ${result.comments} comments with ${result.commands} commands, ${result.deeds} deeds in all`,
    `among it   ${Object.entries(result.played)
      .map(([what, times]) => `${times} ${what}`)
      .join(', ')}`,
    `at work    ${result.calls} API calls, ${result.webhooks} webhooks, ${faults.of('killed')} kills`,
    `settled    in ${result.settleSeconds.toFixed(1)} s`,
    '',
    'faults that struck',
    ...struck.map(([name, times]) => `  ${name.padEnd(width)}  ${times}`),
    '',
    ...(shown.length === 0
      ? []
      : ['found', ...shown.map((line) => `  ${line}`), ...(more > 0 ? [`  and ${more} more`] : []), '']),
    ...(count(findings, 'unsettled') > 0
      ? [`unsettled ${count(findings, 'unsettled')}: nothing else may be believed`]
      : []),
    `lost ${count(findings, 'lost')}, doubled ${count(findings, 'doubled')}, wrong ${count(findings, 'wrong')}`,
  ];
}
