import { UnusualYaml } from './line-text.ts';
import type { LineText } from './line-text.ts';
import { isPlainStart, quickQuoted } from './quick-scalar.ts';
import type { Built, QuickScalars } from './quick-scalars.ts';
import { MAX_KEY_LENGTH, MAX_QUICK_DEPTH } from './quick-scalars.ts';

/** Reads `[…]` or `{…}`, also over several lines, and leaves the position behind it. */
export function quickFlow<Scalar>(
  lines: LineText,
  scalars: QuickScalars<Scalar>,
  depth: number,
): Built<Scalar> {
  if (depth > MAX_QUICK_DEPTH) throw new UnusualYaml();
  const opening = lines.text.charCodeAt(lines.position++);
  return opening === 91 ? quickFlowSequence(lines, scalars, depth) : quickFlowMapping(lines, scalars, depth);
}

function quickFlowSequence<Scalar>(
  lines: LineText,
  scalars: QuickScalars<Scalar>,
  depth: number,
): Built<Scalar>[] {
  const items: Built<Scalar>[] = [];
  while (skipFlowSpace(lines) !== 93) {
    items.push(quickFlowNode(lines, scalars, depth));
    const code = skipFlowSpace(lines);
    if (code === 44) lines.position++;
    else if (code !== 93) throw new UnusualYaml();
  }
  lines.position++;
  return items;
}

function quickFlowMapping<Scalar>(
  lines: LineText,
  scalars: QuickScalars<Scalar>,
  depth: number,
): Map<string, Built<Scalar>> {
  const map = new Map<string, Built<Scalar>>();
  while (skipFlowSpace(lines) !== 125) {
    const key = quickFlowKey(lines, scalars);
    let value: Built<Scalar> = scalars.flowEmpty;
    if (lines.codeAt(lines.skipSpaces(lines.position)) === 58) {
      lines.position = lines.skipSpaces(lines.position) + 1;
      const code = skipFlowSpace(lines);
      if (code !== 44 && code !== 125) value = quickFlowNode(lines, scalars, depth);
    }
    scalars.add(map, key, value);
    const code = skipFlowSpace(lines);
    if (code === 44) lines.position++;
    else if (code !== 125) throw new UnusualYaml();
  }
  lines.position++;
  return map;
}

function quickFlowKey<Scalar>(lines: LineText, scalars: QuickScalars<Scalar>): string {
  const start = lines.position;
  const code = lines.codeAt(start);
  const quoted = code === 34 || code === 39;
  const key = quoted ? quickQuoted(lines) : scalars.flowKey(quickFlowPlain(lines));
  const end = lines.skipSpaces(lines.position);
  if (end - start > MAX_KEY_LENGTH || lines.lineEnd(start) < end) throw new UnusualYaml();
  return key;
}

function quickFlowNode<Scalar>(lines: LineText, scalars: QuickScalars<Scalar>, depth: number): Built<Scalar> {
  const code = lines.codeAt(lines.position);
  if (code === 91 || code === 123) return quickFlow(lines, scalars, depth + 1);
  if (code === 34 || code === 39) return scalars.quoted(quickQuoted(lines));
  return scalars.flowValue(quickFlowPlain(lines));
}

/** Reads a plain scalar of one line. What stops it is judged by the caller. */
function quickFlowPlain(lines: LineText): string {
  const { text } = lines;
  const start = lines.position;
  const first = lines.codeAt(start);
  if (first === 58 || first === 63 || !isPlainStart(first, lines.isBlankAt(start + 1)))
    throw new UnusualYaml();
  let place = start;
  for (; place < lines.length; place++) {
    const code = text.charCodeAt(place);
    if (code === 44 || code === 93 || code === 125 || code === 10) break;
    if (code === 58 && lines.isBlankAt(place + 1)) break;
    if (code === 35 && text.charCodeAt(place - 1) === 32) break;
    if (code === 63 || code === 91 || code === 123 || code === 9) throw new UnusualYaml();
  }
  lines.position = place;
  return lines.trimmed(start, place);
}

/** Goes to the next character that is no white space and in no comment, and returns it. */
function skipFlowSpace(lines: LineText): number {
  for (;;) {
    const start = lines.position;
    const place = lines.skipSpaces(start);
    const code = lines.codeAt(place);
    if (code === 10) skipFlowBreak(lines, place + 1);
    else if (code === 35 && lines.isBlankAt(place - 1)) lines.position = lines.lineEnd(place);
    else {
      lines.position = place;
      return code;
    }
  }
}

/** Goes to the start of a line, on which no document may begin or end. */
function skipFlowBreak(lines: LineText, start: number): void {
  const code = lines.codeAt(start);
  if (code === 45 || code === 46 || code === 37) throw new UnusualYaml();
  lines.position = start;
}
