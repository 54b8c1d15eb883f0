/** Thrown by the line-wise reader where the text is not for it: rare constructs and every kind of mistake. */
export class UnusualYaml extends Error {}

/**
 * A text of lines with a place in it, and quick answers to where the next of those characters is that matter to YAML. Each
 * answer is kept until the place has passed it, so all searches together are linear, and they run in native code. Colons,
 * comments and tabs must be asked for from places that do not go back.
 */
export class LineText {
  readonly text: string;
  readonly length: number;
  position = 0;
  /** The column of the content at `position`; -1 at the end of the document. */
  column = 0;
  private breakFrom = 0;
  private nextBreak = -1;
  private nextColon = -1;
  private nextComment = -1;
  private nextTab = -1;

  constructor(text: string) {
    this.text = text;
    this.length = text.length;
  }

  /** The end of the line that has `from` in it: the place of its line feed, or the end of the text. */
  lineEnd(from: number): number {
    if (from >= this.breakFrom && from <= this.nextBreak) return this.nextBreak;
    const end = this.text.indexOf('\n', from);
    this.breakFrom = from;
    this.nextBreak = end === -1 ? this.length : end;
    return this.nextBreak;
  }

  /** The first `:` at or after `from` with white space or the end of the text behind it. */
  colon(from: number): number {
    if (this.nextColon >= from) return this.nextColon;
    let place = this.text.indexOf(':', from);
    while (place !== -1 && !this.isBlankAt(place + 1)) place = this.text.indexOf(':', place + 1);
    this.nextColon = place === -1 ? this.length : place;
    return this.nextColon;
  }

  /** The first ` #` at or after `from`. */
  comment(from: number): number {
    if (this.nextComment >= from) return this.nextComment;
    // Searching for the rarer of the two characters is many times faster than for both.
    let place = this.text.indexOf('#', from + 1);
    while (place !== -1 && this.text.charCodeAt(place - 1) !== 32) place = this.text.indexOf('#', place + 1);
    this.nextComment = place === -1 ? this.length : place - 1;
    return this.nextComment;
  }

  /** Refuses a part of the text with a tab in it. */
  refuseTab(from: number, end: number): void {
    if (this.nextTab < from) {
      const place = this.text.indexOf('\t', from);
      this.nextTab = place === -1 ? this.length : place;
    }
    if (this.nextTab < end) throw new UnusualYaml();
  }

  /** Whether white space or the end of the text is at this place. */
  isBlankAt(place: number): boolean {
    const code = this.codeAt(place);
    return code === 32 || code === 10 || code === 0 || code === 9;
  }

  /** The character at this place, 0 at the end of the text. */
  codeAt(place: number): number {
    return place < this.length ? this.text.charCodeAt(place) : 0;
  }

  /** The place of the first character at or after `from` that is no space. */
  skipSpaces(from: number): number {
    const { text, length } = this;
    let place = from;
    while (place < length && text.charCodeAt(place) === 32) place++;
    return place;
  }

  /** The part of a line from `start` up to `end`, without spaces at its end. */
  trimmed(start: number, end: number): string {
    let place = end;
    while (this.text.charCodeAt(place - 1) === 32) place--;
    return this.text.slice(start, place);
  }

  /** Whether `---` or `...` stands at this start of a line. */
  isDocumentMarker(place: number): boolean {
    const code = this.codeAt(place);
    if (code !== 45 && code !== 46) return false;
    return this.codeAt(place + 1) === code && this.codeAt(place + 2) === code && this.isBlankAt(place + 3);
  }

  /** Goes from the start of a line to the next content, past empty lines and comments, or to the end of the document. */
  goToContent(lineStart: number): void {
    let start = lineStart;
    for (;;) {
      const place = this.skipSpaces(start);
      const code = this.codeAt(place);
      if (code === 10) start = place + 1;
      else if (code === 35) start = this.lineEnd(place) + 1;
      else {
        this.position = place;
        this.column = code === 0 || (place === start && this.isDocumentMarker(place)) ? -1 : place - start;
        return;
      }
    }
  }

  /** Goes from behind a value to the next content; only spaces and a comment may be left in that line. */
  finishLine(): void {
    const place = this.skipSpaces(this.position);
    const code = this.codeAt(place);
    if (code !== 10 && code !== 0 && !(code === 35 && place > this.position)) throw new UnusualYaml();
    this.goToContent(this.lineEnd(place) + 1);
  }
}
