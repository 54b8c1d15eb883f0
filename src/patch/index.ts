export { InfraError } from '../lib/error.ts';
export { builtInSchema, schemaOf } from '../k8s/schema.ts';
export { nodeOf, plainOf } from '../k8s/node-to-plain.ts';
export type { Mapping, Node, Sequence } from '../k8s/node.ts';
export { applyJson6902, parseJson6902, type Operation } from './json6902.ts';
export { applyMergePatch } from './merge.ts';
export { mergeStrategic } from './strategic.ts';
