/**
 * `/comms` (M1) and `/channel` (M4).
 *   comms   := audience (("via" channel) | time)* message        each clause at most once, in any order
 *   channel := ("main" | audience)? (url | word | quoted | "none")
 */
import type { ParseContext, Parsed } from './command-spec.ts';
import { parseTime, type TimeRead } from './time.ts';
import { parseWebUrl } from './web-url.ts';
import { shorten, takeWord, takeWordOrQuoted, withoutTrailing } from './words.ts';

export function parseComms(argument: string, context: ParseContext): Parsed {
  if (argument === '') return { refusal: { reason: 'audience and message are missing' } };
  const first = takeWord(argument);
  const audience = withoutTrailing(first.word, ':,');
  if (/^via$/iu.test(audience) || audience === '' || parseTime(argument, context).kind !== 'none') {
    return {
      refusal: {
        reason: 'the audience is missing: it comes first',
        expected: 'an audience, such as external, then the message',
      },
    };
  }

  let rest = first.rest;
  let channel: string | null = null;
  let time: TimeRead = { kind: 'none' };
  for (;;) {
    if (channel === null && /^via(?=\s|$)/iu.test(rest)) {
      const taken = takeWordOrQuoted(rest.slice('via'.length));
      if (taken === null)
        return {
          refusal: {
            reason: /^\s*["“”]/u.test(rest.slice('via'.length))
              ? 'the quotes of the channel after “via” are empty or do not end'
              : 'the channel after “via” is missing',
            expected: 'one word or a "quoted name" after via',
          },
        };
      ({ value: channel, rest } = taken);
      continue;
    }
    if (time.kind === 'time') break;
    time = parseTime(rest, context);
    if (time.kind === 'refused') return { refusal: time };
    if (time.kind === 'none') break;
    rest = time.rest;
  }
  if (rest === '') {
    return {
      refusal: {
        reason: `the message to ${shorten(audience, 40)} is missing`,
        expected: 'what was said, on the same line or right below it',
      },
    };
  }
  return {
    command: { name: 'comms', audience, channel, at: time.kind === 'time' ? time.at : null, message: rest },
  };
}

/** What a channel is called, as an address that can be linked or as a name; or why not. */
function channelNamed(value: string): { readonly channel: string } | { readonly reason: string } {
  const channel = value.replace(/^<(.*)>$/u, '$1');
  if (/^(?:[a-z][a-z0-9+.-]*:\/\/|(?:javascript|data|vbscript|file|mailto):)/iu.test(channel)) {
    const url = parseWebUrl(channel);
    if ('reason' in url) return { reason: url.reason };
  }
  return { channel };
}

/** One word alone is the main channel; before another one stands whose it is. */
export function parseChannel(argument: string): Parsed {
  const first = takeWord(argument);
  const isWhose = first.rest !== '' && !/^["“”']/u.test(argument);
  const whose = isWhose ? withoutTrailing(first.word, ':,') : 'main';
  const text = isWhose || /^main:?$/iu.test(first.word) ? first.rest : argument;
  const taken = takeWordOrQuoted(text);
  if (taken === null) {
    const isQuoted = /^["“”]/u.test(text);
    return {
      refusal: {
        reason: isQuoted ? 'the quotes of the channel are empty or do not end' : 'the channel is missing',
      },
    };
  }
  if (taken.rest !== '') {
    return {
      refusal: {
        reason: `“${shorten(text, 60)}” is more than one word`,
        expected: 'an address, a name of one word, or a "quoted name"',
        example: '/channel main "war room 2"',
      },
    };
  }
  const named = channelNamed(taken.value);
  if ('reason' in named)
    return {
      refusal: {
        reason: named.reason,
        expected: 'an address that begins with https:// or http://, or a name',
      },
    };
  return {
    command: {
      name: 'channel',
      for: /^main$/iu.test(whose) ? 'main' : { audience: whose },
      channel: /^none$/iu.test(named.channel) ? null : named.channel,
    },
  };
}
