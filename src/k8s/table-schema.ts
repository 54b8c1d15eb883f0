import type { Schema, SchemaNode } from './schema-node.ts';
import { KINDS, SHAPES } from './tables/patch-schema.ts';

const FIELD = /^([^=]+)=([^[]*)(?:\[([^:]*):(.*)\])?$/;
const NO_KEYS: readonly string[] = [];

/** A schema that is known, but below which nothing is merged. */
const LEAF: SchemaNode = {
  field: () => undefined,
  element: () => undefined,
  patchStrategy: '',
  mergeKeys: NO_KEYS,
};

/** The schema of the built-in kinds, from the tables; they are taken apart as far as they are asked for. */
export class TableSchema implements Schema {
  private readonly lines = linesByFirstWord(SHAPES);
  private readonly shapes = new Map<string, SchemaNode>();
  private readonly kinds = new Map<string, SchemaNode | undefined>();
  private readonly shapesOfKinds = shapesOfKinds();

  ofResource(apiVersion: string, kind: string): SchemaNode | undefined {
    const key = `${apiVersion} ${kind}`;
    if (this.kinds.has(key)) return this.kinds.get(key);
    const shape = this.shapesOfKinds.get(key);
    const node = shape === undefined ? undefined : this.shape(shape);
    this.kinds.set(key, node);
    return node;
  }

  private shape(name: string): SchemaNode {
    if (name === '') return LEAF;
    const known = this.shapes.get(name);
    if (known !== undefined) return known;
    const fields = new Map<string, SchemaNode>();
    for (const text of this.lines.get(name) ?? []) {
      const [, field = '', shape = '', strategy, keys = ''] = FIELD.exec(text) ?? [];
      const below = this.shape(shape);
      fields.set(field, strategy === undefined ? below : listOf(below, strategy, keys));
    }
    const node = { ...LEAF, field: (field: string) => fields.get(field) };
    this.shapes.set(name, node);
    return node;
  }
}

function listOf(element: SchemaNode, patchStrategy: string, keys: string): SchemaNode {
  const mergeKeys = keys === '' ? NO_KEYS : keys.split(',');
  return { field: () => undefined, element: () => element, patchStrategy, mergeKeys };
}

function linesByFirstWord(text: string): Map<string, readonly string[]> {
  const lines = new Map<string, readonly string[]>();
  for (const line of text.trim().split('\n')) {
    const [first = '', ...rest] = line.split(' ');
    lines.set(first, rest);
  }
  return lines;
}

function shapesOfKinds(): Map<string, string> {
  const shapes = new Map<string, string>();
  for (const [apiVersion, entries] of linesByFirstWord(KINDS)) {
    for (const entry of entries) {
      const [kind = '', shape = kind] = entry.split('=');
      shapes.set(`${apiVersion} ${kind}`, shape);
    }
  }
  return shapes;
}
