import { fieldOf, textOf, type Mapping } from '../k8s/node.ts';

/** What names a resource; texts are empty where it says nothing. */
export interface ResourceName {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
}

/** What a resource calls itself. */
export function nameOf(resource: Mapping): ResourceName {
  const apiVersion = textOf(resource.get('apiVersion')) ?? '';
  const slash = apiVersion.indexOf('/');
  const metadata = resource.get('metadata');
  return {
    group: slash === -1 ? '' : apiVersion.slice(0, slash),
    version: apiVersion.slice(slash + 1),
    kind: textOf(resource.get('kind')) ?? '',
    namespace: textOf(fieldOf(metadata, 'namespace')) ?? '',
    name: textOf(fieldOf(metadata, 'name')) ?? '',
  };
}

/** For people: `StatefulSet/jenkins`. */
export function printName({ kind, name }: ResourceName): string {
  return `${kind}/${name}`;
}
