import type { Location } from '../lib/error.ts';

/** Where a resource was read: a file (or a description such as `configMapGenerator`), the document in it, and its first line. */
export interface Place {
  readonly file: string;
  /** Counts from 0. */
  readonly document: number;
  /** Counts from 1; undefined for what no file holds. */
  readonly line: number | undefined;
}

/** The place as the location of an error. */
export function placeLocation({ file, line }: Place): Location {
  return line === undefined ? { file } : { file, line };
}

/** For messages: `file:line`. */
export function printPlace({ file, line }: Place): string {
  return line === undefined ? file : `${file}:${line}`;
}
