import { fieldOf, textOf, type Mapping, type Node } from '../k8s/node.ts';
import type { Schema, SchemaNode } from '../k8s/schema-node.ts';
import { PatchFailure } from './patch-failure.ts';
import type { PatchOperation } from './patch-pair.ts';
import { mergeStrategic } from './strategic.ts';

/** What turns a part of a resource into another one: first a part of a strategic merge patch, then operations. */
export interface Change {
  readonly strategic: Node | undefined;
  readonly operations: readonly PatchOperation[];
}

/**
 * Which forms a patch may use: both, each where it is the right one; or only one of them, because the other one would change
 * something in the resource all by itself.
 */
export type Forms = 'both' | 'operations' | 'strategic';

/** A place in a resource where a change is to be described. */
export interface Part {
  readonly pointer: string;
  readonly known: SchemaNode | undefined;
  readonly schema: Schema;
  readonly forms: Forms;
}

/** Describes the change of a part. */
export type SynthesizePart = (before: Node, after: Node, part: Part) => Change;

export const NO_CHANGE: Change = { strategic: undefined, operations: [] };

const PART = 'part';

/** What a strategic merge makes of a part of a resource; undefined where it takes it away or does not fit. */
export function mergedPart(
  node: Node | undefined,
  patch: Node,
  known: SchemaNode | undefined,
  schema: Schema,
): Node | undefined {
  const holder: SchemaNode = {
    field: (name) => (name === PART ? known : undefined),
    element: () => undefined,
    patchStrategy: '',
    mergeKeys: [],
  };
  const wrapped: Schema = {
    ofResource: (apiVersion, kind) =>
      apiVersion === PART && kind === PART ? holder : schema.ofResource(apiVersion, kind),
  };
  const entries: [string, Node][] = node === undefined ? [] : [[PART, node]];
  const document = new Map<string, Node>([['apiVersion', PART], ['kind', PART], ...entries]);
  try {
    return (mergeStrategic(document, new Map([[PART, patch]]), wrapped) as Mapping).get(PART);
  } catch (error) {
    if (error instanceof PatchFailure) return undefined;
    throw error;
  }
}

/** The schema of what says itself which kind it is. */
export function kindSchema(node: Node | undefined, schema: Schema): SchemaNode | undefined {
  const kind = textOf(fieldOf(node, 'kind')) ?? '';
  const apiVersion = textOf(fieldOf(node, 'apiVersion')) ?? '';
  return kind === '' || apiVersion === '' ? undefined : schema.ofResource(apiVersion, kind);
}
