import { crdTypes } from './field-types-of-crd.ts';
import { ANY, TEXT, objectOf, type FieldType, type FieldTypes } from './field-type.ts';
import { TableTypes } from './field-types-table.ts';
import { textOf, type Mapping } from './node.ts';

export type { FieldType, FieldTypes } from './field-type.ts';

let table: TableTypes | undefined;

/**
 * The types of the fields of Kubernetes' kinds and of those that some CustomResourceDefinitions define; a definition takes
 * the place of what is built in. Whatever else is among `crds` is left out.
 */
export function fieldTypes(crds: readonly Mapping[]): FieldTypes {
  const builtIn = (table ??= new TableTypes());
  let defined: ReadonlyMap<string, FieldType> | undefined;
  const known = (apiVersion: string, kind: string): FieldType | undefined => {
    defined ??= typesByKind(crds, builtIn.metadata());
    return defined.get(`${apiVersion} ${kind}`) ?? builtIn.ofResource(apiVersion, kind);
  };
  const unknown = objectOf(
    ['apiVersion', 'kind', 'metadata'],
    (name) =>
      name === 'metadata' ? builtIn.metadata() : name === 'apiVersion' || name === 'kind' ? TEXT : ANY,
    true,
  );
  return {
    ofResource: (apiVersion, kind) => known(apiVersion, kind) ?? unknown,
  };
}

function typesByKind(crds: readonly Mapping[], metadata: FieldType): ReadonlyMap<string, FieldType> {
  const types = new Map<string, FieldType>();
  for (const crd of crds) {
    if (textOf(crd.get('kind')) !== 'CustomResourceDefinition') continue;
    for (const [kind, type] of crdTypes(crd, metadata)) types.set(kind, type);
  }
  return types;
}
