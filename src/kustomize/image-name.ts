import type { ImageEntry } from './kustomization.ts';

interface ImageParts {
  readonly name: string;
  readonly tag: string;
  readonly digest: string;
}

/**
 * The parts of `[registry[:port]/]name[:tag][@digest]`. What stands before the first slash, unless that is the first character, has
 * neither tag nor digest.
 */
function splitImage(image: string): ImageParts {
  const start = Math.max(image.indexOf('/'), 0);
  const at = image.indexOf('@', start);
  const colon = image.indexOf(':', start);
  if (at !== -1 && (colon === -1 || at < colon)) {
    return { name: image.slice(0, at), tag: '', digest: image.slice(at + 1) };
  }
  if (colon === -1) return { name: image, tag: '', digest: '' };
  const end = at === -1 ? image.length : at;
  return { name: image.slice(0, colon), tag: image.slice(colon + 1, end), digest: image.slice(end + 1) };
}

/**
 * An image as an entry of `images` changes it: a new tag drops the digest and a new digest the tag, unless both are given; a suffix for
 * the tag counts where neither is.
 */
export function changeImage(image: string, entry: ImageEntry): string {
  const { name, tag, digest } = splitImage(image);
  const newName = entry.newName === '' ? name : entry.newName;
  if (entry.newTag !== '' || entry.digest !== '') return printImage(newName, entry.newTag, entry.digest);
  if (entry.tagSuffix !== '') return printImage(newName, tag + entry.tagSuffix, '');
  return printImage(newName, tag, digest);
}

function printImage(name: string, tag: string, digest: string): string {
  return name + (tag === '' ? '' : `:${tag}`) + (digest === '' ? '' : `@${digest}`);
}
