import { freshMapping } from '../k8s/fresh-mapping.ts';
import { EMPTY_MAPPING, isMapping, OddMapping, textOf, withField, withoutField } from '../k8s/node.ts';
import type { Mapping, Node } from '../k8s/node.ts';
import { coreTag } from '../k8s/yaml/core-tag.ts';
import {
  ORIGIN_ANNOTATION,
  TRANSFORMATIONS_ANNOTATION,
  transformationsText,
} from './recorded-annotations.ts';
import type { Resource } from './resource.ts';

/** Kustomize keeps its own state in these, and takes them away at the end, also where a user wrote them. */
const BOOKKEEPING = new Set([
  'internal.config.kubernetes.io/previousKinds',
  'internal.config.kubernetes.io/previousNames',
  'internal.config.kubernetes.io/prefixes',
  'internal.config.kubernetes.io/suffixes',
  'internal.config.kubernetes.io/previousNamespaces',
  'internal.config.kubernetes.io/allowNameChange',
  'internal.config.kubernetes.io/allowKindChange',
  'internal.config.kubernetes.io/refBy',
  'internal.config.kubernetes.io/generatorBehavior',
  'internal.config.kubernetes.io/needsHashSuffix',
  'internal.config.kubernetes.io/path',
  'internal.config.kubernetes.io/index',
  'internal.config.kubernetes.io/seqindent',
  'internal.config.kubernetes.io/id',
  'internal.config.kubernetes.io/annotations-migration-resource-id',
  'internal.config.kubernetes.io/helm-generated',
  'config.kubernetes.io/path',
  'config.kubernetes.io/index',
  'config.k8s.io/id',
]);

/** What is recorded in annotations. */
export interface Recorded {
  readonly origin: boolean;
  readonly transformations: boolean;
}

/**
 * The document of a resource as it is printed: its annotations are written anew, with what the build records. So values
 * become strings, an empty mapping goes, and a key that reads as a number or boolean is one from then on.
 */
export function finishedRoot(resource: Resource, recorded: Recorded): Mapping {
  const { root } = resource;
  const metadata = root.get('metadata') ?? EMPTY_MAPPING;
  if (!isMapping(metadata)) return root;
  const before = metadata.get('annotations');
  const after = annotationsOf(resource, before, recorded);
  if (after === before) return root.has('metadata') ? root : withField(root, 'metadata', metadata);
  const changed =
    after === undefined ? withoutField(metadata, 'annotations') : withField(metadata, 'annotations', after);
  return withField(root, 'metadata', changed);
}

function annotationsOf(resource: Resource, before: Node | undefined, recorded: Recorded): Node | undefined {
  const origin = recorded.origin ? resource.origin : undefined;
  const transformations = recorded.transformations
    ? transformationsText(before, resource.transformations)
    : '';
  if (origin === undefined && transformations === '') {
    if (before === undefined || (isMapping(before) && isClean(before))) return before;
  }
  const annotations = new Map<string, Node>();
  if (isMapping(before)) {
    for (const [key, value] of before) {
      if (!isDropped(key)) annotations.set(key, textOf(value) ?? '');
    }
  }
  if (origin !== undefined) annotations.set(ORIGIN_ANNOTATION, origin);
  if (transformations !== '') annotations.set(TRANSFORMATIONS_ANNOTATION, transformations);
  return annotations.size === 0 ? undefined : freshMapping(annotations);
}

/** Whether writing the annotations anew would change nothing. */
function isClean(annotations: Mapping): boolean {
  if (annotations.size === 0 || annotations instanceof OddMapping) return false;
  for (const [key, value] of annotations) {
    if (typeof value !== 'string' || isDropped(key) || coreTag(key) !== '!!str') return false;
  }
  return true;
}

function isDropped(key: string): boolean {
  return BOOKKEEPING.has(key) || key === ORIGIN_ANNOTATION || key === TRANSFORMATIONS_ANNOTATION;
}
