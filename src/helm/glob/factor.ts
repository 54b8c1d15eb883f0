import type { GlobNode, GlobSequence } from './parse.ts';

/**
 * Takes what all options of a choice start and end with out of it: `{ab*,ac*}` becomes `a{b,c}*`. Undefined when they have
 * nothing in common.
 */
export function factorChoice(options: readonly GlobNode[]): GlobSequence | undefined {
  const sequences = options.filter((option) => option.kind === 'sequence');
  if (sequences.length < 2 || sequences.length < options.length) return undefined;
  const { start, end } = commonEnds(sequences);
  if (start === 0 && end === 0) return undefined;
  const parts = sequences[0]!.parts;
  const result: GlobNode[] = [];
  if (start > 0) result.push({ kind: 'sequence', parts: parts.slice(0, start) });
  const rest = distinct(sequences.map((sequence) => remainder(sequence, start, end)));
  if (rest.length > 1) result.push({ kind: 'choice', options: rest });
  else if (rest[0]!.kind !== 'nothing') result.push(rest[0]!);
  if (end > 0) result.push({ kind: 'sequence', parts: parts.slice(parts.length - end) });
  return { kind: 'sequence', parts: result };
}

/**
 * How many parts the sequences share at the start and at the end. Both are found in step, bounded by the shortest sequence,
 * the end only as far as it does not reach into a start that differs.
 */
function commonEnds(sequences: readonly GlobSequence[]): { start: number; end: number } {
  const shortest = Math.min(...sequences.map((sequence) => sequence.parts.length));
  const keys = sequences.map((sequence) => sequence.parts.map(keyOf));
  const same = (indexOf: (length: number) => number): boolean => {
    const first = keys[0]![indexOf(keys[0]!.length)];
    return keys.every((key) => key[indexOf(key.length)] === first);
  };
  let start = 0;
  let end = 0;
  let startEnded = false;
  let endEnded = false;
  for (let step = 0; start + end < shortest && step < shortest && !(startEnded && endEnded); step++) {
    startEnded ||= !same(() => step);
    endEnded ||= (!startEnded && shortest - 1 - step <= step) || !same((length) => length - 1 - step);
    if (!startEnded) start++;
    if (!endEnded) end++;
  }
  return { start, end };
}

function remainder(sequence: GlobSequence, start: number, end: number): GlobNode {
  const parts = sequence.parts.slice(start, sequence.parts.length - end);
  return parts.length === 0 ? { kind: 'nothing' } : { kind: 'sequence', parts };
}

function distinct(nodes: readonly GlobNode[]): GlobNode[] {
  const byKey = new Map<string, GlobNode>();
  for (const node of nodes) {
    const key = keyOf(node);
    if (!byKey.has(key)) byKey.set(key, node);
  }
  return [...byKey.values()];
}

function keyOf(node: GlobNode): string {
  return JSON.stringify(node);
}
