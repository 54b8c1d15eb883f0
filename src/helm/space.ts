/** Go's unicode.IsSpace, which differs from JavaScript's: NEL is space, a byte order mark is not. */
const SPACE = '\\t\\n\\v\\f\\r \\u0085\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000';
const LEADING = new RegExp(`^[${SPACE}]+`);
const NOT_SPACE = new RegExp(`[^${SPACE}]`);
const IS_SPACE = new RegExp(`[${SPACE}]`);

/** strings.TrimLeftFunc(text, unicode.IsSpace) */
export function trimSpaceStart(text: string): string {
  const code = text.charCodeAt(0);
  return code > 32 && code < 0x85 ? text : text.replace(LEADING, '');
}

/** strings.TrimSpace */
export function trimSpace(text: string): string {
  let end = text.length;
  const last = text.charCodeAt(end - 1);
  if (last > 32 && last < 0x85) return trimSpaceStart(text);
  while (end > 0 && IS_SPACE.test(text.charAt(end - 1))) end--;
  return trimSpaceStart(end === text.length ? text : text.slice(0, end));
}

/** Whether the text is empty or only space. */
export function isBlank(text: string): boolean {
  return !NOT_SPACE.test(text);
}
