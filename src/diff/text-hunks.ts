import { sharedElements } from './shared-elements.ts';

/** Lines around a change that are shown. */
const CONTEXT = 2;

export interface HunkLine {
  readonly mark: ' ' | '-' | '+';
  readonly text: string;
}

/** A part of a text with its changes, as a unified diff has it. Lines count from 1. */
export interface Hunk {
  readonly beforeStart: number;
  readonly afterStart: number;
  readonly lines: readonly HunkLine[];
}

interface NumberedLine extends HunkLine {
  readonly before: number;
  readonly after: number;
}

/** Compares two texts line by line. */
export function textHunks(before: string, after: string): Hunk[] {
  const lines = markedLines(linesOf(before, after), linesOf(after, before));
  const isShown = new Uint8Array(lines.length);
  lines.forEach(({ mark }, index) => {
    if (mark !== ' ') isShown.fill(1, Math.max(0, index - CONTEXT), index + CONTEXT + 1);
  });
  const hunks: Hunk[] = [];
  for (let start = isShown.indexOf(1); start !== -1;) {
    const end = isShown.indexOf(0, start);
    hunks.push(hunkOf(lines.slice(start, end === -1 ? undefined : end)));
    start = end === -1 ? -1 : isShown.indexOf(1, end);
  }
  return hunks;
}

function hunkOf(lines: readonly NumberedLine[]): Hunk {
  const [first] = lines;
  return {
    beforeStart: first!.before,
    afterStart: first!.after,
    lines: lines.map(({ mark, text }) => ({ mark, text })),
  };
}

/** Only where one text ends with a line feed and the other does not, this shows. */
function linesOf(text: string, other: string): string[] {
  if (text === '') return [];
  const isEnded = text.endsWith('\n');
  const lines = (isEnded ? text.slice(0, -1) : text).split('\n');
  if (!isEnded && other.endsWith('\n')) lines.push(`${lines.pop()!} (no line feed at the end)`);
  return lines;
}

function markedLines(before: readonly string[], after: readonly string[]): NumberedLine[] {
  const lines: NumberedLine[] = [];
  let [left, right] = [0, 0];
  const push = (mark: HunkLine['mark'], text: string): void => {
    lines.push({ mark, text, before: left + 1, after: right + 1 });
  };
  for (const [beforeAt, afterAt] of [
    ...sharedElements(before, after),
    [before.length, after.length] as const,
  ]) {
    for (; left < beforeAt; left++) push('-', before[left]!);
    for (; right < afterAt; right++) push('+', after[right]!);
    if (left === before.length) continue;
    push(' ', before[left]!);
    left++;
    right++;
  }
  return lines;
}
