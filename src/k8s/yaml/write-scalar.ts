import { scalarStyle } from './scalar-style.ts';
import type { YamlVersion } from './resolves.ts';

/** v2 folds lines whose column went past this. */
const WIDTH = 80;

const BREAKS = /([\u2028\u2029]+)/;
const ESCAPED = /["\\\u2028\u2029]|[^ -~\u00a0-\ud7ff\ue000-\ufefe\uff00-\ufffd]/gu;
const ANY = /./gsu;
const BYTE_ORDER_MARK = 0xfeff;
const LINE_START = /^(?=.)/gm;

const SHORT_ESCAPES: Readonly<Record<number, string>> = {
  0x00: '\\0',
  0x07: '\\a',
  0x08: '\\b',
  0x09: '\\t',
  0x0a: '\\n',
  0x0b: '\\v',
  0x0c: '\\f',
  0x0d: '\\r',
  0x1b: '\\e',
  0x22: '\\"',
  0x5c: '\\\\',
  0x85: '\\N',
  0xa0: '\\_',
  0x2028: '\\L',
  0x2029: '\\P',
};

const pads: string[] = [];

/** This many spaces. */
export function pad(columns: number): string {
  return (pads[columns] ??= ' '.repeat(columns));
}

/**
 * A text as a YAML scalar that starts at `column`, without the line end unless it is a literal block (which always ends at
 * the start of a line). Continuation lines are indented by `indent`.
 */
export function writeScalar(text: string, version: YamlVersion, column: number, indent: number): string {
  const style = scalarStyle(text, version);
  const folds = version === 2;
  switch (style) {
    case 'plain':
      return folds ? fold(text, column, indent) : text;
    case 'single':
      return `'${singleQuoted(text, column + 1, indent, folds)}'`;
    case 'double':
      return folds ? `"${foldDouble(escaped(text), column + 1, indent)}"` : `"${escaped(text)}"`;
    case 'literal':
      return writeLiteral(text, indent);
  }
}

/** A text as a key that stays on its line: never folded, never a block. */
export function writeSimpleKey(text: string, version: YamlVersion): string {
  switch (scalarStyle(text, version)) {
    case 'plain':
      return text;
    case 'single':
      return `'${text.replaceAll("'", "''")}'`;
    default:
      return `"${escaped(text)}"`;
  }
}

/** A literal block: its header, then the lines. */
export function writeLiteral(text: string, indent: number): string {
  const hint = text.charCodeAt(0) === 32 || isBreak(text.charCodeAt(0)) ? '2' : '';
  const last = text.length - 1;
  const ended = isBreak(text.charCodeAt(last));
  const chomp = !ended ? '-' : last === 0 || isBreak(text.charCodeAt(last - 1)) ? '+' : '';
  return `|${hint}${chomp}\n${text.replace(LINE_START, pad(indent))}${ended ? '' : '\n'}`;
}

function singleQuoted(text: string, column: number, indent: number, folds: boolean): string {
  const content = text.replaceAll("'", "''");
  const parts = hasBreaks(content) ? content.split(BREAKS) : [content];
  if (parts.length === 1) return folds ? fold(content, column, indent) : content;
  // Unicode line breaks stay, and the next line is indented.
  let result = folds ? fold(parts[0]!, column, indent) : parts[0]!;
  for (let index = 1; index < parts.length; index += 2) {
    const line = parts[index + 1]!;
    result += parts[index]!;
    if (line !== '') result += pad(indent) + (folds ? fold(line, indent, indent) : line);
  }
  return result;
}

/** Whether one of Unicode's line breaks is in a text. */
function hasBreaks(text: string): boolean {
  return text.includes('\u2028') || text.includes('\u2029');
}

/** Breaks lines at single spaces past the width; the space becomes the line break. */
function fold(text: string, column: number, indent: number): string {
  let result = '';
  let start = 0;
  let at = text.indexOf(' ', Math.max(1, WIDTH + 1 - column));
  while (at !== -1 && at < text.length - 1) {
    if (text.charCodeAt(at - 1) === 32 || text.charCodeAt(at + 1) === 32) at = text.indexOf(' ', at + 1);
    else {
      result += `${text.slice(start, at)}\n${pad(indent)}`;
      start = at + 1;
      at = text.indexOf(' ', start + Math.max(0, WIDTH + 1 - indent));
    }
  }
  return start === 0 ? text : result + text.slice(start);
}

/** As fold, but also at the first of several spaces, where a backslash keeps the others. */
function foldDouble(text: string, column: number, indent: number): string {
  let result = '';
  let start = 0;
  let at = text.indexOf(' ', Math.max(1, WIDTH + 1 - column));
  while (at !== -1 && at < text.length - 1) {
    if (text.charCodeAt(at - 1) === 32) at = text.indexOf(' ', at + 1);
    else {
      const more = text.charCodeAt(at + 1) === 32;
      result += `${text.slice(start, at)}\n${pad(indent)}${more ? '\\' : ''}`;
      start = at + 1;
      at = text.indexOf(' ', start + Math.max(more ? 1 : 0, WIDTH + (more ? 0 : 1) - indent));
    }
  }
  return start === 0 ? text : result + text.slice(start);
}

/** A text in double quotes, on one line. */
export function doubleQuoted(text: string): string {
  return `"${escaped(text)}"`;
}

/** The content of a double-quoted scalar. After a byte order mark at the start every character is escaped. */
function escaped(text: string): string {
  return text.replace(text.charCodeAt(0) === BYTE_ORDER_MARK ? ANY : ESCAPED, escapeCharacter);
}

function escapeCharacter(character: string): string {
  const code = character.codePointAt(0)!;
  const short = SHORT_ESCAPES[code];
  if (short !== undefined) return short;
  const digits = code.toString(16).toUpperCase();
  if (code <= 0xff) return `\\x${digits.padStart(2, '0')}`;
  return code <= 0xffff ? `\\u${digits.padStart(4, '0')}` : `\\U${digits.padStart(8, '0')}`;
}

/** The line breaks of YAML 1.1 that a literal block can hold. */
function isBreak(code: number): boolean {
  return code === 0x0a || code === 0x2028 || code === 0x2029;
}
