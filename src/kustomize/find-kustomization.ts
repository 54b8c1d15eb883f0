import { InfraError, type Location } from '../lib/error.ts';
import { placeWhere } from './entry-place.ts';
import { KUSTOMIZATION_NAMES, kustomizationFiles } from './kustomization-files.ts';
import type { Loader } from './loader.ts';
import { lookUp } from './look-up.ts';
import { nearNames } from '../lib/near-names.ts';

/**
 * The path of the one kustomization file in the directory of a loader, links not followed. Throws InfraError if there is none
 * that the loader may read, or several.
 */
export function findKustomizationFile(loader: Loader): string {
  const files = kustomizationFiles(loader);
  const [file] = files;
  if (file === undefined) throw noFile(loader);
  if (files.length === 1) return file;
  const names = files.map((each) => each.slice(each.lastIndexOf('/') + 1));
  throw new InfraError(
    'KUSTOMIZATION',
    `${loader.root} has several kustomization files: ${names.join(', ')}`,
    {
      location: { file },
      hint: 'keep one of them',
    },
  );
}

function noFile(loader: Loader): InfraError {
  const { root, session } = loader;
  const location = placeInParent(loader);
  return new InfraError('KUSTOMIZATION', `${root} has no kustomization file`, {
    ...(location !== undefined && { location }),
    hint: hintFor(loader, session.tree.list(root)),
  });
}

function hintFor(loader: Loader, names: readonly string[]): string {
  const outside = KUSTOMIZATION_NAMES.find((name) => lookUp(loader, name).kind === 'outside');
  if (outside !== undefined) {
    return `${outside} there is a link out of the folder, which only --load-restrictor LoadRestrictionsNone allows`;
  }
  const near = names.find(
    (name) => !KUSTOMIZATION_NAMES.includes(name) && nearNames(name, KUSTOMIZATION_NAMES).length > 0,
  );
  if (near !== undefined) return `rename ${near} to kustomization.yaml`;
  return `its name is ${KUSTOMIZATION_NAMES.slice(0, -1).join(', ')} or ${KUSTOMIZATION_NAMES.at(-1)!}`;
}

/** Where the parent names the directory. */
function placeInParent({ root, parent }: Loader): Location | undefined {
  if (parent === undefined) return undefined;
  return placeWhere(parent, (entry) => entry !== '' && lookUp(parent, entry).path === root);
}
