import type { Plain } from '../plain.ts';
import { LineText, UnusualYaml } from './line-text.ts';
import { quickBlockScalar } from './quick-block-scalar.ts';
import { quickFlow } from './quick-flow.ts';
import { isPlainStart, quickPlain, quickQuoted } from './quick-scalar.ts';
import { MAX_KEY_LENGTH, MAX_QUICK_DEPTH, type Built, type QuickScalars } from './quick-scalars.ts';
import { QuickPlainScalars } from './quick-value.ts';
import type { ReadOptions } from './read-options.ts';

/**
 * Reads ordinary YAML in one pass: block and flow collections, all kinds of scalars, comments. Where it meets anything else
 * (anchors, tags, `?`, directives, tabs, merge keys, any mistake) it gives up with undefined, and the complete reader takes
 * over from the start. What it does read it reads the same way.
 */
export function readQuick(text: string, options: ReadOptions): Plain | undefined {
  try {
    return new QuickReader(new LineText(text), new QuickPlainScalars(options)).document();
  } catch (error) {
    if (error instanceof UnusualYaml) return undefined;
    throw error;
  }
}

/** The reader itself; it throws UnusualYaml where readQuick gives undefined. What scalars become is up to `scalars`. */
export class QuickReader<Scalar> {
  private readonly lines: LineText;
  private readonly scalars: QuickScalars<Scalar>;
  private depth = 0;

  constructor(lines: LineText, scalars: QuickScalars<Scalar>) {
    this.lines = lines;
    this.scalars = scalars;
  }

  /** Reads the document and leaves the position behind it. */
  document(): Built<Scalar> {
    const { lines } = this;
    lines.goToContent(0);
    if (lines.column === -1 && lines.codeAt(lines.position) !== 0) {
      if (lines.codeAt(lines.position) !== 45) throw new UnusualYaml();
      lines.position += 3;
      lines.finishLine();
    }
    const value = lines.column === -1 ? this.scalars.empty : this.node(-1);
    if (lines.column !== -1) throw new UnusualYaml();
    return value;
  }

  /** Reads what begins at the position and belongs to a collection at column `parentIndent`; goes to the next content. */
  private node(parentIndent: number): Built<Scalar> {
    const { lines } = this;
    const start = lines.position;
    const code = lines.codeAt(start);
    const nextIsBlank = lines.isBlankAt(start + 1);
    if (code === 45 && nextIsBlank) return this.sequence(lines.column, false);
    if (code === 34 || code === 39) return this.quotedNode();
    if (!isPlainStart(code, nextIsBlank)) return this.value(parentIndent, code, nextIsBlank);
    const colon = lines.colon(start);
    if (colon < lines.lineEnd(start) && lines.comment(start) > colon) return this.mapping(lines.column);
    return this.value(parentIndent, code, nextIsBlank);
  }

  private quotedNode(): Built<Scalar> {
    const { lines } = this;
    const start = lines.position;
    const value = quickQuoted(lines);
    if (lines.codeAt(lines.skipSpaces(lines.position)) === 58) {
      lines.position = start;
      return this.mapping(lines.column);
    }
    lines.finishLine();
    return this.scalars.quoted(value);
  }

  /** Reads anything but a block collection. */
  private value(parentIndent: number, code: number, nextIsBlank: boolean): Built<Scalar> {
    const { lines } = this;
    if (isPlainStart(code, nextIsBlank)) return this.scalars.value(quickPlain(lines, parentIndent + 1));
    if (code === 124) return this.scalars.literal(quickBlockScalar(lines, parentIndent));
    if (code === 62) return this.scalars.folded(quickBlockScalar(lines, parentIndent));
    let value: Built<Scalar>;
    if (code === 34 || code === 39) value = this.scalars.quoted(quickQuoted(lines));
    else if (code === 91 || code === 123) value = quickFlow(lines, this.scalars, this.depth);
    else throw new UnusualYaml();
    lines.finishLine();
    return value;
  }

  private mapping(column: number): Map<string, Built<Scalar>> {
    const { lines } = this;
    const map = new Map<string, Built<Scalar>>();
    this.enter();
    do {
      const key = this.key();
      this.scalars.add(map, key, this.mappingValue(column));
    } while (lines.column === column);
    this.leave(column);
    return map;
  }

  private enter(): void {
    if (++this.depth > MAX_QUICK_DEPTH) throw new UnusualYaml();
  }

  /** Nothing may be left right of the column of a collection that has ended. */
  private leave(column: number): void {
    if (this.lines.column > column) throw new UnusualYaml();
    this.depth--;
  }

  /** Reads a key and leaves the position behind its `:`. */
  private key(): string {
    const { lines } = this;
    const start = lines.position;
    const code = lines.codeAt(start);
    if (code === 34 || code === 39) return this.quotedKey();
    if (!isPlainStart(code, lines.isBlankAt(start + 1))) throw new UnusualYaml();
    const colon = lines.colon(start);
    if (colon - start > MAX_KEY_LENGTH || lines.lineEnd(start) < colon || lines.comment(start) < colon) {
      throw new UnusualYaml();
    }
    lines.refuseTab(start, colon);
    if (colon >= lines.length) throw new UnusualYaml();
    lines.position = colon + 1;
    return this.scalars.key(lines.trimmed(start, colon));
  }

  private quotedKey(): string {
    const { lines } = this;
    const start = lines.position;
    const key = quickQuoted(lines);
    const colon = lines.skipSpaces(lines.position);
    if (lines.codeAt(colon) !== 58 || !lines.isBlankAt(colon + 1)) throw new UnusualYaml();
    if (colon - start > MAX_KEY_LENGTH || lines.lineEnd(start) < colon) throw new UnusualYaml();
    lines.position = colon + 1;
    return key;
  }

  private mappingValue(column: number): Built<Scalar> {
    const { lines } = this;
    const start = lines.skipSpaces(lines.position);
    const code = lines.codeAt(start);
    if (code !== 10 && code !== 35 && code !== 0) {
      lines.position = start;
      return this.value(column, code, lines.isBlankAt(start + 1));
    }
    lines.goToContent(lines.lineEnd(start) + 1);
    if (lines.column > column) return this.node(column);
    return lines.column === column && this.isAtEntry() ? this.sequence(column, true) : this.scalars.empty;
  }

  private isAtEntry(): boolean {
    const { position } = this.lines;
    return this.lines.codeAt(position) === 45 && this.lines.isBlankAt(position + 1);
  }

  /** Reads a sequence; an `open` one stands at the column of the mapping it is a value of, whose next key may end it. */
  private sequence(column: number, open: boolean): Built<Scalar>[] {
    const { lines } = this;
    const items: Built<Scalar>[] = [];
    this.enter();
    do items.push(this.entry(column));
    while (lines.column === column && this.isAtEntry());
    if (lines.column === column && !open) throw new UnusualYaml();
    this.leave(column);
    return items;
  }

  private entry(column: number): Built<Scalar> {
    const { lines } = this;
    const dash = lines.position;
    const start = lines.skipSpaces(dash + 1);
    const code = lines.codeAt(start);
    if (code !== 10 && code !== 35 && code !== 0) {
      lines.position = start;
      lines.column = column + start - dash;
      return this.node(column);
    }
    lines.goToContent(lines.lineEnd(start) + 1);
    return lines.column > column ? this.node(column) : this.scalars.empty;
  }
}
