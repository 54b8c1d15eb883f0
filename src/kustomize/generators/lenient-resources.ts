import { isMapping, isNull, nodeAt, textOf, type Mapping } from '../../k8s/node.ts';
import { readNodes } from '../../k8s/yaml/read-nodes.ts';

const LOCAL_CONFIG = ['metadata', 'annotations', 'config.kubernetes.io/local-config'];

/**
 * The resources of a text that was refused with `refusal`, read once more as Kustomize reads the output of Helm then: a null
 * in a list is let through, a List stays one resource, and what is for tools only is left out. Throws the refusal where a
 * document still is no resource.
 */
export function lenientResources(
  text: string,
  refusal: unknown,
): readonly { readonly root: Mapping; readonly document: number }[] {
  const resources: { root: Mapping; document: number }[] = [];
  for (const [document, { root }] of nodesOf(text, refusal).entries()) {
    if (isNull(root) || (isMapping(root) && root.size === 0)) continue;
    if (!isMapping(root) || !isNamed(root)) throw refusal;
    if (!isLocal(root)) resources.push({ root, document });
  }
  return resources;
}

function nodesOf(text: string, refusal: unknown): ReturnType<typeof readNodes> {
  try {
    return readNodes(text);
  } catch {
    throw refusal;
  }
}

function isNamed(root: Mapping): boolean {
  return [['kind'], ['metadata', 'name']].every((path) => (textOf(nodeAt(root, path)) ?? '') !== '');
}

function isLocal(root: Mapping): boolean {
  const value = textOf(nodeAt(root, LOCAL_CONFIG));
  return value !== undefined && value !== 'false';
}
