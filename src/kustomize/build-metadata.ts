import { readYaml } from '../k8s/yaml/read.ts';
import { writeSimpleKey } from '../k8s/yaml/write-scalar.ts';
import { withPath } from '../k8s/node.ts';
import { apiVersionOf } from './gvk.ts';
import { parseRemote } from './remote-ref.ts';
import type { ResourceSet } from './resource-set.ts';
import type { Resource } from './resource.ts';

const MANAGED_BY = ['metadata', 'labels', 'app.kubernetes.io/managed-by'];
/** The release that we print the same bytes as. */
const MANAGER = 'kustomize-v5.8.1';

/** What Kustomize calls the root of a repository, by mistake. */
const REPOSITORY_ROOT = 'notCloned';

/** Where something was read: a path from the directory that is built, or from the root of a clone. */
export interface Origin {
  readonly path: string;
  readonly repo: string;
  readonly ref: string;
}

/** The origin of what a kustomization at `origin` names as `path`, which may be in another repository. */
export function appendPath(origin: Origin, path: string): Origin {
  const remote = parseRemote(path);
  if (remote?.kind === 'git') {
    return { path: cleanPath(remote.path) || REPOSITORY_ROOT, repo: remote.clone, ref: remote.ref ?? '' };
  }
  return { ...origin, path: joinPaths(origin.path, path) };
}

/** The text that the origin annotation of a resource gets which was read there. */
export function printOrigin({ path, repo, ref }: Origin): string {
  return printFields([
    ['path', path],
    ['repo', repo],
    ['ref', ref],
  ]);
}

/** As printOrigin, for a generator or transformer of this kind that a field of the kustomization file `file` asked for. */
export function originOfStep(origin: Origin, file: string, kind: string): string {
  const name = file.slice(file.lastIndexOf('/') + 1);
  return printStep({ ...origin, path: joinPaths(origin.path, name) }, [
    ['apiVersion', 'builtin'],
    ['kind', kind],
  ]);
}

/** As printOrigin, for a generator or transformer that has a configuration of its own; undefined where none is recorded. */
export function pluginOrigin(config: Resource): string | undefined {
  if (config.origin === undefined) return undefined;
  const { id } = config;
  return printStep(readOrigin(config.origin), [
    ['apiVersion', apiVersionOf(id)],
    ['kind', id.kind],
    ['name', id.name],
    ['namespace', id.namespace],
  ]);
}

/** Records where resources come from, unless that is known. */
export function noteOrigin(resources: Iterable<Resource>, text: string): void {
  for (const resource of resources) resource.origin ??= text;
}

/**
 * Records that a transformer with this origin ran over all of these resources, whether it changed them or not. What has no
 * origin yet counts as made by the transformer.
 */
export function noteTransformation(resources: Iterable<Resource>, text: string): void {
  const item = `- ${text.trimEnd().replaceAll('\n', '\n  ')}\n`;
  for (const resource of resources) {
    if (resource.isDeleted) continue;
    if (resource.origin === undefined) resource.origin = text;
    else resource.transformations = [...resource.transformations, item];
  }
}

/** Labels all resources with what manages them. */
export function managedByLabel(set: ResourceSet): void {
  for (const resource of set.resources) resource.root = withPath(resource.root, MANAGED_BY, MANAGER);
}

type Field = readonly [key: string, value: string];

function printStep({ path, repo, ref }: Origin, by: readonly Field[]): string {
  const configuredBy = printFields(by).replace(/^(?=.)/gm, '  ');
  const where = printFields([
    ['repo', repo],
    ['ref', ref],
    ['configuredIn', path],
  ]);
  return `${where}configuredBy:\n${configuredBy}`;
}

function printFields(fields: readonly Field[]): string {
  return fields.map(([key, value]) => (value === '' ? '' : `${key}: ${writeSimpleKey(value, 3)}\n`)).join('');
}

/** Reads what printOrigin wrote; of what printStep wrote, the repository. */
function readOrigin(text: string): Origin {
  const fields = readYaml(text);
  const get = (key: string): string => {
    const value = fields instanceof Map ? fields.get(key) : undefined;
    return typeof value === 'string' ? value : '';
  };
  return { path: get('path'), repo: get('repo'), ref: get('ref') };
}

/** Go's filepath.Join: empty paths do not count. */
function joinPaths(left: string, right: string): string {
  return cleanPath([left, right].filter((path) => path !== '').join('/'));
}

/** Go's filepath.Clean, but the empty path stays empty. */
function cleanPath(path: string): string {
  if (path === '') return '';
  const isRooted = path.startsWith('/');
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..' || (parts.length === 0 && !isRooted) || parts.at(-1) === '..') parts.push(part);
    else parts.pop();
  }
  const text = parts.join('/');
  if (isRooted) return `/${text}`;
  return text === '' ? '.' : text;
}
