import { InfraError } from '../lib/error.ts';
import { entryPlace } from './entry-place.ts';
import type { Loader } from './loader.ts';
import type { Found } from './look-up.ts';
import { joinPath } from '../lib/path.ts';
import { missingPath } from './missing-path.ts';

/** The error for a path that is not what lookUp found there. */
export function notReadable(
  loader: Loader,
  path: string,
  found: Found,
  wanted: 'file' | 'folder' | 'file or folder',
): InfraError {
  if (path === '') return new InfraError('KUSTOMIZATION', 'an entry is empty', placed(loader, path));
  if (found.kind === 'missing') {
    return missingPath(loader.session.tree, loader.root, path, wanted, entryPlace(loader, path));
  }
  if (found.kind === 'directory') {
    return new InfraError('KUSTOMIZATION', `${path} is a folder, but must be a file`, placed(loader, path));
  }
  const isLink = joinPath(loader.root, path) !== found.path;
  const message = isLink
    ? `${path} is a link to ${found.path}, which is not below ${loader.root}`
    : `${path} is not below ${loader.root}, the folder of the kustomization`;
  return new InfraError('RESTRICTED_PATH', message, {
    ...placed(loader, path),
    hint:
      loader.repository === undefined
        ? 'make it part of a base, or build with --load-restrictor LoadRestrictionsNone'
        : 'what is in a repository can use nothing outside of it',
  });
}

/** The place of an entry, as a part of the details of an error. */
export function placed(
  loader: Loader,
  path: string,
): { readonly location?: NonNullable<InfraError['location']> } {
  const location = entryPlace(loader, path);
  return location === undefined ? {} : { location };
}
