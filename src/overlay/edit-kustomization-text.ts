import { isMap, isScalar, isSeq, LineCounter, parseDocument, stringify, type Pair, type YAMLMap } from 'yaml';
import { InfraError } from '../lib/error.ts';

/** An entry of a list in a kustomization file. */
export interface Entry {
  readonly data: unknown;
  /** the lines of comments above it, and its own */
  readonly lines: readonly string[];
}

/** A list with where its lines are: those of its key and those of its entries, to be replaced as a whole. */
interface ListLines {
  readonly entries: readonly Entry[];
  readonly start: number;
  readonly end: number;
  readonly indent: string;
  /** the line of the key, as it stays */
  readonly key: string;
}

/** New fields come behind the last of those that stand before them here. */
const ORDER = ['resources', 'components', 'patches', 'replicas', 'images'];
/** So that readers of every version of YAML take texts for texts. */
const WRITTEN = { lineWidth: 0, version: '1.1' } as const;

/** The text of a kustomization file, whose lists can be changed line by line. */
export class KustomizationText {
  readonly #file: string;
  readonly #lineEnd: string;
  #lines: string[];
  #root: YAMLMap | undefined;
  #counter = new LineCounter();

  /** Throws InfraError KUSTOMIZATION for a text that is no mapping. */
  constructor(text: string, file: string) {
    this.#file = file;
    this.#lineEnd = text.includes('\r\n') ? '\r\n' : '\n';
    this.#lines = text.replaceAll('\r\n', '\n').split('\n');
    if (this.#lines.at(-1) === '') this.#lines.pop();
    this.#read();
  }

  get text(): string {
    return this.#lines.map((line) => `${line}${this.#lineEnd}`).join('');
  }

  /** The entries of a list, none where there is no such field. */
  entries(field: string): readonly Entry[] {
    return this.#list(field)?.entries ?? [];
  }

  /** Puts an entry into a list, before the one at a position. */
  insert(field: string, position: number, data: unknown): void {
    const list = this.#list(field);
    const indent = list?.indent ?? this.#indent();
    const entry = { data, lines: linesOf(data, indent) };
    if (list === undefined) this.#splice(this.#end(field), 0, [`${field}:`, ...entry.lines]);
    else this.#write(list, list.entries.toSpliced(position, 0, entry));
  }

  /** Takes away the entries that a test is true of, with the comments above them; a list that gets empty goes. */
  remove(field: string, test: (entry: Entry) => boolean): void {
    const list = this.#list(field);
    const kept = list?.entries.filter((entry) => !test(entry));
    if (list === undefined || kept === undefined || kept.length === list.entries.length) return;
    if (kept.length > 0) this.#write(list, kept);
    else this.#splice(list.start, list.end - list.start, []);
  }

  /** Puts an entry in the place of the first one that a test is true of, else behind all. */
  set(field: string, test: (entry: Entry) => boolean, data: unknown): void {
    const list = this.#list(field);
    const position = list?.entries.findIndex(test) ?? -1;
    if (list === undefined || position === -1) {
      this.insert(field, this.entries(field).length, data);
      return;
    }
    const present = list.entries[position]!;
    if (JSON.stringify(present.data) === JSON.stringify(data)) return;
    const above = present.lines.slice(
      0,
      present.lines.findIndex((line) => !isAbove(line, list.indent)),
    );
    const entry = { data, lines: [...above, ...linesOf(data, list.indent)] };
    this.#write(list, list.entries.with(position, entry));
  }

  #read(): void {
    this.#counter = new LineCounter();
    const document = parseDocument(this.#lines.join('\n'), { lineCounter: this.#counter });
    const { contents, errors } = document;
    if (errors[0] !== undefined || (contents !== null && !isMap(contents))) {
      const reason = errors[0]?.message.split('\n', 1)[0] ?? 'it is no mapping';
      throw new InfraError('KUSTOMIZATION', `${this.#file} cannot be changed: ${reason}`, {
        location: { file: this.#file },
      });
    }
    this.#root = contents ?? undefined;
  }

  #list(field: string): ListLines | undefined {
    const pairs = this.#root?.items ?? [];
    const at = pairs.findIndex(({ key }) => isScalar(key) && key.value === field);
    const pair = pairs[at];
    if (pair === undefined) return undefined;
    const start = this.#lineOf(pair);
    const end = this.#endOf(pairs[at + 1], start);
    const data = dataOf(pair);
    const header = this.#lines[start]!;
    const isBlock = isSeq(pair.value) && pair.value.flow !== true && /:\s*(?:#.*)?$/.test(header);
    const block = isBlock ? this.#blockEntries(data, start + 1, end) : undefined;
    if (block !== undefined) return { start, end, key: header, ...block };
    const indent = this.#indent();
    const entries = data.map((each) => ({ data: each, lines: linesOf(each, indent) }));
    return { start, end, key: `${field}:`, indent, entries };
  }

  /** The entries of a list that is written with a dash for each; undefined where its lines are not as people write them. */
  #blockEntries(
    data: readonly unknown[],
    start: number,
    end: number,
  ): Pick<ListLines, 'entries' | 'indent'> | undefined {
    const lines = this.#lines.slice(start, end);
    const indent = /^ *(?=-(?: |$))/.exec(lines.find((line) => /^ *-(?: |$)/.test(line)) ?? '')?.[0];
    if (indent === undefined) return undefined;
    const dashes = lines.flatMap((line, index) =>
      /^-(?: |$)/.test(line.slice(indent.length)) && line.startsWith(indent) ? [index] : [],
    );
    if (dashes.length !== data.length) return undefined;
    const starts = dashes.map((dash, index) => startOfComments(lines, dash, dashes[index - 1] ?? -1, indent));
    const entries = data.map((each, index) => ({
      data: each,
      lines: lines.slice(starts[index], starts[index + 1] ?? lines.length),
    }));
    return { entries, indent };
  }

  #write({ start, end, key }: ListLines, entries: readonly Entry[]): void {
    this.#splice(start, end - start, [key, ...entries.flatMap(({ lines }) => lines)]);
  }

  #splice(start: number, count: number, lines: readonly string[]): void {
    this.#lines.splice(start, count, ...lines);
    this.#read();
  }

  /** The line, from 0, that a field begins on. */
  #lineOf({ key }: Pair): number {
    const offset = isScalar(key) ? (key.range?.[0] ?? 0) : 0;
    return this.#counter.linePos(offset).line - 1;
  }

  /** The line behind the field on line `start`: what is empty or a comment before the next one belongs to that. */
  #endOf(next: Pair | undefined, start: number): number {
    let end = next === undefined ? this.#lines.length : this.#lineOf(next);
    if (next === undefined && this.#lines.at(-1)?.startsWith('...') === true) end--;
    while (end > start + 1 && /^(?:#.*|\s*)$/.test(this.#lines[end - 1]!)) end--;
    return end;
  }

  /** The line on which a field that is not there yet is to begin. */
  #end(field: string): number {
    const pairs = this.#root?.items ?? [];
    const before = ORDER.slice(0, Math.max(0, ORDER.indexOf(field)));
    const last = pairs.findLastIndex(({ key }) => isScalar(key) && before.includes(String(key.value)));
    const at = last === -1 ? pairs.length - 1 : last;
    return at === -1 ? this.#lines.length : this.#endOf(pairs[at + 1], this.#lineOf(pairs[at]!));
  }

  /** How the lists of the file are indented. */
  #indent(): string {
    for (const [index, line] of this.#lines.entries()) {
      const dash = /^( *)-(?: |$)/.exec(line);
      if (dash !== null && /^[A-Za-z]+:\s*(?:#.*)?$/.test(this.#lines[index - 1] ?? '')) return dash[1]!;
    }
    return '';
  }
}

function dataOf({ value }: Pair): readonly unknown[] {
  const data: unknown = isSeq(value) ? value.toJSON() : [];
  return Array.isArray(data) ? data : [];
}

function linesOf(data: unknown, indent: string): string[] {
  const lines = stringify(data, WRITTEN).trimEnd().split('\n');
  return lines.map((line, index) => `${indent}${index === 0 ? '- ' : '  '}${line}`);
}

/** Whether a line is a comment on the entry below it, or empty. */
function isAbove(line: string, indent: string): boolean {
  const rest = line.trimStart();
  return rest === '' || (rest.startsWith('#') && line.length - rest.length <= indent.length);
}

/** The first of the lines of comments above a line, behind the entry before. */
function startOfComments(lines: readonly string[], dash: number, before: number, indent: string): number {
  let start = dash;
  while (start - 1 > before && isAbove(lines[start - 1]!, indent)) start--;
  return start;
}
