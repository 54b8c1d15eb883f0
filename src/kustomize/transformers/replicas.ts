import { InfraError } from '../../lib/error.ts';
import { editField, type FieldEdit } from '../edit-field.ts';
import { editResource } from '../edit-resource.ts';
import type { FieldSpec } from '../field-spec.ts';
import { isSelected, type Gvk } from '../gvk.ts';
import type { ReplicaEntry } from '../kustomization.ts';
import { entryLocation } from '../location.ts';
import type { Resource } from '../resource.ts';
import { setScalar } from '../set-scalar.ts';
import type { StepContext, Transformer } from '../transform.ts';

export interface ReplicasOptions {
  readonly replica: ReplicaEntry;
  readonly fieldSpecs: readonly FieldSpec[];
}

/**
 * Sets the count of replicas in the resources that have, or had, the name of the entry and a kind that a field spec selects.
 * Throws InfraError where there is no such resource.
 */
export function replicasTransformer({ replica, fieldSpecs }: ReplicasOptions): Transformer {
  const count = String(replica.count);
  const edit: FieldEdit = {
    create: 'scalar',
    createTag: '!!int',
    edit: (value) => setScalar(value, count, '!!int'),
  };
  return {
    kind: 'ReplicaCountTransformer',
    transform(set, context) {
      const named = set.resources.filter((resource) => gvksNamed(resource, replica.name).length > 0);
      let isFound = false;
      for (const fieldSpec of fieldSpecs) {
        for (const resource of named) {
          if (!gvksNamed(resource, replica.name).some((gvk) => isSelected(gvk, fieldSpec))) continue;
          isFound = true;
          if (isSelected(resource.id, fieldSpec)) {
            editResource(
              resource,
              context,
              (root) => editField(root, fieldSpec, edit),
              'a count of replicas',
            );
          }
        }
      }
      if (!isFound) throw noMatch(replica, fieldSpecs, context);
    },
  };
}

/** The kinds of those of its ids, earlier ones and the present one, that have the name. */
function gvksNamed(resource: Resource, name: string): readonly Gvk[] {
  const { previousIds, id } = resource;
  if (previousIds.length === 0) return id.name === name ? [id] : [];
  return [...previousIds, id].filter((other) => other.name === name);
}

function noMatch(replica: ReplicaEntry, fieldSpecs: readonly FieldSpec[], context: StepContext): InfraError {
  const index = context.kustomization.replicas.indexOf(replica);
  const kinds = fieldSpecs.map(({ kind }) => kind || 'any kind').join(', ');
  return new InfraError(
    'KUSTOMIZATION',
    `replicas: no resource named ${replica.name === '' ? '""' : replica.name} has replicas`,
    {
      location: index === -1 ? { file: context.file } : entryLocation(context, ['replicas', index]),
      hint: kinds === '' ? 'there are no field specs' : `the kinds that have are ${kinds}`,
    },
  );
}
