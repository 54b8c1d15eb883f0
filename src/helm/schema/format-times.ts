import { quoteRune } from '../../gotemplate/quote.ts';
import { byteLength } from '../../lib/utf8.ts';
import { parseTime } from '../funcs/time-parse.ts';
import { UTC } from '../funcs/time-zone.ts';

const DATE = '2006-01-02';

/** What is wrong with a date. */
export function dateProblem(text: string): string | undefined {
  try {
    parseTime(DATE, text, UTC);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** What is wrong with a time of day with an offset. */
export function timeProblem(text: string): string | undefined {
  if (byteLength(text) < 9) return 'less than 9 characters long';
  if (text[2] !== ':' || text[5] !== ':') return 'missing colon in correct place';
  const parts = text.slice(0, 8).split(':');
  const clock: number[] = [];
  for (const part of parts) {
    if (!/^[-+]?[0-9]+$/.test(part)) return 'invalid hour/min/sec';
    if (Number(part) < 0) return 'non-positive hour/min/sec';
    clock.push(Number(part));
  }
  const [hour = 0, minute = 0, second = 0] = clock;
  if (hour > 23 || minute > 59 || second > 60) return 'hour/min/sec out of range';
  const fraction = /^\.[0-9]*/.exec(text.slice(8))?.[0] ?? '';
  if (fraction === '.') return 'no digits in second fraction';
  const offset = readOffset(text.slice(8 + fraction.length));
  if (typeof offset === 'string') return offset;
  const utc = (((hour * 60 + minute - offset) % 1440) + 1440) % 1440;
  return second >= 60 && utc !== 1439 ? 'invalid leap second' : undefined;
}

/** Minutes east of UTC, or what is wrong. */
function readOffset(text: string): number | string {
  if (text === 'z' || text === 'Z') return 0;
  if (byteLength(text) !== 6) return 'offset must be 6 characters long';
  if (text[0] !== '+' && text[0] !== '-') return 'offset must begin with plus/minus';
  if (text[3] !== ':') return 'missing colon in offset in correct place';
  const parts = [text.slice(1, 3), text.slice(4)];
  for (const part of parts) {
    if (!/^[-+]?[0-9]+$/.test(part)) return 'invalid hour/min in offset';
    if (Number(part) < 0) return 'non-positive hour/min in offset';
  }
  const [hours = 0, minutes = 0] = parts.map(Number);
  if (hours > 23 || minutes > 59) return 'hour/min in offset out of range';
  return (text[0] === '+' ? 1 : -1) * (hours * 60 + minutes);
}

/** What is wrong with a date and time. */
export function dateTimeProblem(text: string): string | undefined {
  if (byteLength(text) < 20) return 'less than 20 characters long';
  if (text[10] !== 't' && text[10] !== 'T') return '11th character must be t or T';
  return (
    under('invalid date element', dateProblem(text.slice(0, 10))) ??
    under('invalid time element', timeProblem(text.slice(11)))
  );
}

const UNITS = ['YMD', 'HMS'];

/** What is wrong with an ISO 8601 duration. */
export function durationProblem(text: string): string | undefined {
  if (!text.startsWith('P')) return 'must start with P';
  const body = text.slice(1);
  if (body === '') return 'nothing after P';
  if (body.endsWith('W')) {
    if (body === 'W') return 'no number in week';
    return /^[0-9]+W$/.test(body) ? undefined : 'invalid week';
  }
  for (const [index, part] of body.split('T').entries()) {
    if (index > 0 && part === '') return 'no time elements';
    if (index >= UNITS.length) return 'more than one T';
    const problem = elementsProblem(part, UNITS[index]!);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

function elementsProblem(text: string, allUnits: string): string | undefined {
  let units = allUnits;
  let rest = text;
  while (rest !== '') {
    const digits = /^[0-9]*/.exec(rest)![0];
    if (digits === '') return 'missing number';
    const unit = rest[digits.length];
    if (unit === undefined) return 'missing unit';
    const at = units.indexOf(unit);
    if (at < 0) {
      const name = quoteRune(unit.charCodeAt(0), false);
      return allUnits.includes(unit) ? `unit ${name} out of order` : `invalid unit ${name}`;
    }
    units = units.slice(at + 1);
    rest = rest.slice(digits.length + 1);
  }
  return undefined;
}

/** What is wrong with a period: start and end, or one of them and a duration. */
export function periodProblem(text: string): string | undefined {
  const slash = text.indexOf('/');
  if (slash < 0) return 'missing slash';
  const start = text.slice(0, slash);
  const end = text.slice(slash + 1);
  if (start.startsWith('P')) {
    return (
      under('invalid start duration', durationProblem(start)) ??
      under('invalid end date-time', dateTimeProblem(end))
    );
  }
  const problem = under('invalid start date-time', dateTimeProblem(start));
  if (problem !== undefined) return problem;
  if (end.startsWith('P')) return under('invalid end duration', durationProblem(end));
  return under('invalid end date-time', dateTimeProblem(end));
}

function under(heading: string, problem: string | undefined): string | undefined {
  return problem === undefined ? undefined : `${heading}: ${problem}`;
}
