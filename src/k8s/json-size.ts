import { byteLength } from '../lib/utf8.ts';
import { encodeJson } from './json.ts';
import type { Plain } from './plain.ts';

/** All but what stands for itself in JSON, with one byte: encoding/json escapes `<`, `>` and `&` too. */
const UNUSUAL = /[^ !#-%'-;=?-[\]-~]/;

/** How many bytes `encodeJson` makes of a value, without making them. */
export function jsonSize(value: Plain): number {
  if (typeof value === 'string') return textSize(value);
  if (value === null || typeof value !== 'object') return encodeJson(value).length;
  // Brackets, and a comma between two entries.
  let size = 2 + Math.max((value instanceof Map ? value.size : value.length) - 1, 0);
  if (value instanceof Map) {
    for (const [key, field] of value) size += textSize(key) + 1 + jsonSize(field);
  } else for (const item of value as readonly Plain[]) size += jsonSize(item);
  return size;
}

function textSize(text: string): number {
  if (!UNUSUAL.test(text)) return text.length + 2;
  let size = 2;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code > 126) return byteLength(encodeJson(text));
    if (code === 34 || code === 92 || code === 10 || code === 13 || code === 9) size += 2;
    else size += code < 32 ? byteLength(encodeJson(text.charAt(index))) - 2 : isHtml(code) ? 6 : 1;
  }
  return size;
}

/** `<`, `>` and `&` */
function isHtml(code: number): boolean {
  return code === 60 || code === 62 || code === 38;
}
