import { GoError } from '../../gotemplate/function.ts';
import { dateOfDay, dayNumber, daysInMonth } from './calendar.ts';
import { momentAt, unixSeconds, type Moment } from './moment.ts';
import { monthNames, splitLayout, weekdayNames } from './time-layout.ts';
import { quoteTime } from './time-quote.ts';
import { fixedZone, offsetNamed, UTC, type Zone } from './time-zone.ts';

/** What has been read so far, and what of the text is left. */
interface State {
  rest: string;
  year: number;
  month: number | undefined;
  day: number | undefined;
  yearDay: number | undefined;
  hour: number;
  minute: number;
  second: number;
  nanosecond: number;
  half: 'AM' | 'PM' | undefined;
  zone: Zone | undefined;
  offset: number | undefined;
  abbreviation: string;
  /** the element after the current one */
  next: string;
}

/** An element is not there. */
class Mismatch extends Error {}
/** An element is there with a value it cannot have. */
class OutOfRange extends Error {}

/**
 * Reads a time in a Go layout; a time without zone is one of `local`. Throws GoError with Go's sentence when the text does
 * not match.
 */
export function parseTime(layout: string, text: string, local: Zone): Moment {
  const state = newState(text);
  const parts = splitLayout(layout);
  for (const [index, { literal, element }] of parts.entries()) {
    if (!skipLiteral(state, literal)) throw cannotParse(layout, text, literal, state.rest);
    if (element === '') break;
    const before = state.rest;
    state.next = parts[index + 1]!.element;
    try {
      readElement(state, element);
    } catch (error) {
      if (error instanceof OutOfRange) throw unusable(text, `${error.message} out of range`);
      throw error instanceof Mismatch ? cannotParse(layout, text, element, before) : error;
    }
  }
  if (state.rest !== '') throw unusable(text, `extra text: ${quoteTime(state.rest)}`);
  settleDate(state, text);
  return settleZone(state, local);
}

function newState(rest: string): State {
  return {
    rest,
    year: 0,
    month: undefined,
    day: undefined,
    yearDay: undefined,
    hour: 0,
    minute: 0,
    second: 0,
    nanosecond: 0,
    half: undefined,
    zone: undefined,
    offset: undefined,
    abbreviation: '',
    next: '',
  };
}

function cannotParse(layout: string, text: string, element: string, rest: string): GoError {
  return new GoError(
    `parsing time ${quoteTime(text)} as ${quoteTime(layout)}: cannot parse ${quoteTime(rest)} as ${quoteTime(element)}`,
  );
}

function unusable(text: string, reason: string): GoError {
  return new GoError(`parsing time ${quoteTime(text)}: ${reason}`);
}

/** Skips the literal text of a layout; a run of spaces matches any run of spaces, also none at the end. */
function skipLiteral(state: State, literal: string): boolean {
  let at = 0;
  while (at < literal.length) {
    if (literal[at] === ' ') {
      if (state.rest !== '' && state.rest[0] !== ' ') return false;
      while (literal[at] === ' ') at++;
      state.rest = state.rest.replace(/^ +/, '');
    } else {
      if (state.rest[0] !== literal[at]) return false;
      state.rest = state.rest.slice(1);
      at++;
    }
  }
  return true;
}

function readElement(state: State, element: string): void {
  switch (element) {
    case '2006':
      if (!/^[0-9]/.test(state.rest)) throw new Mismatch();
      state.year = toInteger(take(state, 4));
      return;
    case '06': {
      const year = toInteger(take(state, 2));
      state.year = year >= 69 ? year + 1900 : year + 2000;
      return;
    }
    case 'January':
      state.month = takeName(state, monthNames(), 9) + 1;
      return;
    case 'Jan':
      state.month = takeName(state, monthNames(), 3) + 1;
      return;
    case 'Monday':
      takeName(state, weekdayNames(), 9);
      return;
    case 'Mon':
      takeName(state, weekdayNames(), 3);
      return;
    case '1':
    case '01':
      state.month = within('month', takeNumber(state, element === '01'), 1, 12);
      return;
    case '2':
    case '02':
    case '_2':
      if (element === '_2') skipSpaces(state, 1);
      state.day = takeNumber(state, element === '02');
      return;
    case '__2':
    case '002':
      if (element === '__2') skipSpaces(state, 2);
      state.yearDay = Number(takeMatch(state, element === '002' ? /^[0-9]{3}/ : /^[0-9]{1,3}/));
      return;
    default:
      readClockElement(state, element);
  }
}

function readClockElement(state: State, element: string): void {
  switch (element) {
    case '15':
      state.hour = within('hour', takeNumber(state, false), 0, 23);
      return;
    case '3':
    case '03':
      state.hour = within('hour', takeNumber(state, element === '03'), 0, 12);
      return;
    case '4':
    case '04':
      state.minute = within('minute', takeNumber(state, element === '04'), 0, 59);
      return;
    case '5':
    case '05':
      readSecond(state, element === '05');
      return;
    case 'PM':
    case 'pm':
      state.half = takeMatch(state, element === 'PM' ? /^[AP]M/ : /^[ap]m/).startsWith(element[0]!)
        ? 'PM'
        : 'AM';
      return;
    case 'MST':
      readAbbreviation(state);
      return;
    default:
      if (element.startsWith('.') || element.startsWith(',')) readFraction(state, element);
      else readOffset(state, element);
  }
}

/** Seconds may have a fraction in the text although the layout has none. */
function readSecond(state: State, isPadded: boolean): void {
  state.second = within('second', takeNumber(state, isPadded), 0, 59);
  if (/^[.,][09]/.test(state.next) || !/^[.,][0-9]/.test(state.rest)) return;
  state.nanosecond = toNanoseconds(takeMatch(state, /^[.,][0-9]+/));
}

/** `.000` wants as many digits, `.999` takes what is there. */
function readFraction(state: State, element: string): void {
  if (element[1] === '0') state.nanosecond = toNanoseconds(take(state, element.length));
  else if (/^[.,][0-9]/.test(state.rest)) state.nanosecond = toNanoseconds(takeMatch(state, /^[.,][0-9]+/));
}

function toNanoseconds(fraction: string): number {
  if (!/^[.,]/.test(fraction)) throw new Mismatch();
  const digits = fraction.slice(1, 10);
  const value = toInteger(digits);
  if (value < 0) throw new OutOfRange('fractional second');
  return value * 10 ** (9 - digits.length);
}

function readAbbreviation(state: State): void {
  if (state.rest.startsWith('UTC')) {
    state.rest = state.rest.slice(3);
    state.zone = UTC;
    return;
  }
  state.abbreviation = takeMatch(state, ABBREVIATION);
  const hours = /^(?:GMT)?[+-]([0-9]+)$/.exec(state.abbreviation)?.[1];
  if (hours === undefined || Number(hours) <= 23) return;
  if (!state.abbreviation.startsWith('GMT')) throw new Mismatch();
  state.rest = state.abbreviation.slice(3) + state.rest;
  state.abbreviation = 'GMT';
}

/** Three capitals, four or five that end in T, two with a small letter, GMT or nothing with hours. */
const ABBREVIATION =
  /^(?:ChST|MeST|GMT(?:[+-][0-9]+)?|[+-][0-9]+|[A-Z]{4}T(?![A-Z])|[A-Z]{3}T(?![A-Z])|WITA(?![A-Z])|[A-Z]{3}(?![A-Z]))/;

/** By length of the element without its sign: where its hours, minutes and seconds stand. */
const OFFSETS: Readonly<Record<number, RegExp>> = {
  2: /^(.)(..)()()/s,
  4: /^(.)(..)(..)()/s,
  5: /^(.)(..):(..)()/s,
  6: /^(.)(..)(..)(..)/s,
  8: /^(.)(..):(..):(..)/s,
};

function readOffset(state: State, element: string): void {
  if (element.startsWith('Z') && state.rest.startsWith('Z')) {
    state.rest = state.rest.slice(1);
    state.zone = UTC;
    return;
  }
  const match = OFFSETS[element.length - 1]!.exec(state.rest);
  if (match === null) throw new Mismatch();
  state.rest = state.rest.slice(match[0].length);
  const sizes = [0, 0, 0];
  const isNumeric = match.slice(2).every((digits, index) => {
    sizes[index] = Number(digits);
    if (/^([0-9]{2})?$/.test(digits)) return true;
    sizes[index] = 0;
    return false;
  });
  const [hours, minutes, seconds] = sizes as [number, number, number];
  within('time zone offset hour', hours, 0, 24);
  within('time zone offset minute', minutes, 0, 60);
  within('time zone offset second', seconds, 0, 60);
  if (!isNumeric || !/[+-]/.test(match[1]!)) throw new Mismatch();
  state.offset = (match[1] === '-' ? -1 : 1) * ((hours * 60 + minutes) * 60 + seconds);
}

function take(state: State, length: number): string {
  if (state.rest.length < length) throw new Mismatch();
  const taken = state.rest.slice(0, length);
  state.rest = state.rest.slice(length);
  return taken;
}

function takeMatch(state: State, pattern: RegExp): string {
  const match = pattern.exec(state.rest);
  if (match === null) throw new Mismatch();
  return take(state, match[0].length);
}

/** One or two digits; two if padded. */
function takeNumber(state: State, isPadded: boolean): number {
  return Number(takeMatch(state, isPadded ? /^[0-9]{2}/ : /^[0-9]{1,2}/));
}

function takeName(state: State, names: readonly string[], length: number): number {
  const index = names.findIndex((name) => {
    const wanted = name.slice(0, length);
    return state.rest.slice(0, wanted.length).toLowerCase() === wanted.toLowerCase();
  });
  if (index < 0) throw new Mismatch();
  take(state, Math.min(length, names[index]!.length));
  return index;
}

function skipSpaces(state: State, most: number): void {
  for (let count = 0; count < most && state.rest.startsWith(' '); count++) state.rest = state.rest.slice(1);
}

function toInteger(text: string): number {
  if (!/^[+-]?[0-9]*$/.test(text)) throw new Mismatch();
  return Number(text) || 0;
}

function within(what: string, value: number, least: number, most: number): number {
  if (value < least || value > most) throw new OutOfRange(what);
  return value;
}

/** Brings hour, day of the year, month and day together. */
function settleDate(state: State, text: string): void {
  if (state.half === 'PM' && state.hour < 12) state.hour += 12;
  else if (state.half === 'AM' && state.hour === 12) state.hour = 0;
  if (state.yearDay !== undefined) settleYearDay(state, state.yearDay, text);
  state.month ??= 1;
  state.day ??= 1;
  if (state.day < 1 || state.day > daysInMonth(state.year, state.month))
    throw unusable(text, 'day out of range');
}

function settleYearDay(state: State, yearDay: number, text: string): void {
  const first = dayNumber(state.year, 1, 1);
  if (yearDay < 1 || yearDay > dayNumber(state.year + 1, 1, 1) - first)
    throw unusable(text, 'day-of-year out of range');
  const { month, day } = dateOfDay(first + yearDay - 1);
  if (state.month !== undefined && state.month !== month)
    throw unusable(text, 'day-of-year does not match month');
  if (state.day !== undefined && state.day !== day) throw unusable(text, 'day-of-year does not match day');
  state.month = month;
  state.day = day;
}

/** A named or numeric zone is the local one where that agrees, else one made up for this time. */
function settleZone(state: State, local: Zone): Moment {
  const wall = { ...state, month: state.month!, day: state.day! };
  if (state.zone !== undefined) return momentAt(wall, state.zone);
  if (state.offset !== undefined) {
    const { nanoseconds } = momentAt(wall, fixedZone('', state.offset));
    const rule = local.at(Number(unixSeconds(nanoseconds)));
    const isLocal =
      rule.offset === state.offset && (state.abbreviation === '' || rule.abbreviation === state.abbreviation);
    return { nanoseconds, zone: isLocal ? local : fixedZone(state.abbreviation, state.offset) };
  }
  if (state.abbreviation === '') return momentAt(wall, local);
  const seconds = Number(unixSeconds(momentAt(wall, UTC).nanoseconds));
  const named = offsetNamed(local, state.abbreviation, seconds);
  if (named !== undefined)
    return { nanoseconds: momentAt(wall, fixedZone('', named)).nanoseconds, zone: local };
  const hours = /^GMT([+-][0-9]+)$/.exec(state.abbreviation)?.[1] ?? '0';
  return momentAt(wall, fixedZone(state.abbreviation, Number(hours) * 3600));
}
