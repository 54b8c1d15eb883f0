import { isAlias, isMap, isScalar, isSeq, parseDocument, type Node as YamlNode, type Pair } from 'yaml';
import { isMapping, isSequence, type Node } from '../../k8s/node.ts';
import { contentEnd, indexIn, isFlow, startOf, valueIn, type Collection } from './yaml-parts.ts';
import { looksOf } from './looks-of-text.ts';
import type { DataChange, DataPath } from './data-changes.ts';
import { blockItem, blockPair, blockText, flowPair, flowText, scalarText, type Looks } from './data-looks.ts';

/** A part of a text, and what takes its place. */
interface Splice {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/**
 * A YAML or JSON text with some changes of its data; nothing else of it changes. undefined where they cannot be made, as below
 * an alias. Whoever calls it makes sure that the result holds what it should.
 */
export function editDataText(text: string, changes: readonly DataChange[]): string | undefined {
  try {
    const document = parseDocument(text, { uniqueKeys: false, logLevel: 'silent' });
    const editor = new TextEditor(text, document.contents);
    const splices: Splice[] = [];
    for (const change of changes) {
      const splice = editor.splice(change);
      if (splice === undefined) return undefined;
      splices.push(splice);
    }
    return spliced(text, splices);
  } catch (error) {
    // The parser recurses, and so do we: what is nested too deeply ends the stack.
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** What is added at one place stands in the order of the changes. */
function spliced(text: string, splices: readonly Splice[]): string | undefined {
  const ordered = [...splices].sort((a, b) => a.start - b.start);
  let result = '';
  let at = 0;
  for (const { start, end, text: part } of ordered) {
    if (start < at) return undefined;
    result += text.slice(at, start) + part;
    at = end;
  }
  return result + text.slice(at);
}

/** Finds where in a text the changes are to be made. */
class TextEditor {
  private readonly text: string;
  private readonly root: YamlNode | null;
  private readonly looks: Looks;

  constructor(text: string, root: YamlNode | null) {
    this.text = text;
    this.root = root;
    this.looks = looksOf(text);
  }

  splice(change: DataChange): Splice | undefined {
    const { path } = change;
    if (path.length === 0) return change.kind === 'replace' ? this.wholeText(change.value) : undefined;
    const parent = this.find(path.slice(0, -1));
    if (parent === undefined) return undefined;
    if (change.kind === 'add') return this.add(parent, path.at(-1)!, change.value);
    const index = indexIn(parent, path.at(-1)!);
    if (index === -1)
      return change.kind === 'replace' && isMap(parent)
        ? this.add(parent, path.at(-1)!, change.value)
        : undefined;
    return change.kind === 'remove' ? this.remove(parent, index) : this.replace(parent, index, change.value);
  }

  private find(path: DataPath): Collection | undefined {
    let node: unknown = this.root;
    for (const step of path) {
      if (!isMap(node) && !isSeq(node)) return undefined;
      node = valueIn(node, indexIn(node, step));
    }
    return isMap(node) || isSeq(node) ? node : undefined;
  }

  /** The comments at the top stay. */
  private wholeText(value: Node): Splice {
    const { text, looks } = this;
    const start = startOf(this.root) ?? text.length;
    const end = this.root === null ? text.length : contentEnd(this.root);
    const written = looks.json ? flowText(value, looks, '') : blockText(value, 0, looks);
    const isAtLineStart = start === 0 || text[start - 1] === '\n';
    const isOpen = text.slice(end) === '' && !looks.json;
    return {
      start,
      end,
      text: `${isAtLineStart ? '' : looks.lineEnd}${written}${isOpen ? looks.lineEnd : ''}`,
    };
  }

  private replace(parent: Collection, index: number, value: Node): Splice | undefined {
    const present = valueIn(parent, index);
    if (isAlias(present)) return undefined;
    const isCollection = isMapping(value) || isSequence(value);
    if (parent.flow === true || isFlow(present)) {
      const range = present?.range;
      if (range === null || range === undefined) return undefined;
      const written =
        isCollection || !isScalar(present)
          ? flowText(value, this.looks, this.indentAt(range[0]))
          : scalarText(value, present, this.looks, true, 0);
      return { start: range[0], end: range[1], text: written };
    }
    if (!isCollection && isScalar(present) && Array.isArray(present.range))
      return this.replaceScalar(parent, present, index, value);
    const start = startOf(isMap(parent) ? parent.items[index]!.key : present);
    if (start === undefined) return undefined;
    const end = contentEnd(present) || contentEnd(isMap(parent) ? parent.items[index]!.key : present);
    const column = this.columnAt(start);
    const written = isMap(parent)
      ? blockPair(this.keyText(parent.items[index]!), value, column, this.looks)
      : blockText(value, column, this.looks);
    return { start, end: Math.max(end, this.keyEnd(parent, index)), text: this.closed(written, end) };
  }

  private replaceScalar(
    parent: Collection,
    present: YamlNode,
    index: number,
    value: Node,
  ): Splice | undefined {
    const [start, end] = present.range!;
    const column = this.columnAt(startOf(isMap(parent) ? parent.items[index]!.key : present)!);
    const written = scalarText(value, present, this.looks, false, column);
    // Nothing at all stands directly behind the colon or the dash.
    const blank = start === end && !/\s/.test(this.text[start - 1] ?? ' ') ? ' ' : '';
    return { start, end, text: blank + this.closed(written, end) };
  }

  /** A block of text ends with its line; what takes its place must do so too. */
  private closed(written: string, end: number): string {
    const { text, looks } = this;
    if (text[end - 1] === '\n') return written.endsWith('\n') ? written : written + looks.lineEnd;
    const isFollowed = text.startsWith(looks.lineEnd, end) && written.endsWith(looks.lineEnd);
    return isFollowed ? written.slice(0, -looks.lineEnd.length) : written;
  }

  private remove(parent: Collection, index: number): Splice | undefined {
    const starts = parent.items.map((_, at) => this.itemStart(parent, at));
    const start = starts[index];
    if (start === undefined) return undefined;
    const next = starts[index + 1];
    const end = Math.max(contentEnd(valueIn(parent, index)), this.keyEnd(parent, index));
    if (parent.flow === true) {
      if (next !== undefined) return { start, end: next, text: '' };
      return index === 0
        ? { start, end, text: '' }
        : { start: this.itemEnd(parent, index - 1), end, text: '' };
    }
    const lineStart = this.text.lastIndexOf('\n', start - 1) + 1;
    if (this.text.slice(lineStart, start).trim() === '')
      return { start: lineStart, end: this.lineEndAt(end), text: '' };
    return next === undefined ? undefined : { start, end: next, text: '' };
  }

  private add(parent: Collection, key: string | number, value: Node): Splice | undefined {
    const last = parent.items.length - 1;
    const first = this.itemStart(parent, 0);
    if (first === undefined) return undefined;
    if (parent.flow === true) return this.addToFlow(parent, key, value, first);
    const { text, looks } = this;
    const column = this.columnAt(first);
    const written = isMap(parent)
      ? blockPair(scalarText(String(key), undefined, looks, false, 0), value, column, looks)
      : blockItem(value, column, looks);
    const end = this.lineEndAt(this.itemEnd(parent, last));
    const isOpen = end > 0 && text[end - 1] !== '\n';
    const line = ' '.repeat(column) + written;
    if (isOpen) return { start: end, end, text: looks.lineEnd + line };
    return { start: end, end, text: line.endsWith('\n') ? line : line + looks.lineEnd };
  }

  private addToFlow(parent: Collection, key: string | number, value: Node, first: number): Splice {
    const end = this.itemEnd(parent, parent.items.length - 1);
    const before = this.text.slice(parent.range![0] + 1, first);
    const isMultiline = before.includes('\n');
    const indent = isMultiline ? this.indentAt(first) : '';
    const looks = isMultiline ? this.looks : { ...this.looks, unit: '' };
    const written = isMap(parent)
      ? flowPair(String(key), value, looks, indent)
      : flowText(value, looks, indent);
    const separator = isMultiline ? `,${this.looks.lineEnd}${indent}` : this.looks.comma;
    return { start: end, end, text: separator + written };
  }

  private keyText(pair: Pair): string {
    const [start, end] = (pair.key as YamlNode).range!;
    return this.text.slice(start, end);
  }

  private keyEnd(parent: Collection, index: number): number {
    return isMap(parent) ? contentEnd(parent.items[index]!.key) : 0;
  }

  private itemEnd(parent: Collection, index: number): number {
    return Math.max(contentEnd(valueIn(parent, index)), this.keyEnd(parent, index));
  }

  /** Where an entry begins: at its key, or the dash before the element of a list. */
  private itemStart(parent: Collection, index: number): number | undefined {
    const item = parent.items[index];
    if (isMap(parent)) return startOf((item as Pair | undefined)?.key);
    const start = startOf(item);
    if (start === undefined || parent.flow === true) return start;
    const dash = this.text.lastIndexOf('-', start - 1);
    return dash === -1 || /[^-\s&!\w/.]/.test(this.text.slice(dash, start)) ? undefined : dash;
  }

  private columnAt(offset: number): number {
    return offset - (this.text.lastIndexOf('\n', offset - 1) + 1);
  }

  /** The blanks at the start of the line. */
  private indentAt(offset: number): string {
    const start = this.text.lastIndexOf('\n', offset - 1) + 1;
    return /^[ \t]*/.exec(this.text.slice(start))![0];
  }

  /** Behind the end of the line on which something ends. */
  private lineEndAt(offset: number): number {
    if (offset > 0 && this.text[offset - 1] === '\n') return offset;
    const end = this.text.indexOf('\n', offset);
    return end === -1 ? this.text.length : end + 1;
  }
}
