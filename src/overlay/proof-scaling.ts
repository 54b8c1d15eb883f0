import { fieldOf, isMapping, nodeAt, type Mapping } from '../k8s/node.ts';
import { sameValue } from '../k8s/same-value.ts';
import type { Resource } from '../kustomize/resource.ts';
import { textAt } from './proof-pods.ts';
import type { Problem } from './proof-problem.ts';

const COUNT = ['spec', 'replicas'];

/** Counts of replicas that a change sets though something else sets them in the cluster. */
export function* scaledReplicas(before: readonly Resource[], after: readonly Resource[]): Iterable<Problem> {
  const old = new Map(before.map((resource) => [resource.key, resource.root]));
  const scalers = after.filter(({ root }) => scaleTarget(root) !== undefined);
  if (scalers.length === 0) return;
  for (const { key, kind, name, namespace, root } of after) {
    const count = nodeAt(root, COUNT);
    const was = old.get(key);
    if (count === undefined || (was !== undefined && sameValue(count, nodeAt(was, COUNT)))) continue;
    const scaler = scalers.find((each) => {
      const target = scaleTarget(each.root)!;
      return target.kind === kind && target.name === name && each.namespace === namespace;
    });
    if (scaler === undefined) continue;
    yield {
      code: 'PATCH_OF_SCALED_REPLICAS',
      message: `${kind}/${name} is scaled by ${scaler.kind}/${scaler.name}: each time this is applied, spec.replicas undoes what that did`,
      hint: 'set the bounds there, and take the count away with --unset spec.replicas',
    };
  }
}

/** What an autoscaler scales; undefined for what is none. */
export function scaleTarget(root: Mapping): { readonly kind: string; readonly name: string } | undefined {
  const target = fieldOf(root.get('spec'), 'scaleTargetRef');
  const name = textAt(target, 'name');
  if (!isMapping(target) || name === '') return undefined;
  return { kind: textAt(target, 'kind') || 'Deployment', name };
}
