import { fieldOf, isMapping, isSequence, nodeAt, textOf, type Mapping, type Node } from '../k8s/node.ts';

/** The template of the pods that a resource makes; a Pod is its own. undefined for what makes none. */
export function podTemplate(root: Mapping): Mapping | undefined {
  switch (textOf(root.get('kind'))) {
    case 'Pod':
      return root;
    case 'CronJob':
      return mappingAt(root, ['spec', 'jobTemplate', 'spec', 'template']);
    default:
      return isMapping(nodeAt(root, ['spec', 'template', 'spec']))
        ? mappingAt(root, ['spec', 'template'])
        : undefined;
  }
}

/** The specification of the pods that a resource makes. */
export function podSpec(root: Mapping): Mapping | undefined {
  const spec = fieldOf(podTemplate(root), 'spec');
  return isMapping(spec) ? spec : undefined;
}

/** All containers of a pod, of whatever list. */
export function containersOf(spec: Mapping): Mapping[] {
  return ['initContainers', 'containers', 'ephemeralContainers'].flatMap((list) => itemsAt(spec, list));
}

/** The mappings in a list below a key. */
export function itemsAt(node: Node | undefined, key: string): Mapping[] {
  const list = fieldOf(node, key);
  return isSequence(list) ? list.filter(isMapping) : [];
}

/** The text of a field, empty where it has none. */
export function textAt(node: Node | undefined, ...path: readonly string[]): string {
  return textOf(nodeAt(node, path)) ?? '';
}

function mappingAt(root: Mapping, path: readonly string[]): Mapping | undefined {
  const found = nodeAt(root, path);
  return isMapping(found) ? found : undefined;
}
