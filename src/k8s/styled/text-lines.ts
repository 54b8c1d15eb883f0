/** A place in a text: its index, its line, and its column (all from 0, in UTF-16 units). */
export interface Mark {
  readonly index: number;
  readonly line: number;
  readonly column: number;
}

/** Where the lines of a text begin. */
export class TextLines {
  readonly text: string;
  private readonly starts: number[] = [0];

  constructor(text: string) {
    this.text = text;
    for (let end = text.indexOf('\n'); end !== -1; end = text.indexOf('\n', end + 1))
      this.starts.push(end + 1);
  }

  markAt(index: number): Mark {
    let low = 0;
    let high = this.starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.starts[middle]! <= index) low = middle;
      else high = middle - 1;
    }
    return { index, line: low, column: index - this.starts[low]! };
  }

  /** The index of a line and a column that counts code points. */
  indexOf({ line, column }: { readonly line: number; readonly column: number }): number {
    const { text } = this;
    let index = this.starts[line] ?? text.length;
    for (let count = 0; count < column && index < text.length; count++) {
      index += (text.charCodeAt(index) & 0xfc00) === 0xd800 ? 2 : 1;
    }
    return index;
  }

  endOfLine(from: number): number {
    const end = this.text.indexOf('\n', from);
    return end === -1 ? this.text.length : end;
  }
}
