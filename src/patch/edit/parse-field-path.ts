import { InfraError } from '../../lib/error.ts';
import type { FieldPath, FieldStep } from './field-path.ts';

/** What walks a path recurses; no document is that deep. */
const MAX_STEPS = 500;
const ESCAPED = '\\.#[]=,';
/** What may stand behind a comma that separates two pairs of a match. */
const NEXT_PAIR = /,(?:\\.|[^=,\]\\])+=/y;
const HINT =
  'a path reads like spec.template.spec.containers.[name=web].image, or data.[config.yaml]#log.level';

/**
 * The steps of a path in the grammar of Kustomize's field paths: keys separated by dots, `\.` or `[a.b/c]` for keys that have
 * dots, `[name=web]` for an element of a list; also `[name=web,port=80]`, and `#` for what a text holds. Throws InfraError USAGE.
 */
export function parseFieldPath(text: string): FieldPath {
  return { steps: new PathReader(text).path() };
}

/** A path and the text to be set there, of `path=value`. Throws InfraError USAGE. */
export function parseAssignment(text: string): { readonly path: FieldPath; readonly value: string } {
  const end = assignmentEnd(text);
  if (end !== -1) return { path: parseFieldPath(text.slice(0, end)), value: text.slice(end + 1) };
  throw new InfraError('USAGE', `${JSON.stringify(text)} sets nothing: it has no "=" behind the path`, {
    hint: 'write it as path=value, for example spec.replicas=3',
  });
}

/** Where the `=` is that ends the path: the first one that no bracket encloses and no backslash escapes. */
function assignmentEnd(text: string): number {
  let isEnclosed = false;
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (character === '\\') at++;
    else if (character === '[') isEnclosed = true;
    else if (character === ']') isEnclosed = false;
    else if (character === '=' && !isEnclosed) return at;
  }
  return -1;
}

class PathReader {
  private readonly text: string;
  private at = 0;

  constructor(text: string) {
    this.text = text;
  }

  path(): FieldStep[] {
    const steps: FieldStep[] = [];
    if (this.peek() === '.') this.at++;
    while (this.at < this.text.length || steps.length === 0) {
      if (steps.length > 0) this.separator(steps);
      steps.push(this.step());
      if (steps.length > MAX_STEPS) throw this.wrong(`has more than ${MAX_STEPS} steps`);
    }
    return steps;
  }

  private peek(): string | undefined {
    return this.text[this.at];
  }

  /** What stands between two steps; before a bracket that may be nothing. */
  private separator(steps: FieldStep[]): void {
    if (this.peek() === '#') {
      steps.push({ kind: 'text' });
      this.at++;
    } else if (this.peek() === '.') this.at++;
    else if (this.peek() !== '[')
      throw this.wrong(`has ${JSON.stringify(this.peek())} where "." or "#" is expected`);
  }

  private step(): FieldStep {
    if (this.peek() === '[') return this.bracket();
    const name = this.textUntil('.#[]');
    if (name === '') throw this.wrong('has an empty step');
    return { kind: 'key', name };
  }

  private bracket(): FieldStep {
    const start = this.at++;
    const first = this.textUntil('=]');
    if (this.peek() === undefined) throw this.wrong('has a "[" without a "]"', start);
    if (this.peek() === ']') {
      this.at++;
      if (first === '') throw this.wrong('has an empty step', start);
      return { kind: 'key', name: first };
    }
    return { kind: 'match', pairs: this.pairs(first, start) };
  }

  /** The pairs of a match, when the first name was read. */
  private pairs(first: string, start: number): readonly (readonly [string, string])[] {
    const pairs: [string, string][] = [];
    for (let name = first; ; name = this.textUntil('=')) {
      this.at++;
      pairs.push([name, this.matchedValue(first !== '')]);
      if (this.peek() === undefined) throw this.wrong('has a "[" without a "]"', start);
      if (this.text[this.at++] === ']') return pairs;
    }
  }

  private matchedValue(mayHaveNext: boolean): string {
    let value = this.textUntil(',]');
    while (this.peek() === ',' && !(mayHaveNext && this.isNextPair())) {
      this.at++;
      value += `,${this.textUntil(',]')}`;
    }
    return value;
  }

  private isNextPair(): boolean {
    NEXT_PAIR.lastIndex = this.at;
    return NEXT_PAIR.test(this.text);
  }

  /** The text up to one of some characters, with what a backslash escapes. */
  private textUntil(ends: string): string {
    let value = '';
    for (let next = this.peek(); next !== undefined && !ends.includes(next); next = this.peek()) {
      const following = this.text[this.at + 1];
      if (next === '\\' && following !== undefined && ESCAPED.includes(following)) this.at++;
      value += this.text[this.at++]!;
    }
    return value;
  }

  private wrong(problem: string, at = this.at): InfraError {
    const where = at > 0 && at < this.text.length ? ` at character ${at + 1}` : '';
    return new InfraError('USAGE', `the path ${JSON.stringify(this.text)} ${problem}${where}`, {
      hint: HINT,
    });
  }
}
