import type { FieldPath, FieldStep } from './field-path.ts';

const PLAIN_KEY = /^[^.#[\]\\=]+$/;

/** A path as parseFieldPath reads it: keys with dots stand in brackets. */
export function printFieldPath({ steps }: FieldPath): string {
  let text = '';
  for (const step of steps) {
    const separator = text === '' || text.endsWith('#') || step.kind === 'text' ? '' : '.';
    text += separator + printStep(step);
  }
  return text;
}

function printStep(step: FieldStep): string {
  switch (step.kind) {
    case 'text':
      return '#';
    case 'key':
      return PLAIN_KEY.test(step.name) ? step.name : `[${escaped(step.name)}]`;
    case 'match':
      return `[${step.pairs.map(([name, value]) => `${escaped(name)}=${escaped(value)}`).join(',')}]`;
  }
}

function escaped(text: string): string {
  return text.replaceAll(/[\\\],=]/g, (character) => `\\${character}`);
}
