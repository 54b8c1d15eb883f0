import { textOf, type Node } from '../../k8s/node.ts';
import { editField, type FieldEdit } from '../edit-field.ts';
import { editResource } from '../edit-resource.ts';
import type { FieldSpec } from '../field-spec.ts';
import { isSelected, type Gvk } from '../gvk.ts';
import type { Resource } from '../resource.ts';
import { expectScalar, setScalar } from '../set-scalar.ts';
import type { StepContext, Transformer } from '../transform.ts';

/** A prefix or a suffix. */
export interface Affix {
  readonly kind: 'PrefixTransformer' | 'SuffixTransformer';
  readonly text: string;
  readonly fieldSpecs: readonly FieldSpec[];
  /** The text with the affix. */
  readonly apply: (text: string) => string;
  /** Notes on a resource that its name got the affix. */
  readonly note: (resource: Resource) => void;
}

const NAME_PATH = 'metadata/name';

/**
 * Puts a prefix or suffix where field specs lead to, for those that select both the kind a resource was read with and the one it
 * has. A resource remembers its id before its name changes. Throws InfraError where a field is no single value.
 */
export function affixTransformer(affix: Affix): Transformer {
  const edit: FieldEdit = { create: 'scalar', createTag: '!!str', edit: (node) => affixed(node, affix) };
  return {
    kind: affix.kind,
    transform(set, context) {
      for (const resource of set.resources) affixResource(resource, affix, edit, context);
      set.idsChanged();
    },
  };
}

function affixResource(resource: Resource, affix: Affix, edit: FieldEdit, context: StepContext): void {
  const original = resource.originalId;
  if (keepsItsName(original)) return;
  for (const fieldSpec of affix.fieldSpecs) {
    if (!isSelected(original, fieldSpec)) continue;
    if (fieldSpec.path === NAME_PATH) noteChange(resource, affix);
    if (!isSelected(resource.id, fieldSpec)) continue;
    editResource(resource, context, (root) => editField(root, fieldSpec, edit));
  }
}

function noteChange(resource: Resource, affix: Affix): void {
  affix.note(resource);
  if (affix.text !== '') resource.rememberId();
}

/** Kinds whose names mean something outside of the build, or to nobody else. */
function keepsItsName({ group, kind }: Gvk): boolean {
  return (
    kind === 'CustomResourceDefinition' ||
    kind === 'Namespace' ||
    (kind === 'APIService' && group === 'apiregistration.k8s.io')
  );
}

function affixed(node: Node, { apply }: Affix): Node {
  expectScalar(node);
  return setScalar(node, apply(textOf(node)!));
}
