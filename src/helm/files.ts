import { LimitError, type Budget } from '../gotemplate/budget.ts';
import { define, GoError } from '../gotemplate/function.ts';
import {
  MapView,
  sortedKeys,
  stringSlice,
  type GoMap,
  type Methods,
  type Value,
} from '../gotemplate/value.ts';
import { writeYaml } from '../k8s/yaml/write.ts';
import { encodeBase64 } from '../lib/base64.ts';
import { fromBytes } from '../lib/utf8.ts';
import type { ChartFile } from './chart.ts';
import { toPlain } from './funcs/plain.ts';
import { compileGlob } from './glob.ts';
import { baseName } from './join-path.ts';

/** What using files may cost. */
export interface FilesContext {
  readonly budget: Pick<Budget, 'spend' | 'spendText'>;
}

const UNLIMITED: FilesContext = { budget: { spend: () => undefined, spendText: () => undefined } };

/** `.Files`: a map from paths to bytes with methods. Of two files with one path the later counts. */
export function filesObject(files: readonly ChartFile[], context: FilesContext = UNLIMITED): MapView {
  const map: GoMap = new Map();
  for (const { name, data } of files) map.set(name, data);
  return viewOf(map, context);
}

function viewOf(map: GoMap, context: FilesContext): MapView {
  return new MapView('[]uint8', map, { type: 'engine.files', methods: methodsOf(map, context) });
}

function methodsOf(map: GoMap, context: FilesContext): Methods {
  const { budget } = context;
  const bytesOf = (name: string): Uint8Array => (map.get(name) as Uint8Array | undefined) ?? new Uint8Array();
  const textOf = (name: string): string => {
    const bytes = bytesOf(name);
    budget.spendText(bytes.length);
    return fromBytes(bytes);
  };
  return new Map([
    ['Get', define(['string'], textOf)],
    ['GetBytes', define(['string'], bytesOf)],
    ['Glob', define(['string'], (pattern) => viewOf(matching(map, pattern, context), context))],
    ['AsConfig', define([], () => asData(map, context, fromBytes))],
    ['AsSecrets', define([], () => asData(map, context, encodeBase64))],
    ['Lines', define(['string'], (name) => stringSlice(map.has(name) ? linesOf(textOf(name)) : []))],
  ]);
}

function matching(map: GoMap, pattern: string, { budget }: FilesContext): GoMap {
  const matches = compileGlob(pattern, (steps) => {
    budget.spend(steps);
  });
  const found: GoMap = new Map();
  for (const [name, data] of map) if (matches(name)) found.set(name, data);
  return found;
}

/** The files as the YAML of a ConfigMap's data, by base name. Of equal base names Helm takes any, this the last by path. */
function asData(map: GoMap, { budget }: FilesContext, encode: (bytes: Uint8Array) => string): string {
  const data: GoMap = new Map<string, Value>();
  for (const name of sortedKeys(map)) {
    const bytes = map.get(name) as Uint8Array;
    budget.spendText(bytes.length);
    data.set(baseName(name), encode(bytes));
  }
  try {
    return writeYaml(data, toPlain, (length) => {
      budget.spendText(length);
    });
  } catch (error) {
    if (error instanceof LimitError) throw error;
    // Helm swallows what YAML cannot hold.
    return '';
  }
}

/** The lines of a text, without the one that a last line feed would start. Go panics on an empty text. */
function linesOf(text: string): string[] {
  if (text === '') throw new GoError('runtime error: index out of range [-1]');
  return (text.endsWith('\n') ? text.slice(0, -1) : text).split('\n');
}
