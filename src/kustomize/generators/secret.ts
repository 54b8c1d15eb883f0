import { freshMapping } from '../../k8s/fresh-mapping.ts';
import type { Node } from '../../k8s/node.ts';
import type { GeneratorEntry } from '../kustomization.ts';
import type { Generator } from '../transform.ts';
import { entryThroughYaml } from './entry-through-yaml.ts';
import { atEntry, type EntryPath } from './entry-problem.ts';
import { base64Lines, generatedResource } from './generated.ts';
import { readSources } from './sources.ts';

const DEFAULT_TYPE = 'Opaque';

/**
 * Makes a Secret of an entry whose options are complete (see mergeOptions): all values are base64 in `data`, which is there
 * even when empty. `at` is the entry's path in the kustomization file.
 */
export function secretGenerator(entry: GeneratorEntry, at?: EntryPath): Generator {
  return {
    kind: 'SecretGenerator',
    generate: (context) =>
      atEntry(context, at, () => {
        const read = entryThroughYaml(entry);
        const fields = fieldsOf(read, readSources(read, context.loader));
        return [generatedResource('Secret', read, fields, context.file)];
      }),
  };
}

function fieldsOf({ type }: GeneratorEntry, values: ReadonlyMap<string, string>): Map<string, Node> {
  const data = new Map<string, Node>();
  for (const [key, value] of values) data.set(key, base64Lines(value));
  return new Map<string, Node>([
    ['type', type === '' ? DEFAULT_TYPE : type],
    ['data', freshMapping(data)],
  ]);
}
