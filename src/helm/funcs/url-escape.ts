import { GoError } from '../../gotemplate/function.ts';
import { quote } from '../../gotemplate/quote.ts';
import { fromBytes, toBytes } from '../../lib/utf8.ts';

/** The parts of a URL that have rules of their own for what stands as itself. */
export type UrlPart = 'path' | 'host' | 'zone' | 'userinfo' | 'fragment';

const HOST = /[\w.~!"$&'()*+,:;<=>[\]-]/;
const LITERAL: Readonly<Record<UrlPart, RegExp>> = {
  path: /[\w.~$&+,/:;=@-]/,
  host: HOST,
  zone: HOST,
  userinfo: /[\w.~$&+,;=-]/,
  fragment: /[\w.~!$&()*+,/:;=?@-]/,
};
const ESCAPE = /^%[0-9A-Fa-f]{2}/;
const HEX = '0123456789ABCDEF';

/** Writes every byte that may not stand as itself in this part as `%XX`. */
export function escapeUrl(text: string, part: UrlPart): string {
  let escaped = '';
  for (const byte of toBytes(text)) {
    const character = String.fromCharCode(byte);
    escaped +=
      byte < 0x80 && LITERAL[part].test(character) ? character : `%${HEX[byte >> 4]}${HEX[byte & 15]}`;
  }
  return escaped;
}

/** Reads `%XX`. Throws GoError for other uses of `%`, and in hosts for what may not stand there. */
export function unescapeUrl(text: string, part: UrlPart): string {
  const isHost = part === 'host' || part === 'zone';
  if (!isHost && !text.includes('%')) return text;
  const bytes: number[] = [];
  const source = toBytes(text);
  for (let at = 0; at < source.length; at++) {
    const byte = source[at]!;
    if (byte === 37) {
      bytes.push(readEscape(source, at, part));
      at += 2;
      continue;
    }
    if (isHost && byte < 0x80 && !HOST.test(String.fromCharCode(byte))) {
      throw new GoError(`invalid character ${quote(String.fromCharCode(byte))} in host name`);
    }
    bytes.push(byte);
  }
  return fromBytes(Uint8Array.from(bytes));
}

function readEscape(source: Uint8Array, at: number, part: UrlPart): number {
  const escape = fromBytes(source.subarray(at, at + 3));
  const byte = ESCAPE.test(escape) ? Number.parseInt(escape.slice(1), 16) : -1;
  const isPercent = byte === 37;
  // A host may only escape what is not ASCII, and the percent sign of an IPv6 zone.
  const isRefusedInHost = part === 'host' && byte < 0x80 && !isPercent;
  const isRefusedInZone =
    part === 'zone' && !isPercent && byte !== 32 && !(byte < 0x80 && HOST.test(String.fromCharCode(byte)));
  if (byte < 0 || isRefusedInHost || isRefusedInZone)
    throw new GoError(`invalid URL escape ${quote(escape)}`);
  return byte;
}
