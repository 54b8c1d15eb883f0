import { ANY, type FieldType, type FieldTypes } from '../../k8s/field-type.ts';
import { isMapping, isSequence, textOf, type Mapping, type Node } from '../../k8s/node.ts';
import { InfraError } from '../../lib/error.ts';
import { editEmbedded } from './embedded-text.ts';
import type { FieldPath } from './field-path.ts';
import { findElements } from './list-elements.ts';
import { stringOf } from './without-looks.ts';

/** What a path leads to in a resource: with `*` and for keys that several elements have more than one node, often none. */
export function fieldValues(document: Mapping, path: FieldPath, types: FieldTypes): Node[] {
  const type = types.ofResource(textOf(document.get('apiVersion')) ?? '', textOf(document.get('kind')) ?? '');
  return valuesAt(document, path, type, 0);
}

function valuesAt(node: Node, path: FieldPath, type: FieldType, depth: number): Node[] {
  const step = path.steps[depth];
  if (step === undefined) return [node];
  if (step.kind === 'text') {
    const data = dataIn(node, type);
    return data === undefined ? [] : valuesAt(data, path, ANY, depth + 1);
  }
  if (isSequence(node))
    return findElements(node, type, step).flatMap((index) =>
      valuesAt(node[index]!, path, type.element(), depth + 1),
    );
  const child = step.kind === 'key' && isMapping(node) ? node.get(step.name) : undefined;
  if (step.kind !== 'key' || child === undefined) return [];
  return valuesAt(child, path, type.field(step.name) ?? ANY, depth + 1);
}

/** The YAML or JSON that a text holds, undefined where it holds none. */
function dataIn(node: Node, type: FieldType): Node | undefined {
  const text = stringOf(node);
  if (text === undefined) return undefined;
  let found: Node | undefined;
  try {
    editEmbedded(text, '', type.format === 'byte', (data) => (found = data));
  } catch (error) {
    if (!(error instanceof InfraError)) throw error;
  }
  return found;
}
