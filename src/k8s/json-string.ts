// Everything but printable ASCII without the quote and the backslash, and without the characters of HTML.
const NEEDS_CARE = /[^ !#-%'-;=?-[\]-~]/;
const HTML = /[<>&\u2028\u2029]/g;
const LINE_SEPARATORS = /[\u2028\u2029]/g;
const LONE_SURROGATE = /[\ud800-\udfff]/u;

/** A string as encoding/json writes it, with its quotes. Bytes that are no UTF-8 become `\ufffd`. */
export function encodeJsonString(text: string, escapeHtml: boolean): string {
  if (!NEEDS_CARE.test(text)) return `"${text}"`;
  const json = text.isWellFormed() ? JSON.stringify(text) : stringifyBroken(text);
  return json.replace(escapeHtml ? HTML : LINE_SEPARATORS, escapeUnit);
}

function stringifyBroken(text: string): string {
  const parts = text.split(LONE_SURROGATE);
  return `"${parts.map((part) => JSON.stringify(part).slice(1, -1)).join('\\ufffd')}"`;
}

function escapeUnit(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
