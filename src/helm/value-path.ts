import { GoError } from '../gotemplate/function.ts';
import { quote } from '../gotemplate/quote.ts';
import { MapView, type GoMap, type Value } from '../gotemplate/value.ts';

/** The table at a dotted path, or the error that says which key is none. */
export function lookUpTable(values: GoMap, path: string): GoMap | GoError {
  let table = values;
  for (const key of path.split('.')) {
    const next = asTable(table.get(key));
    if (next === undefined) return new GoError(`${quote(key)} is not a table`);
    table = next;
  }
  return table;
}

/** What is at a dotted path, a table excepted; undefined if there is nothing else. */
export function lookUpValue(values: GoMap, path: string): Value | undefined {
  const dot = path.lastIndexOf('.');
  const table = dot < 0 ? values : lookUpTable(values, path.slice(0, dot));
  if (table instanceof GoError) return undefined;
  const value = table.get(path.slice(dot + 1));
  return value instanceof Map ? undefined : value;
}

/** Tables are `map[string]any` and the named type that values have. */
function asTable(value: Value | undefined): GoMap | undefined {
  if (value instanceof Map) return value;
  return value instanceof MapView && value.type.endsWith('.Values') ? value.map : undefined;
}
