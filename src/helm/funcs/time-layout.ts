import { readMoment, type Moment, type Reading } from './moment.ts';

const MONTHS = 'January February March April May June July August September October November December'.split(
  ' ',
);
const WEEKDAYS = 'Sunday Monday Tuesday Wednesday Thursday Friday Saturday'.split(' ');

/** The pieces of a layout that stand for something. In `_2006` the underscore is just that. */
const ELEMENT =
  /January|Jan(?![a-z])|Monday|Mon(?![a-z])|MST|0[1-6]|002|15|1|2006|2|_2(?!006)|__2|[345]|PM|pm|-070000|-07:00:00|-0700|-07:00|-07|Z070000|Z07:00:00|Z0700|Z07:00|Z07|[.,](?:0+|9+)(?![0-9])/g;

/** An element of a layout, with the literal text before it. The last one has an empty element. */
export interface LayoutPart {
  readonly literal: string;
  readonly element: string;
}

export function monthNames(): readonly string[] {
  return MONTHS;
}

export function weekdayNames(): readonly string[] {
  return WEEKDAYS;
}

/** Takes a layout apart. */
export function splitLayout(layout: string): LayoutPart[] {
  const parts: LayoutPart[] = [];
  let end = 0;
  for (const match of layout.matchAll(ELEMENT)) {
    parts.push({ literal: layout.slice(end, match.index), element: match[0] });
    end = match.index + match[0].length;
  }
  parts.push({ literal: layout.slice(end), element: '' });
  return parts;
}

/** Writes a moment in a Go layout (`2006-01-02T15:04:05Z07:00`). */
export function formatTime(layout: string, moment: Moment): string {
  const reading = readMoment(moment);
  return layout.replace(ELEMENT, (element) => formatElement(element, reading));
}

function formatElement(element: string, reading: Reading): string {
  const { year, month, day, hour, minute, second, weekday, yearDay } = reading;
  switch (element) {
    case '2006':
      return padYear(year);
    case '06':
      return pad(Math.abs(year) % 100, 2);
    case 'January':
      return MONTHS[month - 1]!;
    case 'Jan':
      return MONTHS[month - 1]!.slice(0, 3);
    case '1':
      return `${month}`;
    case '01':
      return pad(month, 2);
    case 'Monday':
      return WEEKDAYS[weekday]!;
    case 'Mon':
      return WEEKDAYS[weekday]!.slice(0, 3);
    case '2':
      return `${day}`;
    case '_2':
      return `${day}`.padStart(2);
    case '02':
      return pad(day, 2);
    case '__2':
      return `${yearDay}`.padStart(3);
    case '002':
      return pad(yearDay, 3);
    case '15':
      return pad(hour, 2);
    case '3':
      return `${hour % 12 || 12}`;
    case '03':
      return pad(hour % 12 || 12, 2);
    case '4':
      return `${minute}`;
    case '04':
      return pad(minute, 2);
    case '5':
      return `${second}`;
    case '05':
      return pad(second, 2);
    case 'PM':
      return hour >= 12 ? 'PM' : 'AM';
    case 'pm':
      return hour >= 12 ? 'pm' : 'am';
    case 'MST':
      return reading.abbreviation || formatOffset('-0700', reading.offset);
    default:
      return element.startsWith('.') || element.startsWith(',')
        ? formatFraction(element, reading.nanosecond)
        : formatOffset(element, reading.offset);
  }
}

/** `-07:00` and its like; those with `Z` write UTC as that. */
function formatOffset(element: string, offset: number): string {
  if (offset === 0 && element.startsWith('Z')) return 'Z';
  const size = Math.abs(offset);
  const colon = element.includes(':') ? ':' : '';
  const pairs = element.length < 5 ? 1 : element.length < 7 ? 2 : 3;
  const fields = [Math.floor(size / 3600), Math.floor(size / 60) % 60, size % 60].slice(0, pairs);
  // An offset of less than a minute is none to Go's sign.
  return (offset <= -60 ? '-' : '+') + fields.map((field) => pad(field, 2)).join(colon);
}

/** `.000` writes as many digits, `.999` leaves trailing zeros out. */
function formatFraction(element: string, nanosecond: number): string {
  const digits = pad(nanosecond, 9).slice(0, element.length - 1);
  if (element[1] === '0') return element[0]! + digits;
  const shortened = digits.replace(/0+$/, '');
  return shortened === '' ? '' : element[0]! + shortened;
}

function pad(value: number, width: number): string {
  return `${value}`.padStart(width, '0');
}

function padYear(year: number): string {
  return year < 0 ? `-${pad(-year, 4)}` : pad(year, 4);
}
