/** Whether a text is digits of base 2, 8, 10 or 16, at least one of them. */
export function areDigits(text: string, base = 10): boolean {
  const end = 48 + Math.min(base, 10);
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    const isDigit = code >= 48 && code < end;
    if (!isDigit && !(base === 16 && isHexLetter(code))) return false;
  }
  return text.length > 0;
}

/** Whether a character is one of the letters that are hexadecimal digits. */
export function isHexLetter(code: number): boolean {
  const lower = code | 32;
  return lower >= 97 && lower <= 102;
}
