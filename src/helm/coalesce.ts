import { printFormat } from '../gotemplate/format.ts';
import { quote } from '../gotemplate/quote.ts';
import type { GoMap, Value } from '../gotemplate/value.ts';
import { InfraError } from '../lib/error.ts';
import type { Chart } from './chart.ts';
import { coalesceTables, joinKeys, type Merging } from './coalesce-tables.ts';
import { copyTables, deepCopy } from './copy-values.ts';
import type { Profile } from './profile.ts';

/** The key of the table that every subchart gets from its parent. */
const GLOBAL = 'global';

type Warn = (message: string) => void;

/**
 * The final values of a chart: the user's over the defaults of values.yaml, with a table for each subchart in which the same
 * holds, and the globals of each chart handed down. Neither argument changes, and the result shares nothing with them.
 *
 * @throws InfraError VALUES where a subchart's values are no table
 */
export function coalesceValues(chart: Chart, userValues: GoMap, profile: Profile, warn: Warn): GoMap {
  const values = deepCopy(userValues);
  coalesce(chart, values, '', { profile, keepsNulls: false, warn, copy: deepCopy });
  return values;
}

/**
 * As coalesceValues, for values that are only looked at, or coalesced again: lists are shared with the arguments.
 */
export function previewValues(chart: Chart, userValues: GoMap, profile: Profile, warn: Warn): GoMap {
  const values = copyTables(userValues);
  coalesce(chart, values, '', { profile, keepsNulls: false, warn, copy: copyTables });
  return values;
}

/**
 * The default values of a chart merged with those of its subcharts, with all nulls kept. Lists are shared with the chart.
 */
export function mergeValues(chart: Chart, profile: Profile, warn: Warn): GoMap {
  const values: GoMap = new Map();
  coalesce(chart, values, '', { profile, keepsNulls: true, warn, copy: copyTables });
  return values;
}

interface Coalescing extends Merging {
  readonly copy: (values: GoMap) => GoMap;
}

function coalesce(chart: Chart, values: GoMap, path: string, coalescing: Coalescing): void {
  const ownPath = joinKeys(path, chart.metadata.name);
  coalesceDefaults(chart, values, ownPath, coalescing);
  for (const subchart of chart.dependencies) {
    const { name } = subchart.metadata;
    const old = values.get(name);
    const table = old === undefined ? new Map<string, Value>() : old;
    if (!(table instanceof Map))
      throw new InfraError('VALUES', `type mismatch on ${name}: ${printFormat('%t', [table])}`);
    values.set(name, table);
    handDownGlobals(table, values, ownPath, coalescing);
    coalesce(subchart, table, ownPath, coalescing);
  }
}

/** Adds a chart's own defaults to its values. */
function coalesceDefaults(chart: Chart, values: GoMap, path: string, coalescing: Coalescing): void {
  const { keepsNulls, warn, copy } = coalescing;
  for (const [key, value] of copy(chart.values)) {
    const old = values.get(key);
    if (old === undefined) addDefault(values, key, value, coalescing);
    else if (old === null) {
      if (!keepsNulls) values.delete(key);
    } else if (old instanceof Map) {
      if (value instanceof Map) mergeDefault(chart, key, old, value, path, coalescing);
      else if (value !== null) warn(`warning: skipped value for ${path}.${key}: Not a table.`);
    }
  }
}

/** Helm 4 drops the nulls of defaults, Helm 3 keeps them. */
function addDefault(values: GoMap, key: string, value: Value, { keepsNulls, profile }: Coalescing): void {
  if (!keepsNulls && profile.major === 4) {
    if (value === null) return;
    if (value instanceof Map) dropNulls(value);
  }
  values.set(key, value);
}

/** Nulls for a subchart are kept, so that they reach the defaults of that subchart. */
function mergeDefault(
  chart: Chart,
  key: string,
  old: GoMap,
  value: GoMap,
  path: string,
  coalescing: Coalescing,
): void {
  const keepsNulls =
    coalescing.keepsNulls || chart.dependencies.some(({ metadata }) => metadata.name === key);
  if (!keepsNulls && coalescing.profile.major === 4) dropNulls(value);
  coalesceTables(old, value, joinKeys(path, key), { ...coalescing, keepsNulls });
}

function dropNulls(table: GoMap): void {
  table.forEach((value, key) => {
    if (value === null) table.delete(key);
    else if (value instanceof Map) dropNulls(value);
  });
}

/**
 * Merges the globals of a chart over those of a subchart. Only the first level of tables is copied, as in Helm: what is
 * merged deeper down is seen by the parent, and by all that got their globals from it.
 */
function handDownGlobals(subchartValues: GoMap, values: GoMap, path: string, coalescing: Coalescing): void {
  const target = subchartValues.has(GLOBAL) ? subchartValues.get(GLOBAL) : new Map<string, Value>();
  const source = values.has(GLOBAL) ? values.get(GLOBAL) : new Map<string, Value>();
  if (!(target instanceof Map) || !(source instanceof Map)) {
    const which = target instanceof Map ? 'source' : 'destination';
    coalescing.warn(`warning: skipping globals because ${which} ${GLOBAL} is not a table.`);
    return;
  }
  for (const [key, value] of source) handDown(target, key, value, path, coalescing);
  subchartValues.set(GLOBAL, target);
}

function handDown(target: GoMap, key: string, value: Value, path: string, coalescing: Coalescing): void {
  const old = target.get(key);
  if (!(value instanceof Map)) {
    if (old instanceof Map) coalescing.warn(`key ${key} is table. Skipping`);
    else target.set(key, value);
    return;
  }
  if (old !== undefined && !(old instanceof Map)) {
    coalescing.warn(`Conflict: cannot merge map onto non-map for ${quote(key)}. Skipping.`);
    return;
  }
  const table = new Map(value);
  if (old !== undefined) coalesceTables(table, old, joinKeys(path, key), { ...coalescing, keepsNulls: true });
  target.set(key, table);
}
