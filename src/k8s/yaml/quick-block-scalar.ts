import { UnusualYaml } from './line-text.ts';
import type { LineText } from './line-text.ts';

const HEADER = /^([-+]?)([1-9]?)([-+]?) *(?: #.*)?$/;

interface Header {
  readonly chomping: string;
  readonly increment: number;
}

/** The empty lines in front of a line and where the content of that begins, `start` being the place of its first column. */
interface Lead {
  readonly breaks: string;
  readonly start: number;
  readonly content: number;
}

/** Reads a literal or folded scalar of a collection at column `parentIndent` and goes to the next content. */
export function quickBlockScalar(lines: LineText, parentIndent: number): string {
  const { text, length } = lines;
  const folded = text.charCodeAt(lines.position) === 62;
  const headerEnd = lines.lineEnd(lines.position);
  const { chomping, increment } = readHeader(text.slice(lines.position + 1, headerEnd));
  const indent =
    increment > 0
      ? Math.max(parentIndent, 0) + increment
      : findIndent(lines, headerEnd + 1, parentIndent + 1);
  let lead = readLead(lines, headerEnd + 1, indent);
  const parts: string[] = [];
  let lineBreak = '';
  let leadingBlank = false;
  while (lead.content - lead.start === indent && lead.content < length) {
    const blank = text.charCodeAt(lead.content) === 32 || text.charCodeAt(lead.content) === 9;
    if (folded && !leadingBlank && !blank && lineBreak !== '')
      parts.push(lead.breaks === '' ? ' ' : lead.breaks);
    else parts.push(lineBreak, lead.breaks);
    leadingBlank = blank;
    const end = lines.lineEnd(lead.content);
    parts.push(text.slice(lead.content, end));
    lineBreak = end < length ? '\n' : '';
    lead = readLead(lines, end + 1, indent);
  }
  if (chomping !== '-') parts.push(lineBreak);
  if (chomping === '+') parts.push(lead.breaks);
  lines.goToContent(lead.start);
  return parts.join('');
}

function readHeader(header: string): Header {
  if (header === '' || header === '-') return { chomping: header, increment: 0 };
  const match = HEADER.exec(header);
  if (match === null || (match[1] !== '' && match[3] !== '')) throw new UnusualYaml();
  return { chomping: match[1]! + match[3]!, increment: Number(match[2]) };
}

/** The indentation of the first line that is not empty, at least `least`, or of a longer line of spaces before it. */
function findIndent(lines: LineText, from: number, least: number): number {
  let deepest = Math.max(least, 1);
  let start = from;
  for (;;) {
    const place = lines.skipSpaces(start);
    deepest = Math.max(deepest, place - start);
    const code = lines.codeAt(place);
    if (code === 9) throw new UnusualYaml();
    if (code !== 10) return deepest;
    start = place + 1;
  }
}

/** Steps over empty lines and up to `indent` spaces of the line behind them. */
function readLead(lines: LineText, from: number, indent: number): Lead {
  const { text, length } = lines;
  let breaks = '';
  let start = from;
  for (;;) {
    const limit = Math.min(start + indent, length);
    let place = start;
    while (place < limit && text.charCodeAt(place) === 32) place++;
    const code = lines.codeAt(place);
    if (code !== 10) {
      if (code === 9 && place < start + indent) throw new UnusualYaml();
      return { breaks, start: Math.min(start, length), content: place };
    }
    breaks += '\n';
    start = place + 1;
  }
}
