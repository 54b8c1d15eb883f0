/**
 * A JSON value whose scalars stand as they are written: evanphx/json-patch compares `1.0` and `1`, or `"<"` and `"\u003c"`, by
 * their bytes.
 */
export type RawJson = RawScalar | RawJson[] | Map<string, RawJson>;

/** The text of a scalar. */
export interface RawScalar {
  readonly raw: string;
}

const TOKEN = /[ \t\r\n]*("(?:[^"\\]|\\.)*"|[[\]{}:,]|[^\s[\]{}:,"]+)/gy;

/** Reads a JSON text that is known to be valid. */
export function readRawJson(text: string): RawJson {
  return new RawReader(text).read();
}

class RawReader {
  private readonly tokens: Iterator<RegExpMatchArray>;
  private token = '';

  constructor(text: string) {
    this.tokens = text.matchAll(TOKEN);
    this.next();
  }

  read(): RawJson {
    const { token } = this;
    this.next();
    if (token === '[') return this.readList();
    return token === '{' ? this.readMap() : { raw: token };
  }

  private readList(): RawJson[] {
    const list: RawJson[] = [];
    while (this.token !== ']') {
      list.push(this.read());
      if (this.token === ',') this.next();
    }
    this.next();
    return list;
  }

  private readMap(): Map<string, RawJson> {
    const map = new Map<string, RawJson>();
    while (this.token !== '}') {
      const key = JSON.parse(this.token) as string;
      this.next();
      this.next();
      map.set(key, this.read());
      if (this.token === ',') this.next();
    }
    this.next();
    return map;
  }

  private next(): void {
    const { value, done } = this.tokens.next() as IteratorResult<RegExpMatchArray, undefined>;
    this.token = done === true ? '' : value[1]!;
  }
}
