import { isMapping, isSequence, textOf, type Mapping, type Node } from '../k8s/node.ts';
import type { ImageEntry } from '../kustomize/kustomization.ts';
import type { Resource } from '../kustomize/resource.ts';
import { InfraError } from '../lib/error.ts';
import { nearNames } from '../lib/near-names.ts';
import type { ListedImage } from './edit-kustomization.ts';

const CONTAINERS = ['containers', 'initContainers'];

/** What the images of a name are to become; what is undefined stays as it is. */
export interface ImageChange {
  readonly name: string;
  readonly newName: string | undefined;
  readonly newTag: string | undefined;
  readonly digest: string | undefined;
}

/** Reads `NAME=NEW`, `NAME=NEW:TAG`, `NAME=NEW@DIGEST`, `NAME=:TAG` or `NAME=@DIGEST`. Throws InfraError USAGE. */
export function parseImage(text: string): ImageChange {
  const at = text.indexOf('=');
  const name = text.slice(0, Math.max(0, at));
  const image = text.slice(at + 1);
  const parts = /^([^@\s]*?)(?::([^:/@\s]+))?(?:@([a-z0-9]+:[0-9a-f]+))?$/.exec(image);
  if (name === '' || image === '' || parts === null || parts[1]!.endsWith(':') || /[\s@]/.test(name)) {
    throw new InfraError('USAGE', `${JSON.stringify(text)} is no image to set`, {
      hint: 'write it as NAME=NEW, NAME=NEW:TAG, NAME=NEW@sha256:… or NAME=:TAG',
    });
  }
  const [, newName, newTag, digest] = parts;
  return { name, newName: newName === '' ? undefined : newName, newTag, digest };
}

/** The entry of `images` that makes a change: joined with the one there, also where the change names what that one made. */
export function presentImage(change: ImageChange, entries: readonly ImageEntry[]): ListedImage {
  const entry =
    entries.find(({ name }) => name === change.name) ??
    entries.find(({ newName }) => newName === change.name);
  const name = entry?.name ?? change.name;
  const newName = change.newName ?? entry?.newName ?? '';
  const isVersioned = change.newTag !== undefined || change.digest !== undefined;
  const newTag = isVersioned ? (change.newTag ?? '') : (entry?.newTag ?? '');
  const digest = isVersioned ? (change.digest ?? '') : (entry?.digest ?? '');
  return {
    name,
    ...(newName !== '' && newName !== name && { newName }),
    ...(newTag !== '' && { newTag }),
    ...(digest !== '' && { digest }),
  };
}

/** What an entry does to a build that has gone through the entries before: their new names are there by then. */
export function asBuilt(
  { name, newName, newTag = '', digest = '' }: ListedImage,
  entries: readonly ImageEntry[],
): ImageEntry {
  const before = entries.find((entry) => entry.name === name);
  const built = before === undefined || before.newName === '' ? name : before.newName;
  return { name: built, newName: newName ?? name, newTag, digest, tagSuffix: '' };
}

/**
 * Throws InfraError PATCH, with the names there are, where no container has an image of that name.
 *
 * @param elsewhere says where else an image stands, which the images of a kustomization do not reach
 */
export function checkImageIsUsed(
  name: string,
  names: readonly string[],
  elsewhere: () => string | undefined = () => undefined,
): void {
  if (names.includes(name)) return;
  const other = elsewhere();
  if (other !== undefined) {
    throw new InfraError('PATCH', `no container of the build has an image ${name}`, { hint: other });
  }
  const near = nearNames(name, names);
  const all = names.length === 0 ? 'there are no containers' : `there are ${names.join(', ')}`;
  throw new InfraError('PATCH', `no container of the build has an image ${name}`, {
    hint: near.length > 0 ? `did you mean ${near.join(' or ')}?` : all,
  });
}

/** The names of all images of containers, sorted, without tags and digests. */
export function imageNames(resources: readonly Resource[]): string[] {
  const names = new Set<string>();
  for (const { root, kind } of resources) if (kind !== 'CustomResourceDefinition') collect(root, names);
  return [...names].sort();
}

function collect(node: Node, names: Set<string>): void {
  if (isSequence(node)) for (const item of node) collect(item, names);
  else if (isMapping(node)) {
    for (const [key, value] of node) {
      if (CONTAINERS.includes(key) && isSequence(value)) addImages(value.filter(isMapping), names);
      collect(value, names);
    }
  }
}

function addImages(containers: readonly Mapping[], names: Set<string>): void {
  for (const container of containers) {
    const image = textOf(container.get('image'));
    if (image !== undefined) names.add(image.replace(/@.*$/, '').replace(/:[^:/]*$/, ''));
  }
}
