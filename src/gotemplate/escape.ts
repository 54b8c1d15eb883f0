import { isPrintable } from '../lib/printable.ts';
import { toBytes } from '../lib/utf8.ts';

const HTML_SPECIAL = /["'&<>\x00]/g;
const HTML_ESCAPES: Readonly<Record<string, string>> = {
  '"': '&#34;',
  "'": '&#39;',
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '\0': '\ufffd',
};

/** What the template function `html` makes of a text. */
export function escapeHtml(text: string): string {
  return text.replace(HTML_SPECIAL, (char) => HTML_ESCAPES[char]!);
}

const JS_SPECIAL = /[\\'"<>&=\x00-\x1f\x80-\u{10ffff}]/gu;

/** What the template function `js` makes of a text: fit for a JavaScript string. */
export function escapeJs(text: string): string {
  return text.replace(JS_SPECIAL, escapeJsRune);
}

function escapeJsRune(rune: string): string {
  if (rune === '\\' || rune === "'" || rune === '"') return `\\${rune}`;
  const code = rune.codePointAt(0)!;
  const kept = code > 0x7f && (isPrintable(code) || (code >= 0xd800 && code <= 0xdfff));
  return kept ? rune : `\\u${code.toString(16).toUpperCase().padStart(4, '0')}`;
}

const URL_PLAIN = /^[A-Za-z0-9_.~-]*$/;

/** What the template function `urlquery` makes of a text: percent escapes, `+` for a space. */
export function escapeQuery(text: string): string {
  if (URL_PLAIN.test(text)) return text;
  let result = '';
  for (const byte of toBytes(text)) {
    const char = String.fromCharCode(byte);
    if (byte === 0x20) result += '+';
    else
      result +=
        byte < 0x80 && URL_PLAIN.test(char)
          ? char
          : `%${byte < 16 ? '0' : ''}${byte.toString(16).toUpperCase()}`;
  }
  return result;
}
