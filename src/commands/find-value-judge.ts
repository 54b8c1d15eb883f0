import { isMapping, isSequence, fieldOf, textOf, type Mapping, type Node } from '../k8s/node.ts';
import { builtInSchema } from '../k8s/schema.ts';
import { readNodes } from '../k8s/yaml/read-nodes.ts';
import { changedPaths, printPath, type ChangedPath } from '../overlay/patch-paths.ts';
import { sameValue } from '../k8s/same-value.ts';

/** The files of a base by their names, one resource in each. */
export type BaseFiles = ReadonlyMap<string, string>;

/** What is to be other in a base, and nothing else. */
export interface WantedChange {
  /** the name of the resource's file */
  readonly file: string;
  /** what it is to be */
  readonly wanted: Mapping;
  readonly paths: readonly ChangedPath[];
}

/** What a base with another value is. */
export interface Verdict {
  readonly hasWanted: boolean;
  /** what else is other than before: `Service/web spec.ports` */
  readonly others: readonly string[];
}

/** Compares a base before and after a value was set. Checksums of what the pods read follow what they are of. */
export function judge(before: BaseFiles, after: BaseFiles, change: WantedChange): Verdict {
  const { file, wanted, paths } = change;
  const text = after.get(file);
  const result = text === undefined ? undefined : documentIn(text);
  const isAsked = (name: string, path: ChangedPath): boolean =>
    name === file && paths.some((each) => each.join('\n') === path.join('\n'));
  const names = [...new Set([...before.keys(), ...after.keys()])].filter(
    (name) => name !== 'kustomization.yaml',
  );
  return {
    hasWanted: paths.every((path) => sameOrAbsent(nodeOn(wanted, path), nodeOn(result, path))),
    others: names.flatMap((name) => {
      const [old, fresh] = [before.get(name), after.get(name)];
      return old === fresh ? [] : differences(old, fresh, (path) => isAsked(name, path));
    }),
  };
}

/** The fields in which two documents differ, but for some and for checksums. */
function differences(
  before: string | undefined,
  after: string | undefined,
  isAsked: (path: ChangedPath) => boolean,
): string[] {
  const [old, fresh] = [before, after].map((text) => (text === undefined ? undefined : documentIn(text)));
  const one = fresh ?? old;
  if (one === undefined) return [];
  const title = `${textOf(one.get('kind')) ?? ''}/${textOf(fieldOf(one.get('metadata'), 'name')) ?? ''}`;
  if (old === undefined || fresh === undefined) return [`${title} ${old === undefined ? 'comes' : 'goes'}`];
  return changesOf(old, fresh)
    .filter((path) => !isAsked(path) && !isChecksum(path))
    .map((path) => `${title} ${printPath(path)}`);
}

/** The smallest parts in which two versions of a resource differ. */
export function changesOf(before: Mapping, after: Mapping): ChangedPath[] {
  const schema = builtInSchema().ofResource(
    textOf(before.get('apiVersion')) ?? '',
    textOf(before.get('kind')) ?? '',
  );
  return changedPaths(before, after, schema);
}

function isChecksum(path: ChangedPath): boolean {
  return path.at(-2) === 'annotations' && /checksum|hash/i.test(path.at(-1)!);
}

/** What stands at the end of a path, as changedPaths gives it. */
function nodeOn(root: Node | undefined, path: ChangedPath): Node | undefined {
  let node = root;
  for (const part of path)
    node = isSequence(node) ? elementOn(node, part) : isMapping(node) ? node.get(part) : undefined;
  return node;
}

function elementOn(list: readonly Node[], part: string): Node | undefined {
  const equals = part.indexOf('=');
  if (equals === -1) return list[Number(part)];
  const [key, value] = [part.slice(0, equals), part.slice(equals + 1)];
  return list.find((item) => textOf(fieldOf(item, key)) === value);
}

/** Whether two nodes are the same, or both are not there. */
export function sameOrAbsent(a: Node | undefined, b: Node | undefined): boolean {
  return a === undefined || b === undefined ? a === b : sameValue(a, b);
}

/** The one document of a file of a base. */
export function documentIn(text: string): Mapping {
  const root = readNodes(text)[0]?.root;
  return isMapping(root) ? root : new Map();
}
