import { doubleQuoted, pad } from '../yaml/write-scalar.ts';
import { blockHints, isCollection, isSimpleKey, scalarStyle, writtenTag } from './scalar-looks.ts';
import type { ScalarStyle, StyledDocument, StyledNode } from './styled-node.ts';

const INDENT = 2;

/** A document as go-yaml v3 writes it: indented by two, lists not indented in mappings, with comments, styles and anchors. */
export function writeStyled({ root, head, foot }: StyledDocument): string {
  const writer = new StyledWriter();
  writer.writeDocument(root, head, foot);
  return writer.text;
}

/** What a node stands in. */
type Context = 'root' | 'item' | 'key' | 'value' | 'flow';

class StyledWriter {
  text = '';
  private column = 0;
  private indent = -1;
  private flowLevel = 0;
  /** The last thing written is white space, or such that none is needed behind it. */
  private isSpaced = true;
  /** Nothing but indentation, and signs that count as such, is on this line. */
  private isIndention = true;
  /** The indentation of a comment below content, behind which there is to be an empty line. */
  private footIndent = -1;
  /** Comments that wait for their place. */
  private head = '';
  private line = '';
  private foot = '';
  private tail = '';
  private keyLine = '';

  writeDocument(root: StyledNode, head: string, foot: string): void {
    this.head = head;
    if (head !== '') {
      this.writeHead();
      this.break();
    }
    this.expect(root);
    this.writeHead();
    this.write(root, 'root');
    this.footIndent = 0;
    this.foot = foot === '' ? this.foot : foot;
    this.writeFoot();
    this.footIndent = -1;
    this.startLine();
  }

  /** Notes the comments of a node that begins here; those behind a collection come at its end. */
  private expect(node: StyledNode, tail = ''): void {
    if (node.head !== '') this.head = node.head;
    if (tail !== '') this.tail = tail;
    if (!isCollection(node)) this.expectEnd(node);
  }

  private expectEnd({ line, foot }: StyledNode): void {
    if (line !== '') this.line = line;
    if (foot !== '') this.foot = foot;
  }

  /** Writes a node and the comments behind it. */
  private write(node: StyledNode, context: Context): void {
    this.writeProperties(node);
    if (!isCollection(node)) this.writeLeaf(node, context);
    else if (this.flowLevel > 0 || node.isFlow || node.children.length === 0) {
      this.writeFlow(node, context);
      return;
    }
    this.writeLine();
    this.writeFoot();
    if (isCollection(node)) this.writeBlock(node, context);
  }

  private writeBlock(node: StyledNode, context: Context): void {
    const outer = this.indent;
    if (node.kind === 'sequence') this.writeBlockSequence(node, context);
    else this.writeBlockMapping(node, context);
    this.indent = outer;
  }

  private writeBlockSequence({ children, line, foot }: StyledNode, context: Context): void {
    const isCompact = context === 'value' && (this.column === 0 || !this.isIndention);
    this.increaseIndent(context, isCompact);
    for (const item of children) {
      this.expect(item);
      this.writeHead();
      this.startLine();
      this.sign('-', true, false, true);
      this.write(item, 'item');
    }
    if (line !== '') this.line = line;
    if (foot !== '') this.foot = foot;
  }

  private writeBlockMapping(node: StyledNode, context: Context): void {
    this.increaseIndent(context);
    let tail = '';
    for (let index = 0; index + 1 < node.children.length; index += 2) {
      const key = node.children[index]!;
      this.writeBlockEntry(key, node.children[index + 1]!, tail);
      tail = key.foot;
    }
    if (tail !== '') this.tail = tail;
    this.expectEnd(node);
    this.writeHead();
  }

  private writeBlockEntry(key: StyledNode, value: StyledNode, tail: string): void {
    const { foot } = this;
    this.expect(key, tail);
    // The foot of a key comes behind its value.
    if (!isCollection(key)) this.foot = foot;
    this.writeHead();
    this.startLine();
    if (this.line !== '') [this.keyLine, this.line] = [this.line, ''];
    const isSimple = isSimpleKey(key);
    if (isSimple) {
      this.writeProperties(key);
      this.writeKey(key);
      this.sign(':', false);
    } else {
      this.sign('?', true, false, true);
      this.write(key, 'value');
      this.startLine();
      this.sign(':', true, false, true);
    }
    this.expect(value);
    this.moveKeyLine(value);
    this.write(value, 'value');
  }

  /** A comment behind a key goes behind its value, unless that begins on the next line. */
  private moveKeyLine(value: StyledNode): void {
    if (this.keyLine === '') return;
    if (!isCollection(value)) {
      if (this.line !== '' || value.kind === 'alias') return;
      [this.line, this.keyLine] = [this.keyLine, ''];
    } else if (!value.isFlow) {
      const { line } = this;
      this.line = this.keyLine;
      this.writeLine();
      this.keyLine = line;
    }
  }

  private writeFlow(node: StyledNode, context: Context): void {
    const isMapping = node.kind === 'mapping';
    const outer = this.indent;
    this.sign(isMapping ? '{' : '[', true, true);
    this.increaseIndent(context, false, true);
    this.flowLevel++;
    let isSeparated = true;
    const step = isMapping ? 2 : 1;
    for (let index = 0; index < node.children.length; index += step) {
      if (!isSeparated) this.sign(',', false);
      const item = node.children[index]!;
      this.expect(item);
      this.writeHead();
      if (this.column === 0) this.startLine();
      if (isMapping) isSeparated = this.writeFlowEntry(item, node.children[index + 1]!);
      else isSeparated = this.writeFlowPart(item);
    }
    this.flowLevel--;
    this.indent = outer;
    this.expectEnd(node);
    if (!isMapping && this.column === 0) this.startLine();
    this.sign(isMapping ? '}' : ']', false);
    this.writeLine();
    this.writeFoot();
  }

  private writeFlowEntry(key: StyledNode, value: StyledNode): boolean {
    if (isSimpleKey(key)) {
      this.writeProperties(key);
      this.writeKey(key);
      this.sign(':', false);
    } else {
      this.sign('?', true);
      this.write(key, 'flow');
      this.sign(':', true);
    }
    this.expect(value);
    return this.writeFlowPart(value);
  }

  /** Writes an item; gives whether the comma behind it is written, before its comment. */
  private writeFlowPart(node: StyledNode): boolean {
    const hasComment = this.line + this.foot + this.tail !== '';
    if (!hasComment || isCollection(node)) {
      this.write(node, 'flow');
      return hasComment;
    }
    const { line, foot } = this;
    this.line = this.foot = '';
    this.write(node, 'flow');
    this.sign(',', false);
    [this.line, this.foot] = [line, foot];
    this.writeLine();
    this.writeFoot();
    return true;
  }

  private writeProperties(node: StyledNode): void {
    if (node.kind === 'alias') this.sign(`*${node.value}`, true);
    else if (node.anchor !== '') this.sign(`&${node.anchor}`, true);
    const tag = writtenTag(node);
    if (tag !== '') this.sign(tag, true);
  }

  private writeLeaf(node: StyledNode, context: Context): void {
    if (node.kind === 'alias') return;
    const outer = this.indent;
    this.increaseIndent(context, false, true);
    this.writeScalar(node, scalarStyle(node, this.flowLevel > 0, false));
    this.indent = outer;
  }

  private writeKey(node: StyledNode): void {
    if (node.kind === 'alias') {
      this.put(' ');
      return;
    }
    if (isCollection(node)) this.sign(node.kind === 'mapping' ? '{}' : '[]', true);
    else this.writeScalar(node, scalarStyle(node, this.flowLevel > 0, true));
  }

  private writeScalar({ value }: StyledNode, style: ScalarStyle): void {
    if (style === 'literal' || style === 'folded') {
      this.writeBlockScalar(value, style);
      return;
    }
    if (style === 'double') this.sign(doubleQuoted(value), true);
    else if (style === 'single') this.sign(`'${this.singleQuoted(value)}'`, true);
    else if (value !== '') this.sign(value, true);
    else return;
    this.isIndention = false;
  }

  private singleQuoted(value: string): string {
    const quoted = value.replaceAll("'", "''");
    // A single line end would be read as a blank.
    return quoted.includes('\n')
      ? quoted.replace(/\n+/g, (breaks) => `\n${breaks}${pad(this.indent)}`)
      : quoted;
  }

  private writeBlockScalar(value: string, style: 'literal' | 'folded'): void {
    this.sign((style === 'literal' ? '|' : '>') + blockHints(value), true);
    if (this.line === '') this.break();
    else this.writeLine();
    const lines = value.split('\n');
    // Where the first line is indented, folding keeps line ends as they are.
    const isFolded = style === 'folded' && !/^\n*(?:[ \t]|$)/.test(value);
    lines.forEach((line, index) => {
      if (line !== '') {
        this.put(pad(this.indent) + line);
        this.isIndention = false;
      }
      if (index === lines.length - 1) return;
      if (isFolded && line !== '' && !/^[ \t]/.test(line)) this.break();
      this.break();
    });
    this.isSpaced = true;
  }

  private increaseIndent(context: Context, isCompact = false, isFlow = false): void {
    if (this.indent < 0) this.indent = isFlow ? INDENT : 0;
    else if (context === 'item') this.indent += 2;
    else this.indent = INDENT * Math.floor((this.indent + INDENT) / INDENT) - (isCompact ? 2 : 0);
  }

  private writeHead(): void {
    if (this.tail !== '') {
      this.startLine();
      this.writeComment(this.tail);
      this.tail = '';
      this.footIndent = Math.max(0, this.indent);
    }
    if (this.head === '') return;
    this.startLine();
    this.writeComment(this.head);
    this.head = '';
  }

  private writeLine(): void {
    if (this.line === '') return;
    if (!this.isSpaced) this.put(' ');
    this.writeComment(this.line);
    this.line = '';
  }

  private writeFoot(): void {
    if (this.foot === '') return;
    this.startLine();
    this.writeComment(this.foot);
    this.foot = '';
    this.footIndent = Math.max(0, this.indent);
  }

  private writeComment(comment: string): void {
    const lines = comment.split('\n');
    const endsLine = lines.at(-1) === '';
    if (endsLine) lines.pop();
    lines.forEach((line, index) => {
      if (index > 0 && line !== '') this.startLine();
      if (line !== '') this.put(line.startsWith('#') ? line : `# ${line}`);
      if (line !== '') this.isIndention = false;
      this.break();
    });
    this.isSpaced = true;
  }

  /** Goes to the indentation on a line of its own. */
  private startLine(): void {
    const indent = Math.max(0, this.indent);
    if (!this.isIndention || this.column > indent || (this.column === indent && !this.isSpaced)) this.break();
    if (this.footIndent === indent) this.break();
    if (this.column < indent) this.put(pad(indent - this.column));
    this.isSpaced = true;
    this.footIndent = -1;
  }

  private sign(text: string, needsSpace: boolean, isSpace = false, isIndention = false): void {
    if (needsSpace && !this.isSpaced) this.put(' ');
    this.put(text);
    this.isSpaced = isSpace;
    this.isIndention = this.isIndention && isIndention;
  }

  private put(text: string): void {
    this.text += text;
    const lineEnd = text.lastIndexOf('\n');
    this.column = lineEnd === -1 ? this.column + text.length : text.length - lineEnd - 1;
  }

  private break(): void {
    this.text += '\n';
    this.column = 0;
    this.isIndention = true;
  }
}
