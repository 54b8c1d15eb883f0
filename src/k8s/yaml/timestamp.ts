const DATE = /^(\d{4})-(\d{1,2})-(\d{1,2})$/;
const ZONED =
  /^(\d{4})-(\d{1,2})-(\d{1,2})[Tt](\d{1,2}):(\d{1,2}):(\d{1,2})(?:[.,]\d+)?(?:Z|[-+](\d\d):(\d\d))$/;
const SPACED = /^(\d{4})-(\d{1,2})-(\d{1,2}) +(\d{1,2}):(\d{1,2}):(\d{1,2})(?:[.,]\d+)?$/;

/**
 * Whether go-yaml takes the text for a timestamp: a date, a date and time with `T` and a zone, or a date and time with
 * blanks and no zone, naming a day of the calendar and a time of the day.
 */
export function isTimestamp(text: string): boolean {
  if (text.charCodeAt(4) !== 45 || text.length < 8) return false;
  const parts = DATE.exec(text) ?? ZONED.exec(text) ?? SPACED.exec(text);
  if (parts === null) return false;
  const [, year, month, day, hour = '0', minute = '0', second = '0', zoneHour = '0', zoneMinute = '0'] =
    parts;
  return (
    isDate(Number(year), Number(month), Number(day)) &&
    Number(hour) < 24 &&
    Number(minute) < 60 &&
    Number(second) < 60 &&
    Number(zoneHour) <= 24 &&
    Number(zoneMinute) <= 60
  );
}

function isDate(year: number, month: number, day: number): boolean {
  if (month < 1 || month > 12 || day < 1) return false;
  if (month === 2) return day <= (year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28);
  return day <= (month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31);
}
