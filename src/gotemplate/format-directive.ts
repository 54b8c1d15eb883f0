import { LimitError } from './budget.ts';

/** What stands between `%` and the verb. -1: no width, no precision. */
export interface Directive {
  minus: boolean;
  plus: boolean;
  sharp: boolean;
  space: boolean;
  zero: boolean;
  /** `%+v`: names of struct fields */
  plusV: boolean;
  /** `%#v`: Go syntax */
  sharpV: boolean;
  width: number;
  precision: number;
}

export function newDirective(): Directive {
  return {
    minus: false,
    plus: false,
    sharp: false,
    space: false,
    zero: false,
    plusV: false,
    sharpV: false,
    width: -1,
    precision: -1,
  };
}

/** The directive of plain `%v`. */
export const PLAIN: Readonly<Directive> = newDirective();

/** How many characters may still be printed; shared by everything that one call prints. */
export class Meter {
  #left: number;
  readonly #limit: number;
  constructor(limit: number) {
    this.#limit = limit;
    this.#left = limit;
  }
  spend(characters: number): void {
    this.#left -= characters + 1;
    if (this.#left < 0) throw new LimitError(`a text would be longer than ${this.#limit} characters`);
  }
}

/** Pads to the directive's width, counted in runes. */
export function pad(
  text: string,
  directive: Readonly<Directive>,
  meter: Meter,
  zero = directive.zero,
): string {
  const { width } = directive;
  meter.spend(Math.max(text.length, width));
  if (width <= 0) return text;
  const missing = width - runeCount(text);
  if (missing <= 0) return text;
  if (directive.minus) return text + ' '.repeat(missing);
  return (zero ? '0' : ' ').repeat(missing) + text;
}

function runeCount(text: string): number {
  let count = 0;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code >= 0xd800 && code < 0xdc00 && text.codePointAt(index)! > 0xffff) index++;
    count++;
  }
  return count;
}
