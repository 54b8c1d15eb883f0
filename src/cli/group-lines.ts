/** Names that a line shows before it only counts. */
const SHOWN = 3;

/** A line for each text, with what it is true of: by name where they are few, else by number. */
export function groupLines(items: readonly { readonly what: string; readonly text: string }[]): string[] {
  const groups = new Map<string, string[]>();
  for (const { what, text } of items) {
    const group = groups.get(text);
    if (group === undefined) groups.set(text, [what]);
    else group.push(what);
  }
  return [...groups].map(([text, names]) => groupLine(names, text));
}

/** A text, and what it is true of. */
export function groupLine(names: readonly string[], text: string): string {
  return names.length <= SHOWN ? `${names.join(', ')}: ${text}` : `${names.length} resources: ${text}`;
}
