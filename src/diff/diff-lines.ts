import type { Node } from '../k8s/node.ts';
import { count } from './count.ts';
import type { ResourceChange, ResourcesDiff } from './diff-resources.ts';
import type { FieldChange } from './field-change.ts';
import { printPath } from './field-path.ts';
import { fold, type NoiseGroup } from './fold.ts';
import { nodeLine, nodeLines } from './node-lines.ts';
import { printName } from './resource-name.ts';
import type { Hunk } from './text-hunks.ts';

/** What a line tells of. */
export type LineMark = '+' | '-' | '~' | '@' | ' ';

/** A line of a diff: its mark comes first, then as many levels of indentation as it is deep. */
export interface DiffLine {
  readonly mark: LineMark;
  readonly depth: number;
  readonly text: string;
  /** For a value that became another one: what comes behind the text, in columns. */
  readonly values?: readonly [before: string, after: string];
}

/** Lines that belong together: a resource, or several with the same changes. */
export interface DiffSection {
  readonly mark: LineMark;
  readonly title: string;
  readonly lines: readonly DiffLine[];
}

/** So many lines of one value are shown, unless all are asked for. */
const MOST_LINES = 40;
/** A value on one line is not longer, unless all is asked for. */
const MOST_CHARACTERS = 100;
/** So many names are listed. */
const MOST_NAMES = 6;

/** The changes of a diff in the order in which they are told; what occurs many times is told once, unless all are asked for. */
export function diffSections({ changes }: ResourcesDiff, unfold: boolean): DiffSection[] {
  if (unfold) return changes.map((change) => resourceSection(change, change.fields, true));
  const { noise, same, own } = fold(changes);
  const sections = changes
    .filter((change) => change.change !== 'changed' || own.get(change)!.length > 0)
    .map((change) => resourceSection(change, own.get(change)!, false));
  for (const { fields, resources } of same) {
    const title = `the same in ${count(resources.length, 'resource')}: ${namesOf(resources)}`;
    sections.push({ mark: '~', title, lines: fields.flatMap((field) => fieldLines(field, false)) });
  }
  if (noise.length > 0) sections.push({ mark: ' ', title: 'everywhere', lines: noise.map(noiseLine) });
  return sections;
}

const SECTION_MARKS = { added: '+', removed: '-', changed: '~' } as const;

function resourceSection(
  change: ResourceChange,
  fields: readonly FieldChange[],
  unfold: boolean,
): DiffSection {
  const mark = SECTION_MARKS[change.change];
  const resource = change.change === 'changed' ? undefined : (change.after ?? change.before);
  const lines =
    resource === undefined
      ? fields.flatMap((field) => fieldLines(field, unfold))
      : unfold
        ? nodeLines(resource).map((text) => ({ mark, depth: 1, text }))
        : [];
  return { mark, title: titleOf(change), lines };
}

function titleOf({ name, formerName }: ResourceChange): string {
  const where = name.namespace === '' ? '' : ` in ${name.namespace}`;
  if (formerName === undefined) return `${printName(name)}${where}`;
  const former =
    formerName.name === name.name ? `in ${formerName.namespace || 'no namespace'}` : formerName.name;
  return `${printName(name)}${where} (was ${former})`;
}

function namesOf(resources: readonly ResourceChange[]): string {
  const names = resources.slice(0, MOST_NAMES).map(({ name }) => printName(name));
  const others = resources.length - names.length;
  return others === 0 ? names.join(', ') : `${names.join(', ')} and ${others} more`;
}

function fieldLines(field: FieldChange, unfold: boolean): DiffLine[] {
  const { change, before, after, hunks } = field;
  const path = printPath(field.path);
  if (change === 'reordered') {
    const order = (node: Node | undefined): string => (node as readonly string[]).join(', ');
    return [
      {
        mark: '~',
        depth: 1,
        text: `${path} (order)`,
        values: shortened(order(before), order(after), unfold),
      },
    ];
  }
  if (hunks !== undefined) {
    return [{ mark: '~', depth: 1, text: path }, ...limited(hunks.flatMap(hunkLines), unfold)];
  }
  if (change === 'changed') return replacedLines(path, before!, after!, unfold);
  const mark = change === 'added' ? '+' : '-';
  return valueLines(mark, path, (after ?? before)!, unfold);
}

function hunkLines({ beforeStart, afterStart, lines }: Hunk): DiffLine[] {
  const size = (mark: string): number => lines.filter((line) => line.mark !== mark).length;
  const head = `@@ -${beforeStart},${size('+')} +${afterStart},${size('-')} @@`;
  return [{ mark: '@', depth: 2, text: head }, ...lines.map(({ mark, text }) => ({ mark, depth: 2, text }))];
}

function replacedLines(path: string, before: Node, after: Node, unfold: boolean): DiffLine[] {
  const [old, present] = [nodeLine(before), nodeLine(after)];
  if (old !== undefined && present !== undefined) {
    return [{ mark: '~', depth: 1, text: path, values: shortened(old, present, unfold) }];
  }
  return [...valueLines('-', path, before, unfold), ...valueLines('+', path, after, unfold)];
}

function valueLines(mark: '+' | '-', path: string, node: Node, unfold: boolean): DiffLine[] {
  const line = nodeLine(node);
  if (line !== undefined) return [{ mark, depth: 1, text: `${path}: ${shortened(line, '', unfold)[0]}` }];
  const lines = nodeLines(node).map((text) => ({ mark, depth: 2, text }));
  return [{ mark, depth: 1, text: `${path}:` }, ...limited(lines, unfold)];
}

function limited(lines: readonly DiffLine[], unfold: boolean): readonly DiffLine[] {
  if (unfold || lines.length <= MOST_LINES) return lines;
  const others = lines.length - MOST_LINES;
  return [...lines.slice(0, MOST_LINES), { mark: ' ', depth: 2, text: `… ${count(others, 'more line')}` }];
}

/** Two values around what differs, where they are long. */
function shortened(before: string, after: string, unfold: boolean): readonly [string, string] {
  if (unfold || Math.max(before.length, after.length) <= MOST_CHARACTERS) return [before, after];
  let start = 0;
  while (start < before.length && before[start] === after[start]) start++;
  const from = start <= MOST_CHARACTERS / 2 ? 0 : start - MOST_CHARACTERS / 4;
  const part = (text: string): string =>
    (from > 0 ? '…' : '') +
    text.slice(from, from + MOST_CHARACTERS) +
    (text.length > from + MOST_CHARACTERS ? '…' : '');
  return [part(before), part(after)];
}

const NOISE_NAMES = {
  'version label': 'version labels',
  checksum: 'checksum annotations',
  image: 'image',
  reference: 'name',
  namespace: 'namespace',
} as const;

function noiseLine({ what, subject, before, after, resources }: NoiseGroup): DiffLine {
  const where = `${NOISE_NAMES[what]} in ${count(resources.length, 'resource')}`;
  const text = subject === '' ? where : `${where}: ${subject}`;
  const isOne = before !== undefined && after !== undefined;
  return { mark: '~', depth: 1, text, ...(isOne && { values: [before, after] as const }) };
}
