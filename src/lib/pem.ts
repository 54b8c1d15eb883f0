import { decodeBase64, encodeBase64 } from './base64.ts';

/** A block of a PEM file. */
export interface PemBlock {
  /** what it says after BEGIN, e.g. `CERTIFICATE` */
  readonly type: string;
  readonly bytes: Uint8Array;
}

const BEGIN = '-----BEGIN ';
const END = '\n-----END ';
const DASHES = '-----';

/** Writes a block in lines of 64 characters. */
export function encodePem(type: string, bytes: Uint8Array): string {
  const lines = encodeBase64(bytes).match(/.{1,64}/g) ?? [];
  return `${BEGIN}${type}${DASHES}\n${lines.map((line) => `${line}\n`).join('')}${END.slice(1)}${type}${DASHES}\n`;
}

/** The first well-formed block in a text, undefined if there is none. Whatever else the text contains does not matter. */
export function decodePem(text: string): PemBlock | undefined {
  for (let start = 0; ;) {
    const end = text.indexOf(END, start);
    if (end < 0) return undefined;
    const offset = text.slice(start, end).lastIndexOf(BEGIN);
    const begin = start + offset;
    if (offset >= 0 && (begin === 0 || text[begin - 1] === '\n')) {
      const block = readBlock(text, begin + BEGIN.length, end);
      if (block !== undefined) return block;
    }
    start = end + END.length;
  }
}

function readBlock(text: string, start: number, end: number): PemBlock | undefined {
  const [typeLine = '', ...lines] = text.slice(start, end).split('\n');
  const type = typeLine.trimEnd();
  if (!type.endsWith(DASHES)) return undefined;
  const lineEnd = text.indexOf('\n', end + END.length);
  if (text.slice(end + END.length, lineEnd < 0 ? undefined : lineEnd).trimEnd() !== type) return undefined;
  const body = lines.slice(countHeaders(lines));
  try {
    return {
      type: type.slice(0, -DASHES.length),
      bytes: decodeBase64(body.join('\n').replace(/[ \t]+/g, '')),
    };
  } catch {
    return undefined;
  }
}

/** Lines with a colon at the start are headers (`Proc-Type: …`). */
function countHeaders(lines: readonly string[]): number {
  const first = lines.findIndex((line) => !line.includes(':'));
  return first < 0 ? lines.length : first;
}
