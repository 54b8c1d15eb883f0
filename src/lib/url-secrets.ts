/** A text without the passwords of the URLs in it, or what stands alone in their place, as tokens do. */
export function withoutPasswords(text: string): string {
  return text.replace(/(\w:\/\/[^\s/:@]*):[^\s/]*@/g, '$1:…@').replace(/(\bhttps?:\/\/)[^\s/:@]+@/g, '$1…@');
}

/** A URL without user and password; what is no URL stays. */
export function withoutCredentials(url: string): string {
  if (!URL.canParse(url)) return url;
  const parsed = new URL(url);
  if (parsed.username === '' && parsed.password === '') return url;
  parsed.username = '';
  parsed.password = '';
  return parsed.href;
}
