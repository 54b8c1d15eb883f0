import { isMapping, isSequence, textOf, type Mapping, type Node } from '../k8s/node.ts';

/** The key of a chart value, as --set-value takes it. */
export function printKey(path: readonly string[]): string {
  return path.map((key) => key.replaceAll(/[\\.,=[\]]/g, '\\$&')).join('.');
}

/**
 * What --set-value is to be given for a value to be what a node is; keys that it has `instead` of them are taken away.
 * undefined for what no flag can say: a collection that is empty.
 */
export function assignmentsOf(
  path: readonly string[],
  node: Node,
  instead?: Node,
): readonly string[] | undefined {
  return assigned(printKey(path), node, instead);
}

function assigned(key: string, node: Node, instead?: Node): string[] | undefined {
  if (isMapping(node)) return inMapping(key, node, isMapping(instead) ? instead : undefined);
  if (!isSequence(node)) return [`${key}=${escaped(textOf(node) ?? '')}`];
  if (node.length === 0) return undefined;
  const texts = node.map(textOf);
  if (texts.every((text) => text !== undefined && text !== ''))
    return [`${key}={${texts.map((text) => escaped(text!, '}')).join(',')}}`];
  return joined(node.map((item, index) => assigned(`${key}[${index}]`, item)));
}

function inMapping(key: string, mapping: Mapping, instead: Mapping | undefined): string[] | undefined {
  const gone = [...(instead?.keys() ?? [])].filter((name) => !mapping.has(name));
  if (mapping.size + gone.length === 0) return undefined;
  const below = (name: string): string => (key === '' ? printKey([name]) : `${key}.${printKey([name])}`);
  return joined([
    ...[...mapping].map(([name, value]) => assigned(below(name), value, instead?.get(name))),
    ...gone.map((name) => [`${below(name)}=null`]),
  ]);
}

function joined(parts: readonly (string[] | undefined)[]): string[] | undefined {
  return parts.every((part) => part !== undefined) ? parts.flat() : undefined;
}

/** A text as --set-value takes it; `more` is escaped too. */
export function escaped(text: string, more = ''): string {
  const plain = text.replaceAll(/[\\,]/g, '\\$&');
  const closed = more === '' ? plain : plain.replaceAll(more, `\\${more}`);
  return closed.startsWith('{') ? `\\${closed}` : closed;
}
