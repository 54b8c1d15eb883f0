import type { Mapping } from '../k8s/node.ts';
import { builtInSchema } from '../k8s/schema.ts';
import { textOf } from '../k8s/node.ts';
import type { Resource } from '../kustomize/resource.ts';
import type { Finding } from '../lib/finding.ts';
import { changedPaths, overlap, printPath, type ChangedPath } from './patch-paths.ts';
import { counterpart, patchEntries, walkPatches, type PatchStage } from './patch-stage.ts';

/** A patch, and the fields of a resource that it changes. */
interface Writer {
  readonly file: string;
  readonly paths: readonly ChangedPath[];
}

/**
 * Findings about fields of resources that two patches write, among those of all the stages of a build: the later one wins, and
 * the earlier one is of no use. Only pairs with a file of `written` are told, and fields of which `asked` has a part.
 */
export function overlapFindings(
  stages: readonly PatchStage[],
  asked: ReadonlyMap<Resource, readonly ChangedPath[]>,
  written: ReadonlySet<string>,
  root: string,
): Finding[] {
  const writers = new Map<Resource, Writer[]>([...asked.keys()].map((resource) => [resource, []]));
  for (const stage of stages) addWriters(stage, writers);
  return [...writers].flatMap(([resource, list]) =>
    pairsOf(list, written, asked.get(resource)!).map((pair) => findingOf(resource, pair, root)),
  );
}

/** The last file whose patch changes a field of a resource, among those of the stages of a build. */
export function lastWriter(
  stages: readonly PatchStage[],
  resource: Resource,
  path: ChangedPath,
): string | undefined {
  const writers = new Map<Resource, Writer[]>([[resource, []]]);
  for (const stage of stages) addWriters(stage, writers);
  const found = writers.get(resource)!.findLast(({ paths }) => paths.some((each) => overlap(each, path)));
  return found?.file;
}

function addWriters(stage: PatchStage, writers: ReadonlyMap<Resource, Writer[]>): void {
  const last = new Map<Resource, Mapping | undefined>();
  walkPatches(stage, (index, set) => {
    for (const [resource, list] of writers) {
      const root = counterpart(resource, set.resources)?.root;
      const before = last.get(resource);
      last.set(resource, root);
      if (index === 0 || before === undefined || root === undefined || root === before) continue;
      const schema = builtInSchema().ofResource(textOf(before.get('apiVersion')) ?? '', resource.kind);
      list.push({ file: fileOf(stage, index - 1), paths: changedPaths(before, root, schema) });
    }
  });
}

function fileOf(stage: PatchStage, index: number): string {
  const { path } = patchEntries(stage)[index]!;
  return path === '' ? stage.context.file : `${stage.directory}/${path}`;
}

type Pair = readonly [first: string, second: string, path: ChangedPath];

function pairsOf(
  writers: readonly Writer[],
  written: ReadonlySet<string>,
  asked: readonly ChangedPath[],
): Pair[] {
  const isAsked = (path: ChangedPath): boolean => asked.some((each) => overlap(each, path));
  return writers.flatMap((second, index) =>
    writers.slice(0, index).flatMap((first): Pair[] => {
      if (first.file === second.file || !(written.has(first.file) || written.has(second.file))) return [];
      const path = second.paths.find(
        (each) => isAsked(each) && !isChecksum(each) && first.paths.some((other) => overlap(each, other)),
      );
      return path === undefined ? [] : [[first.file, second.file, path]];
    }),
  );
}

/** An overlay sets the checksums anew that a component sets. */
function isChecksum(path: ChangedPath): boolean {
  return path.at(-2) === 'annotations' && /checksum|hash/i.test(path.at(-1)!);
}

function findingOf({ kind, name }: Resource, [one, other, path]: Pair, root: string): Finding {
  const [first, second] = [one, other].map((file) => file.slice(root.length + 1)) as [string, string];
  return {
    code: 'PATCHES_OVERLAP',
    severity: 'warning',
    message: `two patches write ${printPath(path)} of ${kind}/${name}: ${first}, then ${second}`,
    location: { file: second },
    hint: 'the later one holds',
  };
}
