import { isMap, isScalar, isSeq, type Node as YamlNode, type Pair, type YAMLMap, type YAMLSeq } from 'yaml';

/** A mapping or a list as the yaml package reads it. */
export type Collection = YAMLMap | YAMLSeq;

/** Which entry of a collection a key or an index means; -1 if none. */
export function indexIn(collection: Collection, step: string | number): number {
  if (isSeq(collection)) return typeof step === 'number' && step < collection.items.length ? step : -1;
  return collection.items.findIndex(({ key }) => isScalar(key) && keyName(key.source, key.value) === step);
}

function keyName(source: string | undefined, value: unknown): string {
  return typeof value === 'string' ? value : (source ?? String(value));
}

/** The value of an entry, null where nothing is written. */
export function valueIn(collection: Collection, index: number): YamlNode | null {
  const item = collection.items[index];
  return (isMap(collection) ? ((item as Pair | undefined)?.value ?? null) : item) as YamlNode | null;
}

/** Whether a collection stands within brackets that hold something. */
export function isFlow(node: unknown): boolean {
  return (isMap(node) || isSeq(node)) && node.flow === true && node.items.length > 0;
}

/** Where a node begins. */
export function startOf(node: unknown): number | undefined {
  return (node as YamlNode | null | undefined)?.range?.[0];
}

/** Where the last of what a node holds ends; the ranges of collections go on over blank lines and comments. */
export function contentEnd(node: unknown): number {
  if ((isMap(node) || isSeq(node)) && node.flow !== true && node.items.length > 0) {
    const last = node.items.at(-1);
    return isMap(node)
      ? Math.max(contentEnd((last as Pair).value), contentEnd((last as Pair).key))
      : contentEnd(last);
  }
  return (node as YamlNode | null | undefined)?.range?.[1] ?? 0;
}
