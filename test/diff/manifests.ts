import { diffResources, type DiffOptions, type ResourcesDiff } from '../../src/diff/diff-resources.ts';
import { isMapping, type Mapping } from '../../src/k8s/node.ts';
import { readNodes } from '../../src/k8s/yaml/read-nodes.ts';

/** The resources of a YAML text. */
export function resourcesOf(text: string): Mapping[] {
  return readNodes(text)
    .map(({ root }) => root)
    .filter(isMapping);
}

/** The diff of two YAML texts. */
export function diffOf(before: string, after: string, options?: DiffOptions): ResourcesDiff {
  return diffResources(resourcesOf(before), resourcesOf(after), options);
}
