import pc from 'picocolors';
import type { ResourcesDiff } from './diff-resources.ts';
import { diffSections, type DiffLine, type DiffSection, type LineMark } from './diff-lines.ts';
import type { Severity } from './meaning.ts';
import { printName } from './resource-name.ts';
import { countChanges, toldMeanings, type ToldMeaning } from './told-meanings.ts';
import { withoutControls } from './without-controls.ts';

export interface TextOptions {
  readonly colour: boolean;
  /** Tells everything, also what was folded away because it says little. */
  readonly unfold?: boolean;
}

type Paint = ReturnType<typeof pc.createColors>;

/** So many names stand before the sentence that is true of them. */
const MOST_NAMES = 3;
/** Values stand below each other, as long as what is before them is not longer. */
const WIDEST_PATH = 72;

/** A diff for people: what it means, danger first, then field by field. Empty if there is no difference. */
export function diffAsText(diff: ResourcesDiff, { colour, unfold = false }: TextOptions): string {
  if (diff.changes.length === 0) return '';
  const paint = pc.createColors(colour);
  const meanings = toldMeanings(diff, unfold).map((told) => meaningText(told, paint));
  const sections = diffSections(diff, unfold).map((section) => ({
    text: sectionText(section, paint),
    isShort: section.lines.length === 0,
  }));
  const parts = [`${summary(diff, paint)}\n`, ...(meanings.length === 0 ? [] : [meanings.join('')])];
  sections.forEach(({ text, isShort }, index) => {
    const isBelow = isShort && sections[index - 1]?.isShort === true;
    if (isBelow) parts.push(parts.pop()! + text);
    else parts.push(text);
  });
  return parts.join('\n');
}

function summary(diff: ResourcesDiff, paint: Paint): string {
  const counts = countChanges(diff);
  const words = (['added', 'removed', 'changed'] as const).filter((word) => counts[word] > 0);
  return paint.bold(words.map((word) => `${counts[word]} ${word}`).join(', '));
}

function meaningText({ meaning, resources }: ToldMeaning, paint: Paint): string {
  const { severity, code, sentence } = meaning;
  const names = resources.map(({ name }) => printName(name));
  const who = names.length <= MOST_NAMES ? names.join(', ') : `${names.length} resources`;
  const word = paintSeverity(severity, severity.padEnd(8), paint);
  return `${word}${withoutControls(`${who}: ${sentence}`)} ${paint.dim(`[${code}]`)}\n`;
}

function paintSeverity(severity: Severity, text: string, paint: Paint): string {
  if (severity === 'danger') return paint.red(paint.bold(text));
  return severity === 'notice' ? paint.yellow(text) : paint.dim(text);
}

function sectionText({ mark, title, lines }: DiffSection, paint: Paint): string {
  const head = paint.bold(withoutControls(mark === ' ' || mark === '~' ? title : `${mark} ${title}`));
  const widths = lines.filter(({ values }) => values !== undefined).map(({ text }) => text.length);
  const width = Math.min(WIDEST_PATH, Math.max(0, ...widths));
  return `${paintMark(mark === '~' ? ' ' : mark, head, paint)}\n${lines.map((line) => lineText(line, width, paint)).join('')}`;
}

function lineText({ mark, depth, text, values }: DiffLine, width: number, paint: Paint): string {
  const shown = withoutControls(text);
  const indent = '  '.repeat(depth);
  if (values === undefined) {
    if (mark === '~') return `${indent}${shown}\n`;
    return `${indent}${paintMark(mark, mark === '@' ? shown : `${mark} ${shown}`.trimEnd(), paint)}\n`;
  }
  const [before, after] = values.map(withoutControls);
  return `${indent}${shown.padEnd(width)}  ${paint.red(before)} → ${paint.green(after)}\n`;
}

function paintMark(mark: LineMark, text: string, paint: Paint): string {
  if (mark === '+') return paint.green(text);
  if (mark === '-') return paint.red(text);
  return mark === '@' ? paint.cyan(text) : text;
}
