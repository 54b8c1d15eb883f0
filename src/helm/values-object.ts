import { define, GoError } from '../gotemplate/function.ts';
import { quote } from '../gotemplate/quote.ts';
import { ANY, MapView, type GoMap, type Methods, type Value } from '../gotemplate/value.ts';
import { writeYaml } from '../k8s/yaml/write.ts';
import { toPlain } from './funcs/plain.ts';
import type { Profile } from './profile.ts';
import { lookUpTable, lookUpValue } from './value-path.ts';

/** Values as templates get them: a map of a named type with methods. It is the map given, not a copy. */
export function valuesObject(map: GoMap, profile: Profile): MapView {
  const type = profile.major === 4 ? 'common.Values' : 'chartutil.Values';
  return new MapView(ANY, map, { type, methods: methodsOf(map, profile) });
}

function methodsOf(map: GoMap, profile: Profile): Methods {
  return new Map([
    ['AsMap', define([], () => (map.size === 0 ? new Map<string, Value>() : map))],
    ['YAML', define([], () => yaml(map))],
    ['Table', define(['string'], (name) => valuesObject(tableAt(map, name), profile))],
    ['PathValue', define(['string'], (path) => valueAt(map, path))],
    ['Encode', define([ANY], refuseWriter)],
  ]);
}

function yaml(map: GoMap): string {
  try {
    return `${writeYaml(map, toPlain)}\n`;
  } catch (error) {
    throw error instanceof GoError || !(error instanceof Error) ? error : new GoError(error.message);
  }
}

function tableAt(map: GoMap, name: string): GoMap {
  const table = lookUpTable(map, name);
  if (table instanceof GoError) throw table;
  return table;
}

function valueAt(map: GoMap, path: string): Value {
  if (path === '') throw new GoError('YAML path cannot be empty');
  const value = lookUpValue(map, path);
  if (value === undefined)
    throw new GoError(`${quote(path.slice(path.lastIndexOf('.') + 1))} is not a value`);
  return value;
}

/** No template has an io.Writer to give. */
function refuseWriter(): never {
  throw new GoError('wrong type for value; expected io.Writer');
}
