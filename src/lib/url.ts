/** Whether a text is an address of the web. */
export function isHttpUrl(text: string): boolean {
  return text.startsWith('https://') || text.startsWith('http://');
}
