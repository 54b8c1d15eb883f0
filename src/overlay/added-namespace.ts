import { nodeAt, textOf, withPath, type Mapping } from '../k8s/node.ts';
import { builtInScope, type Scope } from '../k8s/scopes.ts';
import { printResource } from '../kustomize/output.ts';
import type { Resource } from '../kustomize/resource.ts';
import { editPatchFile } from './patch-file-edit.ts';

/**
 * Where objects of a kind live: what Kubernetes serves counts first, then the CustomResourceDefinitions among `others`, then
 * where those of `others` live that are of the same kind. undefined where nothing says so.
 */
export function scopeAmong(
  { group, kind }: Pick<Resource['id'], 'group' | 'kind'>,
  others: readonly Resource[],
): Scope | undefined {
  return builtInScope(group, kind) ?? definedScope(group, kind, others) ?? usedScope(group, kind, others);
}

function definedScope(group: string, kind: string, others: readonly Resource[]): Scope | undefined {
  const definition = others.find(
    ({ kind: each, root }) =>
      each === 'CustomResourceDefinition' &&
      textOf(nodeAt(root, ['spec', 'group'])) === group &&
      textOf(nodeAt(root, ['spec', 'names', 'kind'])) === kind,
  );
  const scope = textOf(nodeAt(definition?.root, ['spec', 'scope']));
  return scope === 'Cluster' || scope === 'Namespaced' ? scope : undefined;
}

function usedScope(group: string, kind: string, others: readonly Resource[]): Scope | undefined {
  const isNamespaced = others.some(
    ({ id, namespace }) => id.group === group && id.kind === kind && namespace !== '',
  );
  return isNamespaced ? 'Namespaced' : undefined;
}

/** A document with a namespace. */
export function inNamespace(document: Mapping, namespace: string): Mapping {
  return withPath(document, ['metadata', 'namespace'], namespace);
}

/** The text of a document with a namespace, comments and all; written anew where it cannot be edited. */
export function textInNamespace(text: string, document: Mapping, namespace: string): string {
  const moved = inNamespace(document, namespace);
  return editPatchFile(text, moved) ?? printResource(moved);
}
