import { freshMapping } from '../../k8s/fresh-mapping.ts';
import type { Node } from '../../k8s/node.ts';
import { textNode } from '../../k8s/node-to-plain.ts';
import type { GeneratorEntry } from '../kustomization.ts';
import type { Generator } from '../transform.ts';
import { entryThroughYaml } from './entry-through-yaml.ts';
import { atEntry, type EntryPath } from './entry-problem.ts';
import { base64Lines, generatedResource } from './generated.ts';
import { readSources } from './sources.ts';

/**
 * Makes a ConfigMap of an entry whose options are complete (see mergeOptions): values that are UTF-8 are its `data`, others,
 * in base64, its `binaryData`; a field without values is not there. `at` is the entry's path in the kustomization file.
 */
export function configMapGenerator(entry: GeneratorEntry, at?: EntryPath): Generator {
  return {
    kind: 'ConfigMapGenerator',
    generate: (context) =>
      atEntry(context, at, () => {
        const read = entryThroughYaml(entry);
        const fields = fieldsOf(readSources(read, context.loader));
        return [generatedResource('ConfigMap', read, fields, context.file)];
      }),
  };
}

function fieldsOf(values: ReadonlyMap<string, string>): Map<string, Node> {
  const data = new Map<string, Node>();
  const binaryData = new Map<string, Node>();
  for (const [key, value] of values) {
    if (value.isWellFormed()) data.set(key, textNode(value));
    else binaryData.set(key, base64Lines(value));
  }
  const fields = new Map<string, Node>();
  if (data.size > 0) fields.set('data', freshMapping(data));
  if (binaryData.size > 0) fields.set('binaryData', freshMapping(binaryData));
  return fields;
}
