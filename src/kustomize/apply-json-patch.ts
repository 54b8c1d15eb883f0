import { EMPTY_MAPPING, fieldOf, isMapping, isNull, withField, withoutField } from '../k8s/node.ts';
import type { Mapping, Node } from '../k8s/node.ts';
import { applyJson6902, type Operation } from '../patch/json6902.ts';
import { textsOf } from './field-texts.ts';
import type { Resource } from './resource.ts';

const BOOKKEEPING_DOMAIN = 'internal.config.kubernetes.io/';

/**
 * Applies a JSON patch to a resource. It sees the annotations in which Kustomize keeps its books, but cannot take them away;
 * all annotations are texts afterwards. Throws InfraError where an operation does not apply.
 */
export function applyJsonPatch(resource: Resource, operations: readonly Operation[]): void {
  resource.unlink();
  const before = resource.annotatedRoot;
  const after = applyJson6902(before, operations);
  const kept = [...textsOf(annotationsOf(before))].filter(([key]) => key.startsWith(BOOKKEEPING_DOMAIN));
  resource.takeAnnotatedRoot(withAnnotations(after, new Map([...textsOf(annotationsOf(after)), ...kept])));
}

function annotationsOf(root: Mapping): Node | undefined {
  return fieldOf(root.get('metadata'), 'annotations');
}

/** The document with these annotations; without the field where there are none. Metadata that is no mapping stays. */
function withAnnotations(root: Mapping, annotations: ReadonlyMap<string, Node>): Mapping {
  const found = root.get('metadata');
  if (found !== undefined && !isMapping(found) && !isNull(found)) return root;
  const metadata = isMapping(found) ? found : EMPTY_MAPPING;
  const changed =
    annotations.size === 0
      ? withoutField(metadata, 'annotations')
      : withField(metadata, 'annotations', annotations);
  return withField(root, 'metadata', changed);
}
