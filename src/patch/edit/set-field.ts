import type { FieldTypes } from '../../k8s/field-type.ts';
import {
  EMPTY_MAPPING,
  isMapping,
  nodeAt,
  textOf,
  withField,
  withoutField,
  type Mapping,
} from '../../k8s/node.ts';
import { editProblem } from './edit-problem.ts';
import { FieldEdit, type FieldChange } from './field-edit.ts';
import type { FieldPath } from './field-path.ts';

/** What a patch cannot change. */
const IDENTITY = [['apiVersion'], ['kind'], ['metadata', 'name'], ['metadata', 'namespace']] as const;

/** How an edit is made. */
export interface EditOptions {
  /** Takes fields that the type does not have, texts that are wrong there, and elements that nobody has described. */
  readonly force?: boolean;
}

/**
 * A resource with a field set to what a text means there, by the type of the field. Mappings on the way are made where the type
 * knows them or is open; elements of lists only as extensible-lists.ts says. Throws InfraError PATCH, with what was probably
 * meant, for fields and elements that are not there and for texts that the field does not take.
 */
export function setField(
  document: Mapping,
  path: FieldPath,
  valueText: string,
  types: FieldTypes,
  options: EditOptions = {},
): Mapping {
  return edited(document, path, { kind: 'set', text: valueText }, types, options);
}

/** A resource without a field, or without an element of a list. Throws InfraError PATCH where it is not there, unless forced. */
export function unsetField(
  document: Mapping,
  path: FieldPath,
  types: FieldTypes,
  options: EditOptions = {},
): Mapping {
  return withoutEmptyAnnotations(edited(document, path, { kind: 'unset' }, types, options));
}

/** Kustomize prints no annotations where there are none left: what it would not build is not asked for. */
function withoutEmptyAnnotations(document: Mapping): Mapping {
  const metadata = document.get('metadata');
  const annotations = nodeAt(document, ['metadata', 'annotations']);
  if (!isMapping(metadata) || !isMapping(annotations) || annotations.size > 0) return document;
  return withField(document, 'metadata', withoutField(metadata, 'annotations'));
}

function edited(
  document: Mapping,
  path: FieldPath,
  change: FieldChange,
  types: FieldTypes,
  { force = false }: EditOptions,
): Mapping {
  const type = types.ofResource(textOf(document.get('apiVersion')) ?? '', textOf(document.get('kind')) ?? '');
  const root = new FieldEdit(path, change, force).at(document, type, 0);
  const result = isMapping(root) ? root : EMPTY_MAPPING;
  for (const field of IDENTITY) {
    if (textOf(nodeAt(document, field)) !== textOf(nodeAt(result, field)))
      throw editProblem(
        `${field.join('.')} cannot be changed: that would be another resource`,
        'add the other one with --add, and take this one away with --delete',
      );
  }
  return result;
}
