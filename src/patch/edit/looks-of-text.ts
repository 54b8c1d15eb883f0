import type { Looks } from './data-looks.ts';

const DEFAULT_INDENT = 2;

/** Whether a text is JSON, and no YAML that looks like it. */
export function isJson(text: string): boolean {
  if (!/^\s*[[{]/.test(text)) return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** How a text is written: what comes new into it is to look the same. */
export function looksOf(text: string): Looks {
  const lineEnd = text.includes('\r\n') ? '\r\n' : '\n';
  if (!isJson(text)) return { json: false, comma: ', ', colon: ': ', lineEnd, ...indentsOf(text) };
  const isTight = !text.includes('\n') && !text.includes(', ');
  return {
    json: true,
    unit: /\n([ \t]+)\S/.exec(text)?.[1] ?? '',
    comma: isTight && text.includes(',') ? ',' : ', ',
    colon: !text.includes('": ') && text.includes('":') ? ':' : ': ',
    lineEnd,
    indentsLists: true,
  };
}

interface Line {
  readonly indent: number;
  readonly isItem: boolean;
  /** something stands below it */
  readonly opens: boolean;
}

/** By how much mappings below a key are indented, and whether lists are, as the first of each shows. */
function indentsOf(text: string): { readonly unit: string; readonly indentsLists: boolean } {
  let mappings: number | undefined;
  let lists: number | undefined;
  let before: Line | undefined;
  for (const source of text.split('\n')) {
    const line = lineOf(source);
    if (line === undefined) continue;
    if (before?.opens === true && !before.isItem) {
      const deeper = line.indent - before.indent;
      if (line.isItem) lists ??= deeper;
      else if (deeper > 0) mappings ??= deeper;
    }
    if (mappings !== undefined && lists !== undefined) break;
    before = line;
  }
  const indentsLists = lists !== undefined && lists > 0;
  const width = mappings ?? (indentsLists ? lists : DEFAULT_INDENT);
  return { unit: ' '.repeat(width ?? DEFAULT_INDENT), indentsLists };
}

function lineOf(source: string): Line | undefined {
  const content = source.trimStart();
  if (content === '' || content.startsWith('#')) return undefined;
  const comment = content.indexOf(' #');
  const code = (comment === -1 ? content : content.slice(0, comment)).trimEnd();
  return {
    indent: source.length - content.length,
    isItem: /^-(?: |$)/.test(content),
    opens: code.endsWith(':'),
  };
}
