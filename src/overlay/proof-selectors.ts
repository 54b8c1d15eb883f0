import { isMapping, nodeAt, textOf, type Mapping, type Node } from '../k8s/node.ts';
import type { Resource } from '../kustomize/resource.ts';
import { podTemplate, textAt } from './proof-pods.ts';
import type { Problem } from './proof-problem.ts';

/** Selectors that found pods before a change and find none after it. */
export function* selectorProblems(
  before: readonly Resource[],
  after: readonly Resource[],
): Iterable<Problem> {
  yield* brokenWorkloads(before, after);
  yield* emptyServices(before, after);
}

/** Workloads whose selector does not fit their own pods. */
function* brokenWorkloads(before: readonly Resource[], after: readonly Resource[]): Iterable<Problem> {
  const old = new Map(before.map((resource) => [resource.key, resource.root]));
  for (const resource of after) {
    const { root, kind, name } = resource;
    const was = old.get(resource.key);
    if (root === was) continue;
    const missing = missingLabels(root);
    if (missing.length === 0 || (was !== undefined && missingLabels(was).length > 0)) continue;
    yield {
      code: 'PATCH_BREAKS_SELECTOR',
      message: `the selector of ${kind}/${name} would not fit its own pods: they lack ${missing.join(', ')}`,
      hint: 'a selector cannot be changed in a cluster: set the labels of the pods to what it selects',
    };
  }
}

function missingLabels(root: Mapping): string[] {
  const selector = nodeAt(root, ['spec', 'selector', 'matchLabels']);
  const template = podTemplate(root);
  if (!isMapping(selector) || template === undefined) return [];
  const labels = nodeAt(template, ['metadata', 'labels']);
  return [...selector].flatMap(([key, value]) =>
    hasLabel(labels, key, value) ? [] : [`${key}=${textOf(value) ?? ''}`],
  );
}

function* emptyServices(before: readonly Resource[], after: readonly Resource[]): Iterable<Problem> {
  const old = new Map(before.map((resource) => [resource.key, resource.root]));
  for (const { key, root, kind, name } of after) {
    const was = old.get(key);
    if (kind !== 'Service' || was === undefined) continue;
    if (podsOf(root, after).length > 0 || podsOf(was, before).length === 0) continue;
    const [lost] = podsOf(was, before);
    yield {
      code: 'PATCH_BREAKS_SELECTOR',
      message: `Service/${name} would select no pods: it selected those of ${lost!.kind}/${lost!.name}`,
      hint: `its selector and the labels of the pods must fit each other`,
    };
  }
}

function podsOf(service: Mapping, resources: readonly Resource[]): Resource[] {
  const selector = nodeAt(service, ['spec', 'selector']);
  if (!isMapping(selector) || selector.size === 0) return [];
  const namespace = textAt(service, 'metadata', 'namespace');
  return resources.filter(({ root }) => {
    const template = podTemplate(root);
    if (template === undefined || textAt(root, 'metadata', 'namespace') !== namespace) return false;
    const labels = nodeAt(template, ['metadata', 'labels']);
    return [...selector].every(([key, value]) => hasLabel(labels, key, value));
  });
}

function hasLabel(labels: Node | undefined, key: string, value: Node): boolean {
  return isMapping(labels) && textOf(labels.get(key)) === textOf(value);
}
