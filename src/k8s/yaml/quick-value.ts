import type { Plain } from '../plain.ts';
import { UnusualYaml } from './line-text.ts';
import type { ReadOptions } from './read-options.ts';
import { mayBeTyped, parseInteger, plainValue } from './scalar.ts';

/** How deep the line-wise reader recurses. */
export const MAX_QUICK_DEPTH = 200;
/** libyaml allows 1024 code points up to the `:`; we stay below. */
export const MAX_KEY_LENGTH = 1000;

const MAX_INT64 = 2n ** 63n - 1n;

/** Turns the texts of plain scalars into data. */
export class QuickScalars {
  private readonly integers: boolean;
  private readonly uniqueKeys: boolean;

  constructor(options: ReadOptions) {
    this.integers = options.integers === true;
    this.uniqueKeys = options.uniqueKeys === true;
  }

  value(text: string): Plain {
    if (!mayBeTyped(text.charCodeAt(0))) return text;
    const value = plainValue(text);
    if (typeof value !== 'number') return value;
    if (!Number.isFinite(value)) throw new UnusualYaml();
    return this.integers ? (parseInteger(text) ?? value) : value;
  }

  /** The string that a key becomes. */
  key(text: string): string {
    const first = text.charCodeAt(0);
    if (first === 60 && text === '<<') throw new UnusualYaml();
    if (!mayBeTyped(first)) return text;
    const value = plainValue(text);
    if (typeof value === 'string') return value;
    if (typeof value === 'boolean') return String(value);
    const integer = value === null ? undefined : parseInteger(text);
    if (integer === undefined || integer > MAX_INT64) throw new UnusualYaml();
    return String(integer);
  }

  add(map: Map<string, Plain>, key: string, value: Plain): void {
    if (this.uniqueKeys && map.has(key)) throw new UnusualYaml();
    map.set(key, value);
  }
}
