import { formatDuration } from '../../gotemplate/duration.ts';
import { define, GoError, type FunctionTable } from '../../gotemplate/function.ts';
import { parseGoInt } from '../../gotemplate/number.ts';
import { Integer, type GoObject, type Value } from '../../gotemplate/value.ts';
import type { FunctionContext } from '../environment.ts';
import { parseDuration } from './duration-parse.ts';
import { unixSeconds, type Moment } from './moment.ts';
import { formatTime } from './time-layout.ts';
import { parseTime } from './time-parse.ts';
import { loadZone, UTC, type Zone } from './time-zone.ts';
import { durationBetween, GoTime, roundDuration, timeOf, zeroTime } from './time.ts';

const SECOND = 1_000_000_000n;
const HTML_DATE = '2006-01-02';

/** The zones of a render, looked up once. */
interface Zones {
  local(): Zone;
  /** the zone of this name, UTC if there is none */
  named(name: string): Zone;
}

/** Sprig's functions on dates. The zone Local is the environment's. */
export function dateFunctions(context: FunctionContext): FunctionTable {
  const zones = makeZones(context);
  return {
    ...formattingFunctions(context, zones),
    ...movingFunctions(context, zones),
    ...durationFunctions(context),
  };
}

function makeZones({ environment }: FunctionContext): Zones {
  const known = new Map<string, Zone>();
  const named = (name: string): Zone => {
    let zone = known.get(name);
    if (zone === undefined)
      known.set(name, (zone = loadZone(name === 'Local' ? environment.timeZone : name) ?? UTC));
    return zone;
  };
  return { named, local: () => named('Local') };
}

function formattingFunctions({ environment, budget }: FunctionContext, zones: Zones): FunctionTable {
  const format = (layout: string, value: Value, zone: string): string => {
    budget.spendText(layout.length * 4);
    return formatTime(layout, {
      nanoseconds: toNanoseconds(value) ?? environment.now(),
      zone: zones.named(zone),
    });
  };
  const dateInZone = define(['string', 'interface {}', 'string'], format);
  return {
    date: define(['string', 'interface {}'], (layout, value) => format(layout, value, 'Local')),
    dateInZone,
    date_in_zone: dateInZone,
    htmlDate: define(['interface {}'], (value) => format(HTML_DATE, value, 'Local')),
    htmlDateInZone: define(['interface {}', 'string'], (value, zone) => format(HTML_DATE, value, zone)),
    now: define(
      [],
      () =>
        new GoTime(
          { nanoseconds: environment.now(), zone: zones.local() },
          { local: zones.local(), isClockReading: true },
        ),
      'time',
    ),
  };
}

/** Times, and the integers that count as seconds since 1970; undefined for everything else, which means the current time. */
function toNanoseconds(value: Value): bigint | undefined {
  if (value instanceof GoTime) return value.nanoseconds;
  if (typeof value === 'bigint') return value * SECOND;
  const isSeconds = value instanceof Integer && (value.type === 'int64' || value.type === 'int32');
  return isSeconds ? value.value * SECOND : undefined;
}

function movingFunctions({ budget }: FunctionContext, zones: Zones): FunctionTable {
  const modify = (text: string, date: GoObject): GoTime => {
    const { nanoseconds, zone, options } = timeOf(date);
    return new GoTime({ nanoseconds: nanoseconds + parseDuration(text), zone }, options);
  };
  const parse = (layout: string, text: string): GoTime => {
    budget.spend(layout.length + text.length);
    const moment: Moment = parseTime(layout, text, zones.local());
    return new GoTime(moment, { local: zones.local() });
  };
  const dateModify = define(['string', 'time.Time'], (text, date) => orElse(() => modify(text, date), date));
  const mustDateModify = define(['string', 'time.Time'], modify);
  return {
    dateModify,
    date_modify: dateModify,
    mustDateModify,
    must_date_modify: mustDateModify,
    toDate: define(['string', 'string'], (layout, text) =>
      orElse(() => parse(layout, text), zeroTime(zones.local())),
    ),
    mustToDate: define(['string', 'string'], parse),
    unixEpoch: define(['time.Time'], (date) => `${unixSeconds(timeOf(date).nanoseconds)}`),
  };
}

function orElse<T>(attempt: () => T, otherwise: T): T {
  try {
    return attempt();
  } catch (error) {
    if (error instanceof GoError) return otherwise;
    throw error;
  }
}

function durationFunctions({ environment }: FunctionContext): FunctionTable {
  const since = (nanoseconds: bigint): bigint => durationBetween(nanoseconds, environment.now());
  return {
    ago: define(
      ['interface {}'],
      (value) => {
        const isOther = value instanceof Integer && value.type !== 'int64';
        const from = isOther ? undefined : toNanoseconds(value);
        return formatDuration(roundDuration(from === undefined ? 0n : since(from), SECOND));
      },
      'time',
    ),
    duration: define(['interface {}'], (value) =>
      formatDuration(BigInt.asIntN(64, secondsOf(value) * SECOND)),
    ),
    durationRound: define(['interface {}'], (value) => {
      if (value instanceof GoTime) return roundToUnit(since(value.nanoseconds));
      if (typeof value === 'string') return roundToUnit(orElse(() => parseDuration(value), 0n));
      return roundToUnit(value instanceof Integer && value.type === 'int64' ? value.value : 0n);
    }),
  };
}

/** Only texts and int64 count; texts that do not fit are cut to the nearest int64. */
function secondsOf(value: Value): bigint {
  if (value instanceof Integer && value.type === 'int64') return value.value;
  if (typeof value !== 'string') return 0n;
  if (!/^[+-]?[0-9]+$/.test(value)) return 0n;
  return parseGoInt(value, 10) ?? (value.startsWith('-') ? -(1n << 63n) : (1n << 63n) - 1n);
}

/** From the largest on: a duration must be longer than the unit to be told in it. */
const UNITS: readonly (readonly [seconds: number, name: string])[] = [
  [365 * 86_400, 'y'],
  [30 * 86_400, 'mo'],
  [86_400, 'd'],
  [3600, 'h'],
  [60, 'm'],
  [1, 's'],
];

function roundToUnit(duration: bigint): string {
  const size = duration < 0n ? -duration : duration;
  for (const [seconds, name] of UNITS) {
    const unit = BigInt(seconds) * SECOND;
    if (size > unit) return `${size / unit}${name}`;
  }
  return '0s';
}
