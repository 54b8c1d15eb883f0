const DATE = /^(\d{4})-(\d{1,2})-(\d{1,2})$/;
const ZONED =
  /^(\d{4})-(\d{1,2})-(\d{1,2})[Tt](\d{1,2}):(\d{1,2}):(\d{1,2})(?:[.,](\d+))?(?:Z|([-+])(\d\d):(\d\d))$/;
const SPACED = /^(\d{4})-(\d{1,2})-(\d{1,2}) +(\d{1,2}):(\d{1,2}):(\d{1,2})(?:[.,](\d+))?$/;

/** Go keeps nanoseconds. */
const FRACTION_DIGITS = 9;

/**
 * Whether go-yaml takes the text for a timestamp: a date, a date and time with `T` and a zone, or a date and time with
 * blanks and no zone, naming a day of the calendar and a time of the day.
 */
export function isTimestamp(text: string): boolean {
  return partsOf(text) !== undefined;
}

/**
 * A timestamp as Go writes it in JSON: `2006-01-02T15:04:05.999999999Z07:00`. undefined for texts that are none; throws an
 * Error for a zone of 24 hours or more, which Go cannot write.
 */
export function timestampText(text: string): string | undefined {
  const parts = partsOf(text);
  if (parts === undefined) return undefined;
  const [, year, month, day, hour = '0', minute = '0', second = '0', fraction = ''] = parts;
  const [, , , , , , , , sign = '+', zoneHour = '0', zoneMinute = '0'] = parts;
  const time = [hour, minute, second].map(twoDigits).join(':');
  const kept = fraction.slice(0, FRACTION_DIGITS).replace(/0+$/, '');
  const zone = zoneText(sign, Number(zoneHour) * 60 + Number(zoneMinute));
  return `${year}-${twoDigits(month!)}-${twoDigits(day!)}T${time}${kept === '' ? '' : `.${kept}`}${zone}`;
}

function zoneText(sign: string, minutes: number): string {
  if (minutes === 0) return 'Z';
  const hours = Math.floor(minutes / 60);
  if (hours >= 24) throw new Error('a time zone is 24 hours or more off');
  return `${sign}${twoDigits(String(hours))}:${twoDigits(String(minutes % 60))}`;
}

function twoDigits(digits: string): string {
  return digits.padStart(2, '0');
}

/** Year, month, day, hour, minute, second, fraction, and sign, hours and minutes of the zone. */
function partsOf(text: string): readonly (string | undefined)[] | undefined {
  if (text.charCodeAt(4) !== 45 || text.length < 8) return undefined;
  const parts: readonly (string | undefined)[] | null =
    DATE.exec(text) ?? ZONED.exec(text) ?? SPACED.exec(text);
  if (parts === null) return undefined;
  const [, year, month, day, hour = '0', minute = '0', second = '0'] = parts;
  const [zoneHour = '0', zoneMinute = '0'] = parts.slice(9);
  const isSound =
    isDate(Number(year), Number(month), Number(day)) &&
    Number(hour) < 24 &&
    Number(minute) < 60 &&
    Number(second) < 60 &&
    Number(zoneHour) <= 24 &&
    Number(zoneMinute) <= 60;
  return isSound ? parts : undefined;
}

function isDate(year: number, month: number, day: number): boolean {
  if (month < 1 || month > 12 || day < 1) return false;
  if (month === 2) return day <= (year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28);
  return day <= (month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31);
}
