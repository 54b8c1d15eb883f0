import { define, GoError, type TemplateFunction } from '../../gotemplate/function.ts';
import { GoObject, int64, Integer, type Methods, type Value } from '../../gotemplate/value.ts';
import { dayNumber } from './calendar.ts';
import { momentAt, readMoment, unixSeconds, type Moment } from './moment.ts';
import { formatTime } from './time-layout.ts';
import { UTC, type Zone } from './time-zone.ts';

const RFC3339_NANO = '2006-01-02T15:04:05.999999999Z07:00';
const PRINTED = '2006-01-02 15:04:05.999999999 -0700 MST';
const MAX_DURATION = (1n << 63n) - 1n;
/** Nanoseconds from the first moment of year 1, Go's zero time, to 1970. */
const ZERO_TIME = -BigInt(-dayNumber(1, 1, 1)) * 86_400n * 1_000_000_000n;

export interface TimeOptions {
  /** what Go calls Local */
  readonly local: Zone;
  /** whether it was read from the clock: prints the reading of a clock that started with the render */
  readonly isClockReading?: boolean;
}

/** A `time.Time`. */
export class GoTime extends GoObject implements Moment {
  override readonly type = 'time.Time';
  override readonly kind = 'struct';
  override readonly methods: Methods;
  readonly nanoseconds: bigint;
  readonly zone: Zone;
  readonly options: TimeOptions;

  constructor(moment: Moment, options: TimeOptions) {
    super();
    this.nanoseconds = moment.nanoseconds;
    this.zone = moment.zone;
    this.options = options;
    this.methods = timeMethods(this);
  }

  override print(): string {
    return formatTime(PRINTED, this) + (this.options.isClockReading === true ? ' m=+0.000000000' : '');
  }

  override toJson(): Value {
    const { year } = readMoment(this);
    if (year < 0 || year > 9999) throw new GoError('Time.MarshalJSON: year outside of range [0,9999]');
    return formatTime(RFC3339_NANO, this);
  }
}

/** Go's zero time, 0001-01-01 00:00:00 UTC. */
export function zeroTime(local: Zone): GoTime {
  return new GoTime({ nanoseconds: ZERO_TIME, zone: UTC }, { local });
}

/** Nanoseconds between two times, at most what a Go duration holds. */
export function durationBetween(from: bigint, to: bigint): bigint {
  const duration = to - from;
  if (duration > MAX_DURATION) return MAX_DURATION;
  return duration < -MAX_DURATION - 1n ? -MAX_DURATION - 1n : duration;
}

/** Rounds to a multiple of `unit`, halves away from 0. */
export function roundDuration(duration: bigint, unit: bigint): bigint {
  const size = duration < 0n ? -duration : duration;
  const rest = size % unit;
  const rounded = rest + rest < unit ? size - rest : size + unit - rest;
  if (duration < 0n) return rounded > MAX_DURATION + 1n ? -MAX_DURATION - 1n : -rounded;
  return rounded > MAX_DURATION ? MAX_DURATION : rounded;
}

function timeMethods(time: GoTime): Methods {
  return new Map<string, TemplateFunction>([
    ...readingMethods(time),
    ...movingMethods(time),
    ...comparingMethods(time),
  ]);
}

type Entry = [name: string, method: TemplateFunction];

function readingMethods(time: GoTime): Entry[] {
  const reading = (read: (of: ReturnType<typeof readMoment>) => Value) =>
    define([], () => read(readMoment(time)));
  const unix = (unit: bigint) => define([], () => int64(floorDivide(time.nanoseconds, unit)));
  return [
    ['Year', reading(({ year }) => BigInt(year))],
    ['Month', reading(({ month }) => new Integer('time.Month', BigInt(month)))],
    ['Day', reading(({ day }) => BigInt(day))],
    ['Weekday', reading(({ weekday }) => new Integer('time.Weekday', BigInt(weekday)))],
    ['YearDay', reading(({ yearDay }) => BigInt(yearDay))],
    ['Hour', reading(({ hour }) => BigInt(hour))],
    ['Minute', reading(({ minute }) => BigInt(minute))],
    ['Second', reading(({ second }) => BigInt(second))],
    ['Nanosecond', reading(({ nanosecond }) => BigInt(nanosecond))],
    ['Unix', define([], () => int64(unixSeconds(time.nanoseconds)))],
    ['UnixMilli', unix(1_000_000n)],
    ['UnixMicro', unix(1000n)],
    ['UnixNano', unix(1n)],
    ['Format', define(['string'], (layout) => formatTime(layout, time))],
    ['String', define([], () => time.print())],
  ];
}

function floorDivide(value: bigint, divisor: bigint): bigint {
  const quotient = value / divisor;
  return value < 0n && value % divisor !== 0n ? quotient - 1n : quotient;
}

function movingMethods(time: GoTime): Entry[] {
  const { nanoseconds, zone, options } = time;
  // Only Add keeps the reading of the clock.
  const { local } = options;
  const moved = (moment: Moment): GoTime => new GoTime(moment, { local });
  return [
    [
      'Add',
      define(
        ['time.Duration'],
        ({ value }) => new GoTime({ nanoseconds: nanoseconds + value, zone }, options),
      ),
    ],
    [
      'AddDate',
      define(['int', 'int', 'int'], (years, months, days) => moved(addDate(time, years, months, days))),
    ],
    [
      'Sub',
      define(
        ['time.Time'],
        (other) => new Integer('time.Duration', durationBetween(timeOf(other).nanoseconds, nanoseconds)),
      ),
    ],
    ['UTC', define([], () => moved({ nanoseconds, zone: UTC }))],
    ['Local', define([], () => moved({ nanoseconds, zone: local }))],
    [
      'Truncate',
      define(['time.Duration'], ({ value }) =>
        moved({ nanoseconds: nanoseconds - sinceMultiple(nanoseconds, value), zone }),
      ),
    ],
    [
      'Round',
      define(['time.Duration'], ({ value }) => moved({ nanoseconds: roundTime(nanoseconds, value), zone })),
    ],
  ];
}

function addDate(time: Moment, years: number, months: number, days: number): Moment {
  const { year, month, day, ...clock } = readMoment(time);
  return momentAt({ ...clock, year: year + years, month: month + months, day: day + days }, time.zone);
}

/** How far the time is past the last multiple of `unit` since Go's zero time. */
function sinceMultiple(nanoseconds: bigint, unit: bigint): bigint {
  if (unit <= 0n) return 0n;
  const rest = (nanoseconds - ZERO_TIME) % unit;
  return rest < 0n ? rest + unit : rest;
}

function roundTime(nanoseconds: bigint, unit: bigint): bigint {
  const rest = sinceMultiple(nanoseconds, unit);
  return rest + rest < unit || unit <= 0n ? nanoseconds - rest : nanoseconds + unit - rest;
}

function comparingMethods({ nanoseconds }: GoTime): Entry[] {
  const compare = (result: (difference: bigint) => Value) =>
    define(['time.Time'], (other) => result(nanoseconds - timeOf(other).nanoseconds));
  return [
    ['Equal', compare((difference) => difference === 0n)],
    ['Before', compare((difference) => difference < 0n)],
    ['After', compare((difference) => difference > 0n)],
    ['Compare', compare((difference) => (difference === 0n ? 0n : difference < 0n ? -1n : 1n))],
    ['IsZero', define([], () => nanoseconds === ZERO_TIME)],
  ];
}

/** The time that a parameter of type time.Time holds. */
export function timeOf(object: GoObject): GoTime {
  if (object instanceof GoTime) return object;
  throw new GoError(`wrong type for value; expected time.Time; got ${object.type}`);
}
