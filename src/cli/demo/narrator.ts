/**
 * Tells what happens, a line at a time: the minute, who, what they say, and below it what Muster answers. At most 100 columns, no colours, so that
 * it reads the same in a terminal, a log and a mail.
 */
import type { Answer } from './answers.ts';
import type { Done } from './people.ts';
import { plainLine, plainText } from './plain-text.ts';
import type { Story } from './scene.ts';
import { columns, pad, wrap } from './wrap.ts';
import type { SeenComment } from './snapshot.ts';
import { type WrittenDocument, documentKey } from './written-document.ts';

const WIDTH = 100;
const TIME = 7;
const NAME = 8;

export interface Narrator {
  readonly cast: (story: Story) => void;
  readonly scene: (at: string, who: string, done: Done) => void;
  /** Somebody reads a document, which is shown as it stands. */
  readonly reading: (at: string, who: string, why: string, body: string) => void;
  readonly pause: (at: string, what: string) => void;
  /** `comment` is the one just written: a reaction to it needs no further words. */
  readonly answers: (answers: readonly Answer[], comment: number | null) => void;
  /** Something about the stage itself, not part of the story. */
  readonly aside: (text: string) => void;
  readonly title: (text: string) => void;
  /** A whole document. */
  readonly document: (heading: string, body: string) => void;
  readonly lines: (lines: readonly string[]) => void;
}

export function narrateTo(print: (line: string) => void): Narrator {
  const under = (text: readonly string[], indent: number) => {
    for (const line of text) print(`${' '.repeat(indent)}${line}`.trimEnd());
  };
  /** Time and name once, then text beside them. */
  const said = (time: string, name: string, text: readonly string[]) => {
    const [first = '', ...rest] = text;
    print(`${pad(time, TIME)}${pad(name, NAME)}${first}`.trimEnd());
    under(rest, TIME + NAME);
  };
  const room = WIDTH - TIME - NAME;
  return {
    cast: ({ cast }) => {
      for (const { login, is, permission } of cast)
        print(`  ${pad(login, NAME)}${pad(is, 40)}${permission}`.trimEnd());
    },
    scene: (at, who, { verb, text }) => {
      print('');
      said(
        at,
        who,
        [
          ...(verb === '' ? [] : wrap(verb, room)),
          ...wrap(text, verb === '' ? room : room - 2).map((line) => (verb === '' ? line : `  ${line}`)),
        ].filter((line, index, all) => line.trim() !== '' || index < all.length - 1),
      );
    },
    reading: (at, who, why, body) => {
      print('');
      said(at, who, wrap(why, room));
      print('');
      under(
        plainText(body, WIDTH - 4).map((line) => `  | ${line}`),
        0,
      );
    },
    pause: (at, what) => {
      print('');
      said(at, '', wrap(`(${what})`, room));
    },
    answers: (answers, comment) => {
      // A board that moves with nearly every comment is worth a line only when nothing else is told.
      const news = answers.filter(
        (answer) => answers.length === 1 || answer.kind !== 'changed' || answer.document.key !== 'board',
      );
      const told = news.flatMap((answer) => answerText(answer, comment, room));
      if (told.length > 0) said('', 'Muster', told);
    },
    aside: (text) => {
      print('');
      under(
        wrap(text, WIDTH - 3).map((line) => `-- ${line}`),
        0,
      );
    },
    title: (text) => {
      print('');
      print(`${text} ${'-'.repeat(Math.max(0, WIDTH - columns(text) - 1))}`);
      print('');
    },
    document: (heading, body) => {
      print('');
      print(`${heading} ${'-'.repeat(Math.max(0, WIDTH - columns(heading) - 1))}`);
      print('');
      under(plainText(body, WIDTH), 0);
    },
    lines: (lines) => under(lines, 0),
  };
}

function answerText(answer: Answer, comment: number | null, room: number): string[] {
  switch (answer.kind) {
    case 'reacted':
      if (answer.to === null) return [`${answer.with} on the issue`];
      return answer.to.id === comment
        ? [answer.with]
        : [`${answer.with} on ${answer.to.author}’s comment of ${minute(answer.to.createdAt)}`];
    case 'took-back':
      return [`takes its ${answer.what} back`];
    case 'wrote':
      return wroteText(answer.document, room);
    case 'changed':
      return isTalk(answer.document)
        ? wroteText(answer.document, room)
        : [`brings ${nameOf(answer.document)} up to date`];
    case 'removed':
      return [`takes ${nameOf(answer.document)} back`];
    case 'pinned':
      return ['writes the board and pins it'];
    case 'folded':
      return [
        `folds its ${nounOf(answer.comment)} of ${minute(answer.comment.createdAt)}, which is answered`,
      ];
    case 'calls':
      return wrap(`calls: ${plainLine(answer.text)}`, room);
    case 'headline':
      return wrap(`board: ${plainLine(answer.text)}`, room);
    case 'next':
      return wrap(`next: ${plainLine(answer.text)}`, room);
    case 'labels':
      return [
        ...answer.added.map((label) => `labels it “${label}”`),
        ...answer.removed.map((label) => `takes the label “${label}” off`),
      ];
    case 'assigned':
      return [
        ...(answer.added.length > 0 ? [`assigns ${answer.added.join(', ')}`] : []),
        ...(answer.removed.length > 0 ? [`unassigns ${answer.removed.join(', ')}`] : []),
      ];
    default:
      return answer satisfies never;
  }
}

const isTalk = ({ key }: WrittenDocument): boolean => /^(?:reply|reminder):/u.test(key);

const nounOf = ({ body }: SeenComment): string =>
  documentKey(body).startsWith('reminder:update') ? 'reminder' : 'question';

function wroteText(document: WrittenDocument, room: number): string[] {
  if (!isTalk(document)) return wrap(`writes ${nameOf(document)}`, room);
  const verb = document.key.startsWith('reply:') ? 'replies:' : 'writes a comment:';
  return [verb, ...plainText(document.body, room - 2).map((line) => `  ${line}`)];
}

function nameOf({ key, title }: WrittenDocument): string {
  if (title !== null) return title;
  if (key.startsWith('reply:')) return 'its reply';
  if (key.startsWith('reminder:')) return 'its question';
  return key === 'board' ? 'the board' : `the ${key} comment`;
}

function minute(instant: string): string {
  return Temporal.Instant.from(instant).toZonedDateTimeISO('UTC').toPlainTime().toString().slice(0, 5);
}
