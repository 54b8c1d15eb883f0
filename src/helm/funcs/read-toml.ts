import { parse, TomlDate, type TomlTable, type TomlValue } from 'smol-toml';
import { GoError } from '../../gotemplate/function.ts';
import { int64, MAP, Slice, type GoMap, type Value } from '../../gotemplate/value.ts';
import type { Moment } from './moment.ts';
import { GoTime } from './time.ts';
import { fixedZone, UTC, type Zone } from './time-zone.ts';

const OFFSET = /([-+])(\d\d):(\d\d)$/;
const TIME_ONLY = /^\d\d:/;

/**
 * The table of a TOML document as BurntSushi's decoder gives it to a `map[string]any`: integers are int64, dates and times
 * `time.Time`, those without a zone in one that stands at `localOffset` seconds. Throws GoError with a sentence.
 */
export function readToml(text: string, local: Zone, localOffset: number): GoMap {
  let table: TomlTable;
  try {
    table = parse(text, { integersAsBigInt: true });
  } catch (error) {
    throw new GoError(`toml: ${(error as Error).message}`);
  }
  return convertTable(table, (date) => new GoTime(momentOf(date, localOffset), { local }));
}

type ConvertDate = (date: TomlDate) => Value;

function convertTable(table: TomlTable, convertDate: ConvertDate): GoMap {
  const map: GoMap = new Map();
  for (const [key, value] of Object.entries(table)) map.set(key, convert(value, convertDate));
  return map;
}

function convert(value: TomlValue, convertDate: ConvertDate): Value {
  if (typeof value === 'bigint') return int64(value);
  if (typeof value !== 'object') return value;
  if (Array.isArray(value)) return convertList(value, convertDate);
  return value instanceof TomlDate ? convertDate(value) : convertTable(value, convertDate);
}

/** A list of tables has a type of its own (where it is written `[[key]]`, but nobody can tell). */
function convertList(list: readonly TomlValue[], convertDate: ConvertDate): Value {
  const items = list.map((item) => convert(item, convertDate));
  return items.length > 0 && items.every((item) => item instanceof Map) ? new Slice(MAP, items) : items;
}

/** Zones are named after the kind of what has none, as the decoder names them. */
function momentOf(date: TomlDate, localOffset: number): Moment {
  const text = date.toISOString();
  const offset = OFFSET.exec(text);
  const nanoseconds = BigInt(date.getTime()) * 1_000_000n;
  if (!date.isLocal()) return { nanoseconds, zone: offset === null ? UTC : offsetZone(offset) };
  const name = date.isDate() ? 'date-local' : TIME_ONLY.test(text) ? 'time-local' : 'datetime-local';
  return {
    nanoseconds: nanoseconds - BigInt(localOffset) * 1_000_000_000n,
    zone: fixedZone(name, localOffset),
  };
}

function offsetZone([, sign, hours, minutes]: RegExpExecArray): Zone {
  const seconds = Number(hours) * 3600 + Number(minutes) * 60;
  return fixedZone('', sign === '-' ? -seconds : seconds);
}
