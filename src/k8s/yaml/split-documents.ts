import { YamlError } from './error.ts';

/** A part of a stream between two separators. */
export interface DocumentPart {
  readonly text: string;
  /** The line of the stream (from 1) on which it begins. */
  readonly line: number;
}

const SEPARATOR = '\n---';
/** White space by Go's rules, then nothing or a comment. */
const NOTHING_BEHIND = /^[\t-\r \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]*(?:#|$)/;

/**
 * The parts of a stream as kyaml splits it: at every line but the first and an unfinished last one that begins with three
 * dashes, wherever it stands. CR LF is LF. Throws YamlError where anything but a comment stands behind the dashes.
 */
export function splitDocuments(stream: string): DocumentPart[] {
  const text = stream.includes('\r\n') ? stream.replaceAll('\r\n', '\n') : stream;
  const parts: DocumentPart[] = [];
  let start = 0;
  let line = 1;
  for (let at = text.indexOf(SEPARATOR); at !== -1; at = text.indexOf(SEPARATOR, start)) {
    const end = text.indexOf('\n', at + 1);
    if (end === -1) break;
    const part = text.slice(start, at + 1);
    // A separator may directly follow another one: there is no line between them, though a part.
    const separatorLine = line + countLines(part);
    if (!NOTHING_BEHIND.test(text.slice(at + SEPARATOR.length, end))) {
      throw new YamlError('text stands behind a document separator', undefined, separatorLine);
    }
    parts.push({ text: part, line });
    line = separatorLine + 1;
    start = end + 1;
  }
  parts.push({ text: start === 0 ? text : text.slice(start), line });
  return parts;
}

function countLines(text: string): number {
  let lines = 0;
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) lines++;
  return lines;
}
