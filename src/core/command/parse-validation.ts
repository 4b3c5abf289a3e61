/**
 * `/validate`, `/pass`, `/fail` (V1). Only a failure needs words: somebody has to go on working from them.
 */
import type { Parsed } from './command-spec.ts';

export function parseValidate(argument: string): Parsed {
  return { command: { name: 'validate', text: argument === '' ? null : argument } };
}

export function parsePass(argument: string): Parsed {
  return { command: { name: 'pass', text: argument === '' ? null : argument } };
}

export function parseFail(argument: string): Parsed {
  if (argument === '')
    return { refusal: { reason: 'what failed is missing', expected: 'what still does not work' } };
  return { command: { name: 'fail', text: argument } };
}
