import { Scalar, isMapping, type Mapping, type Node, type Sequence } from '../k8s/node.ts';
import { writeSimpleKey } from '../k8s/yaml/write-scalar.ts';

/** A node as lines of YAML, for people: texts of several lines as blocks, long ones whole. */
export function nodeLines(node: Node): string[] {
  if (typeof node === 'string') return textLines(node);
  if (node instanceof Scalar) return [node.text];
  return isMapping(node) ? mappingLines(node) : sequenceLines(node);
}

/** A scalar, or an empty collection, on one line; undefined for what takes several. */
export function nodeLine(node: Node): string | undefined {
  const [line, ...others] = nodeLines(node);
  const isOne =
    others.length === 0 && !(isMapping(node) && node.size > 0) && !(Array.isArray(node) && node.length > 0);
  return isOne ? line : undefined;
}

function textLines(text: string): string[] {
  const isBlock = text.includes('\n') && !UNPRINTABLE.test(text) && !/^\s/.test(text);
  if (!isBlock) return [writeSimpleKey(text, 3)];
  const body = text.replace(/\n$/, '');
  const lines = body.split('\n').map((line) => (line === '' ? '' : `  ${line}`));
  return [text === body ? '|-' : text.endsWith('\n\n') ? '|+' : '|', ...lines];
}

/** What only quotes can hold; tabs may stand in blocks. */
const UNPRINTABLE = /[^\t\n -~\u00a0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd]/;

function mappingLines(mapping: Mapping): string[] {
  if (mapping.size === 0) return ['{}'];
  return [...mapping].flatMap(([key, value]) => {
    const [first = '', ...rest] = nodeLines(value);
    const name = writeSimpleKey(key, 3);
    if (!isNested(value)) return [`${name}: ${first}`, ...rest];
    const indent = isMapping(value) ? '  ' : '';
    return [`${name}:`, ...[first, ...rest].map((line) => (line === '' ? '' : indent + line))];
  });
}

function sequenceLines(sequence: Sequence): string[] {
  if (sequence.length === 0) return ['[]'];
  return sequence.flatMap((element) => {
    const [first = '', ...rest] = nodeLines(element);
    return [`- ${first}`, ...rest.map((line) => (line === '' ? '' : `  ${line}`))];
  });
}

function isNested(node: Node): boolean {
  return isMapping(node) ? node.size > 0 : Array.isArray(node) && node.length > 0;
}
