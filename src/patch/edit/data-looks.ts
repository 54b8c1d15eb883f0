import { isScalar, stringify } from 'yaml';
import { isMapping, isSequence, type Node } from '../../k8s/node.ts';

/** How a text is written. */
export interface Looks {
  readonly json: boolean;
  /** what a level is indented by; empty for JSON on one line */
  readonly unit: string;
  /** what stands between entries within brackets on one line */
  readonly comma: string;
  /** what stands between key and value within brackets */
  readonly colon: string;
  readonly lineEnd: string;
  /** whether lists below a key are indented */
  readonly indentsLists: boolean;
}

const FLOW_MARKS = /[,[\]{}?:%@`]/;

/** A key and its value in block style; the first line is not indented, the others are as the column says. */
export function blockPair(key: string, value: Node, column: number, looks: Looks): string {
  if (isEmpty(value) || !(isMapping(value) || isSequence(value)))
    return `${key}: ${scalarOrEmpty(value, column, looks)}`;
  const deeper = isMapping(value) || looks.indentsLists ? column + looks.unit.length : column;
  return `${key}:${looks.lineEnd}${' '.repeat(deeper)}${blockText(value, deeper, looks)}`;
}

/** An element of a list in block style. */
export function blockItem(value: Node, column: number, looks: Looks): string {
  return `- ${blockText(value, column + 2, looks)}`;
}

/** Data in block style. */
export function blockText(value: Node, column: number, looks: Looks): string {
  if (isEmpty(value) || !(isMapping(value) || isSequence(value))) return scalarOrEmpty(value, column, looks);
  const parts = isMapping(value)
    ? [...value].map(([key, child]) => blockPair(plainText(key, false), child, column, looks))
    : value.map((child) => blockItem(child, column, looks));
  return joinLines(parts, ' '.repeat(column), looks.lineEnd);
}

/** Blocks of text end their line by themselves. */
function joinLines(parts: readonly string[], indent: string, lineEnd: string): string {
  return parts.reduce((text, part) => text + (text.endsWith('\n') ? '' : lineEnd) + indent + part);
}

function isEmpty(value: Node): boolean {
  return (isMapping(value) && value.size === 0) || (isSequence(value) && value.length === 0);
}

function scalarOrEmpty(value: Node, column: number, looks: Looks): string {
  if (isMapping(value)) return '{}';
  if (isSequence(value)) return '[]';
  return scalarText(value, undefined, looks, false, column);
}

/**
 * A scalar as it is written in place of another: in its quotes if it has some, else plain where that is safe.
 *
 * @param column where the key or dash before it stands; blocks of text are indented by more
 */
export function scalarText(
  value: Node,
  present: unknown,
  looks: Looks,
  isInFlow: boolean,
  column: number,
): string {
  if (typeof value !== 'string') return 'text' in value ? (value as { text: string }).text : '';
  if (looks.json) return JSON.stringify(value);
  if (!isInFlow && isBlock(value)) return literal(value, column, looks);
  const style = isScalar(present) ? present.type : undefined;
  if (style === 'QUOTE_DOUBLE') return JSON.stringify(value);
  if (style === 'QUOTE_SINGLE' && !/[^ -~\u00a0-\ud7ff]/.test(value))
    return `'${value.replaceAll("'", "''")}'`;
  return plainText(value, isInFlow);
}

function plainText(value: string, isInFlow: boolean): string {
  if (/[^ -~\u00a0-\ud7ff]/.test(value) || (isInFlow && FLOW_MARKS.test(value))) return JSON.stringify(value);
  return stringify(value, { version: '1.1', lineWidth: 0 }).trimEnd();
}

/** Whether a text of several lines can stand as a block, and no line too many at its end can get lost. */
function isBlock(value: string): boolean {
  return /^\S[^]*\n/.test(value) && !value.endsWith('\n\n') && !/[^\n\t -~\u00a0-\ud7ff]/.test(value);
}

function literal(value: string, column: number, { unit, lineEnd }: Looks): string {
  const isClosed = value.endsWith('\n');
  const indent = ' '.repeat(column + unit.length);
  const lines = (isClosed ? value.slice(0, -1) : value).split('\n');
  const body = lines.map((line) => (line === '' ? '' : indent + line)).join(lineEnd);
  return `|${isClosed ? '' : '-'}${lineEnd}${body}${lineEnd}`;
}

/** Data within brackets; over several lines in JSON that is indented. */
export function flowText(value: Node, looks: Looks, indent: string): string {
  if (!isMapping(value) && !isSequence(value)) return scalarText(value, undefined, looks, true, 0);
  const isLong = looks.json && looks.unit !== '';
  const deeper = isLong ? indent + looks.unit : indent;
  const parts = isMapping(value)
    ? [...value].map(([key, child]) => flowPair(key, child, looks, deeper))
    : value.map((child) => flowText(child, looks, deeper));
  const [open, close] = isMapping(value) ? ['{', '}'] : ['[', ']'];
  if (!isLong || parts.length === 0) return open + parts.join(looks.comma) + close;
  const separator = looks.lineEnd + deeper;
  return `${open}${separator}${parts.join(`,${separator}`)}${looks.lineEnd}${indent}${close}`;
}

/** A key and its value within brackets. */
export function flowPair(key: string, value: Node, looks: Looks, indent: string): string {
  const name = looks.json ? JSON.stringify(key) : plainText(key, true);
  return name + looks.colon + flowText(value, looks, indent);
}
