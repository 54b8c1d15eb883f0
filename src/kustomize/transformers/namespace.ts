import { isNull, isScalar, textOf, type Mapping, type Node } from '../../k8s/node.ts';
import { isClusterScoped } from '../../k8s/resource-scope.ts';
import { InfraError } from '../../lib/error.ts';
import { editField, editFields, type FieldEdit } from '../edit-field.ts';
import { editResource } from '../edit-resource.ts';
import type { FieldSpec } from '../field-spec.ts';
import { printId } from '../resource-id.ts';
import { placeLocation, printPlace } from '../place.ts';
import type { Resource } from '../resource.ts';
import { expectScalar } from '../set-scalar.ts';
import type { Transformer } from '../transform.ts';
import { isBindingKind, withSubjectNamespaces, type SubjectMode } from './subjects.ts';

export interface NamespaceOptions {
  readonly namespace: string;
  readonly fieldSpecs: readonly FieldSpec[];
  /** Leaves a namespace that is set. */
  readonly unsetOnly?: boolean;
  /** Which subjects of bindings get the namespace: those named `default` unless said otherwise. */
  readonly setRoleBindingSubjects?: SubjectMode;
}

const NAMESPACE_PATH = 'metadata/namespace';
const METADATA_NAMESPACE: FieldSpec = {
  group: '',
  version: '',
  kind: '',
  path: NAMESPACE_PATH,
  create: true,
};

/**
 * Moves all resources that live in a namespace into one, but those from Helm charts: sets `metadata.namespace`, what the field
 * specs lead to (the name of a Namespace, for example), and the namespace of some subjects of bindings. Throws InfraError where two
 * resources would have one id, and where a field is no single value.
 */
export function namespaceTransformer(options: NamespaceOptions): Transformer {
  const { namespace } = options;
  const edits = namespaceEdits(options);
  return {
    kind: 'NamespaceTransformer',
    transform(set, context) {
      if (namespace === '') return;
      const ids = new PresentIds(set.resources);
      for (const resource of set.resources) {
        if (resource.isDeleted || resource.fromHelm) continue;
        const { key } = resource;
        resource.rememberId();
        editResource(resource, context, (root) => edits(root, resource));
        ids.change(resource, key);
      }
      set.idsChanged();
    },
  };
}

type Edits = (root: Mapping, resource: Resource) => Mapping;

/** What the transformer does to the document of one resource. Throws FieldProblem. */
export function namespaceEdits({
  namespace,
  fieldSpecs,
  unsetOnly = false,
  setRoleBindingSubjects,
}: NamespaceOptions): Edits {
  const edit = (node: Node): Node => {
    if (unsetOnly && isSet(node)) return node;
    expectScalar(node);
    return namespace;
  };
  const inMetadata: FieldEdit = { create: 'scalar', edit };
  const elsewhere: FieldEdit = { create: 'scalar', createTag: '!!str', edit };
  const specs = specLists(fieldSpecs);
  const mode = setRoleBindingSubjects ?? 'defaultOnly';
  return (root, { id }) => {
    const isBinding = isBindingKind(id.kind);
    let edited = root;
    if (!isClusterScoped(id.group, id.version, id.kind))
      edited = editField(edited, METADATA_NAMESPACE, inMetadata);
    if (isBinding) edited = withSubjectNamespaces(edited, mode, edit);
    return editFields(edited, id, specs(textOf(root.get('apiVersion')) === 'v1', isBinding), elsewhere);
  };
}

/** Whether a node holds a namespace already: some text that is no null. */
function isSet(node: Node): boolean {
  return isScalar(node) && !isNull(node) && textOf(node) !== '';
}

/** The field specs that count for a resource: of the apiVersion v1 or not, a binding or not. */
function specLists(
  fieldSpecs: readonly FieldSpec[],
): (isV1: boolean, isBinding: boolean) => readonly FieldSpec[] {
  const elsewhere = fieldSpecs.filter(({ path }) => path !== NAMESPACE_PATH);
  const list = (isV1: boolean, isBinding: boolean): readonly FieldSpec[] =>
    elsewhere.filter(
      ({ path, kind }) =>
        (isV1 || path !== 'metadata/name') &&
        !(isBinding && path === 'subjects/namespace' && isBindingKind(kind)),
    );
  const lists = [list(false, false), list(false, true), list(true, false), list(true, true)];
  return (isV1, isBinding) => lists[(isV1 ? 2 : 0) + (isBinding ? 1 : 0)]!;
}

/** How many resources have an id, while they change one after the other. */
class PresentIds {
  private readonly resources: readonly Resource[];
  private readonly counts = new Map<string, number>();

  constructor(resources: readonly Resource[]) {
    this.resources = resources;
    for (const { key } of resources) this.counts.set(key, (this.counts.get(key) ?? 0) + 1);
  }

  /** Notes that a resource has no longer the id of this key. Throws if another one has its present id. */
  change(resource: Resource, before: string): void {
    const { key } = resource;
    const { counts } = this;
    counts.set(before, counts.get(before)! - 1);
    const count = (counts.get(key) ?? 0) + 1;
    counts.set(key, count);
    if (count > 1)
      throw conflict(
        resource,
        this.resources.find((other) => other !== resource && other.key === key)!,
      );
  }
}

function conflict(resource: Resource, other: Resource): InfraError {
  return new InfraError(
    'DUPLICATE_ID',
    `in the namespace two resources have the id ${printId(resource.id)}`,
    {
      location: placeLocation(resource.place),
      hint: `the other one is at ${printPlace(other.place)}; rename one, or leave it out`,
    },
  );
}
