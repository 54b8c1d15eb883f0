import { fieldOf, isMapping, isSequence, textOf, withField, withPath } from '../../k8s/node.ts';
import type { Mapping, Node } from '../../k8s/node.ts';
import { withNamespace, type Move } from './match-resources.ts';

/** Where resources name the service that serves them; `*` stands for each element of a list. */
const SERVICES: readonly { readonly kind: string; readonly path: readonly string[] }[] = [
  { kind: 'APIService', path: ['spec', 'service'] },
  { kind: 'CustomResourceDefinition', path: ['spec', 'conversion', 'webhook', 'clientConfig', 'service'] },
  { kind: 'MutatingWebhookConfiguration', path: ['webhooks', '*', 'clientConfig', 'service'] },
  { kind: 'ValidatingWebhookConfiguration', path: ['webhooks', '*', 'clientConfig', 'service'] },
  { kind: 'RoleBinding', path: ['subjects', '*'] },
  { kind: 'ClusterRoleBinding', path: ['subjects', '*'] },
];

/**
 * The resources of a base that no chart made, in another namespace: all that stood in the base's own, the Namespace object of
 * that name, and what subjects of bindings and services of webhooks say of it. No text is changed.
 */
export function movedResources(base: readonly Mapping[], move: Move): Mapping[] {
  return base.map((root) => movedReferences(movedSelf(root, move), move));
}

function movedSelf(root: Mapping, { from, to }: Move): Mapping {
  const metadata = root.get('metadata');
  if (textOf(fieldOf(metadata, 'namespace')) === from) return withNamespace(root, to);
  const isOwn =
    textOf(root.get('kind')) === 'Namespace' &&
    textOf(root.get('apiVersion')) === 'v1' &&
    textOf(fieldOf(metadata, 'name')) === from;
  return isOwn ? withPath(root, ['metadata', 'name'], to) : root;
}

function movedReferences(root: Mapping, move: Move): Mapping {
  const kind = textOf(root.get('kind'));
  return SERVICES.filter((service) => service.kind === kind).reduce<Mapping>(
    (moved, { path }) => movedAt(moved, path, move) as Mapping,
    root,
  );
}

function movedAt(node: Node, path: readonly string[], move: Move): Node {
  const [key, ...rest] = path;
  if (key === '*') return isSequence(node) ? node.map((item) => movedAt(item, rest, move)) : node;
  if (!isMapping(node)) return node;
  if (key === undefined)
    return textOf(node.get('namespace')) === move.from ? withField(node, 'namespace', move.to) : node;
  const child = node.get(key);
  return child === undefined ? node : withField(node, key, movedAt(child, rest, move));
}
