import { isClusterScoped } from '../k8s/resource-scope.ts';
import { directValue } from '../k8s/scalar-value.ts';
import { printWith } from './output.ts';
import { effectiveNamespace } from './resource-id.ts';
import type { Resource } from './resource.ts';

/**
 * The files that `-o DIRECTORY` asks for, texts by name: one a resource, named after its group, version, kind and name, in
 * lower case, with the namespace in front where there are several. Of resources with one name the last one is kept. Throws
 * InfraError for what Kustomize cannot print.
 */
export function outputFiles(resources: readonly Resource[]): Map<string, string> {
  const namespaced = resources.filter((resource) => !isCluster(resource));
  const severalNamespaces = new Set(namespaced.map(({ id }) => effectiveNamespace(id))).size > 1;
  const files = new Map<string, string>();
  for (const resource of namespaced) {
    const prefix = severalNamespaces ? `${effectiveNamespace(resource.id).toLowerCase()}_` : '';
    files.set(prefix + fileName(resource), printWith(resource.root, directValue));
  }
  for (const resource of resources.filter(isCluster)) {
    files.set(fileName(resource), printWith(resource.root, directValue));
  }
  return files;
}

function isCluster({ id }: Resource): boolean {
  return isClusterScoped(id.group, id.version, id.kind);
}

function fileName({ id }: Resource): string {
  const parts = [id.group, id.version, id.kind].filter((part) => part !== '');
  return `${parts.join('_')}_${id.name}.yaml`.toLowerCase();
}
