import type { Location } from '../lib/error.ts';
import { fromBytes } from '../lib/utf8.ts';
import { locate } from './locate.ts';
import type { Resource } from './resource.ts';
import type { StepContext } from './transform.ts';

/** The place of an entry of the kustomization file, for example `['patches', 3, 'target']`; read only when something is said. */
export function entryLocation({ session, file }: StepContext, path: readonly (string | number)[]): Location {
  return locate(fromBytes(session.tree.read(file)), file, { path });
}

/** The place of a resource, or of a field in it as it was read; of a Secret, without the line itself. */
export function resourceLocation(
  { session }: Pick<StepContext, 'session'>,
  { place, kind }: Resource,
  path: readonly (string | number)[] = [],
): Location {
  if (place.line === undefined) return { file: place.file };
  const text = fromBytes(session.tree.read(place.file));
  const { source, ...location } = locate(text, place.file, { document: place.document, path });
  return source === undefined || kind === 'Secret' ? location : { ...location, source };
}
