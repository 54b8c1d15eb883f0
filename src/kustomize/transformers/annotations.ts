import type { Mapping } from '../../k8s/node.ts';
import { editResource } from '../edit-resource.ts';
import type { FieldSpec } from '../field-spec.ts';
import type { Texts } from '../kustomization.ts';
import { pairsEdit, type PairsEdit } from '../pairs-edit.ts';
import type { Resource } from '../resource.ts';
import type { Transformer } from '../transform.ts';

export interface AnnotationsOptions {
  readonly annotations: Texts;
  readonly fieldSpecs: readonly FieldSpec[];
}

/** Sets annotations in all resources, where the field specs lead to. Throws InfraError where a document is in the way. */
export function annotationsTransformer({ annotations, fieldSpecs }: AnnotationsOptions): Transformer {
  return pairsTransformer('AnnotationsTransformer', 'annotations', annotations, fieldSpecs);
}

/** A transformer of this kind that sets pairs, called `what` in errors, in all resources, where the field specs lead to. */
export function pairsTransformer(
  kind: string,
  what: string,
  pairs: Texts,
  fieldSpecs: readonly FieldSpec[],
): Transformer {
  return {
    kind,
    transform(set, context) {
      if (pairs.size === 0) return;
      const edit = pairsEdit(pairs, fieldSpecs);
      const apply = fieldSpecs.some(findsAnnotations) ? editAnnotated : editPlain;
      for (const resource of set.resources) {
        editResource(resource, context, () => apply(resource, edit), what);
      }
    },
  };
}

/** Whether a field spec asks for annotations that are there: those in which Kustomize keeps its books are, too. */
function findsAnnotations({ path, create }: FieldSpec): boolean {
  return !create && path.includes('annotations');
}

function editPlain(resource: Resource, edit: PairsEdit): Mapping {
  const { root, isLinked } = edit(resource.root, resource.id);
  if (isLinked) resource.hasLinks = true;
  return root;
}

function editAnnotated(resource: Resource, edit: PairsEdit): Mapping {
  const { root, isLinked } = edit(resource.annotatedRoot, resource.id);
  if (isLinked) resource.hasLinks = true;
  resource.takeAnnotatedRoot(root);
  return resource.root;
}
