import type { Plain } from '../plain.ts';
import { UnusualYaml } from './line-text.ts';
import type { Built, QuickScalars } from './quick-scalars.ts';
import type { ReadOptions } from './read-options.ts';
import { mayBeTyped, parseInteger, plainValue } from './scalar.ts';

const MAX_INT64 = 2n ** 63n - 1n;

type PlainScalar = Exclude<Plain, string | object> | null;

/** Turns the texts of plain scalars into data. */
export class QuickPlainScalars implements QuickScalars<PlainScalar> {
  readonly empty = null;
  readonly flowEmpty = null;
  private readonly integers: boolean;
  private readonly uniqueKeys: boolean;

  constructor(options: ReadOptions) {
    this.integers = options.integers === true;
    this.uniqueKeys = options.uniqueKeys === true;
  }

  value(text: string): string | PlainScalar {
    if (!mayBeTyped(text.charCodeAt(0))) return text;
    const value = plainValue(text);
    if (typeof value !== 'number') return value;
    if (!Number.isFinite(value)) throw new UnusualYaml();
    return this.integers ? (parseInteger(text) ?? value) : value;
  }

  flowValue(text: string): string | PlainScalar {
    return this.value(text);
  }

  quoted(text: string): string {
    return text;
  }

  literal(text: string): string {
    return text;
  }

  folded(text: string): string {
    return text;
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

  flowKey(text: string): string {
    return this.key(text);
  }

  add(map: Map<string, Built<PlainScalar>>, key: string, value: Built<PlainScalar>): void {
    if (this.uniqueKeys && map.has(key)) throw new UnusualYaml();
    map.set(key, value);
  }
}
