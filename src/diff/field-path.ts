/** The element of a list with these values under these keys. */
export interface ElementKey {
  readonly keys: readonly (readonly [key: string, value: string])[];
}

/** A key of a mapping, the place in a list (from 0), or the element of a list with a key. */
export type PathPart = string | number | ElementKey;
export type FieldPath = readonly PathPart[];

/** A path as patches are told it: `spec.containers.[name=web].image`, `data.[web.yaml]`, `args.2`. */
export function printPath(path: FieldPath): string {
  return path.map(printPart).join('.');
}

function printPart(part: PathPart): string {
  if (typeof part === 'number') return String(part);
  if (typeof part === 'string') return PLAIN_KEY.test(part) ? part : `[${escaped(part)}]`;
  return `[${part.keys.map(([key, value]) => `${escaped(key)}=${escaped(value)}`).join(',')}]`;
}

const PLAIN_KEY = /^[^.#[\]\\=]+$/;

function escaped(text: string): string {
  return text.replaceAll(/[\\\],=]/g, (character) => `\\${character}`);
}

/** Whether a path is that of a field (keys of mappings), or of something below it. */
export function isWithin(path: FieldPath, field: readonly string[]): boolean {
  return field.every((key, index) => path[index] === key);
}
