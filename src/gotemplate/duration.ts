import type { Integer } from './value.ts';

const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];
const WEEKDAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];

/** The text of an integer whose Go type has a String method (durations, months, weekdays), undefined for plain integers. */
export function integerName({ type, value }: Integer): string | undefined {
  switch (type) {
    case 'time.Duration':
      return formatDuration(value);
    case 'time.Month':
      return MONTHS[Number(value) - 1] ?? `%!Month(${value})`;
    case 'time.Weekday':
      return WEEKDAYS[Number(value)] ?? `%!Weekday(${value})`;
    default:
      return undefined;
  }
}

/** Go's time.Duration.String of nanoseconds: `1h1m1.5s`, below a second in the largest fitting unit (`1.5ms`, `2µs`), `0s`. */
export function formatDuration(nanoseconds: bigint): string {
  const sign = nanoseconds < 0n ? '-' : '';
  const size = nanoseconds < 0n ? -nanoseconds : nanoseconds;
  if (size === 0n) return '0s';
  if (size < 1000n) return `${sign}${size}ns`;
  if (size < 1_000_000n) return `${sign}${withFraction(size, 3)}µs`;
  if (size < 1_000_000_000n) return `${sign}${withFraction(size, 6)}ms`;
  const minutes = size / 60_000_000_000n;
  const seconds = `${withFraction(size % 60_000_000_000n, 9)}s`;
  if (minutes === 0n) return sign + seconds;
  return minutes < 60n
    ? `${sign}${minutes}m${seconds}`
    : `${sign}${minutes / 60n}h${minutes % 60n}m${seconds}`;
}

/** size / 10^digits without trailing zeros. */
function withFraction(size: bigint, digits: number): string {
  const text = size.toString().padStart(digits + 1, '0');
  let end = text.length;
  while (end > text.length - digits && text.charCodeAt(end - 1) === 48) end--;
  const whole = text.slice(0, text.length - digits);
  return end === text.length - digits ? whole : `${whole}.${text.slice(text.length - digits, end)}`;
}
