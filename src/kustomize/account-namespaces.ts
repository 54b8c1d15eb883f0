import { isMapping, isSequence, OddMapping, Scalar, textOf, type Mapping, type Node } from '../k8s/node.ts';
import { InfraError } from '../lib/error.ts';
import { resourceLocation } from './location.ts';
import { effectiveNamespace, NO_NAMESPACE, printId } from './resource-id.ts';
import type { Resource } from './resource.ts';
import type { StepContext } from './transform.ts';

const NONE: ReadonlySet<string> = new Set();

/**
 * The namespaces of ServiceAccounts that a RoleBinding names as subjects: it may refer to them there. None for other kinds. Throws
 * InfraError for subjects that are no mappings, and where kind or namespace are no text.
 */
export function accountNamespacesOf(resource: Resource, context: StepContext): ReadonlySet<string> {
  const { id, root } = resource;
  if (id.kind !== 'RoleBinding' || effectiveNamespace(id) === NO_NAMESPACE) return NONE;
  const subjects = root.get('subjects');
  if (!isSequence(subjects)) return NONE;
  const namespaces = new Set<string>();
  subjects.forEach((subject, index) => {
    const refuse = (problem: string, ...path: readonly string[]): InfraError =>
      new InfraError('REFERENCE', `a subject of ${printId(id)} ${problem}`, {
        location: resourceLocation(context, resource, ['subjects', index, ...path]),
      });
    if (!isMapping(subject) || hasOddKeys(subject)) throw refuse('is no mapping of names to values');
    const namespace = subject.get('namespace');
    const kind = subject.get('kind');
    if (namespace === undefined || kind === undefined) return;
    if (stringOf(kind) === undefined) throw refuse('has a kind that is no text', 'kind');
    if (stringOf(kind) !== 'ServiceAccount') return;
    const text = stringOf(namespace);
    if (text === undefined) throw refuse('has a namespace that is no text', 'namespace');
    namespaces.add(text);
  });
  return namespaces;
}

function stringOf(node: Node): string | undefined {
  return typeof node === 'string' || (node instanceof Scalar && node.tag === '!!str')
    ? textOf(node)
    : undefined;
}

function hasOddKeys(mapping: Mapping): boolean {
  return mapping instanceof OddMapping && mapping.keyTags.size > 0;
}
