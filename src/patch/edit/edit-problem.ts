import { isMapping, isNull, isSequence, type Node } from '../../k8s/node.ts';
import type { FieldKind, FieldType } from '../../k8s/field-type.ts';
import { InfraError } from '../../lib/error.ts';
import { stringOf } from './without-looks.ts';
import { nearNames } from '../../lib/near-names.ts';

const KINDS: Readonly<Record<FieldKind, string>> = {
  string: 'a text',
  integer: 'an integer',
  number: 'a number',
  boolean: 'true or false',
  'int-or-string': 'an integer or a text',
  object: 'a mapping',
  map: 'a mapping',
  list: 'a list',
  any: 'whatever',
};
/** More names than these tell nobody anything. */
const MAX_NAMES = 12;

/** That an edit cannot be made, and what to do about it. */
export function editProblem(message: string, hint?: string): InfraError {
  return new InfraError('PATCH', message, hint === undefined ? {} : { hint });
}

/** What a type takes, for messages: `an integer`. */
export function describeKind({ kind, format }: FieldType): string {
  if (format === 'quantity') return 'a quantity';
  return format === 'byte' ? 'base64' : KINDS[kind];
}

/** What a node is, for messages. */
export function describeNode(node: Node | undefined): string {
  if (node === undefined) return 'not there';
  if (isMapping(node)) return 'a mapping';
  if (isSequence(node)) return 'a list';
  return isNull(node) ? 'null' : stringOf(node) !== undefined ? 'a text' : 'a single value';
}

/** A hint that names what was probably meant, or else all there is. */
export function nameHint(name: string, names: readonly string[], none: string): string {
  if (names.length === 0) return none;
  const near = nearNames(name, names);
  if (near.length > 0) return `did you mean ${near.join(' or ')}?`;
  const shown = [...names].sort().slice(0, MAX_NAMES).join(', ');
  return `there are ${names.length > MAX_NAMES ? `${shown} and ${names.length - MAX_NAMES} more` : shown}`;
}
