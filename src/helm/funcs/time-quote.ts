import { toBytes } from '../../lib/utf8.ts';

/** The quoting of Go's package time, for its errors: everything that is no printable ASCII is escaped, byte by byte. */
export function quoteTime(text: string): string {
  let quoted = '"';
  for (const byte of toBytes(text)) {
    if (byte >= 0x80 || byte < 0x20) quoted += `\\x${byte.toString(16).padStart(2, '0')}`;
    else quoted += (byte === 34 || byte === 92 ? '\\' : '') + String.fromCharCode(byte);
  }
  return `${quoted}"`;
}
