import { readYaml } from '../k8s/yaml/read.ts';
import { builtInSchema, schemaOf } from '../k8s/schema.ts';
import { InfraError } from '../lib/error.ts';
import { locate } from './locate.ts';
import { loadText } from './loader.ts';
import type { Target } from './target.ts';

/** The only version that is built in. */
const BUILT_IN_VERSION = 'v1.21.2';

/**
 * Takes the schema that a kustomization's `openapi` asks for. In a build the first one counts: the top's, else that of the
 * first directory that has one.
 */
export function setOpenApi(target: Target, isTop: boolean): void {
  const { loader, kustomization, file } = target;
  const { session } = loader;
  if (isTop) {
    session.schema = builtInSchema();
    session.schemaIsSet = false;
  }
  const path = kustomization.openapi.get('path');
  const text = path === undefined ? undefined : loadText(loader, path);
  if (session.schemaIsSet) return;
  const version = kustomization.openapi.get('version');
  if (text === undefined && (version === undefined || version === '')) return;
  const location = locate(loadText(loader, file), file, { path: ['openapi'] });
  if (text === undefined) {
    if (version !== BUILT_IN_VERSION) {
      throw new InfraError('KUSTOMIZATION', `the OpenAPI version ${version!} is not built in`, {
        location,
        hint: `use ${BUILT_IN_VERSION}, or give a document by path`,
      });
    }
  } else if (version !== undefined) {
    throw new InfraError('KUSTOMIZATION', 'openapi has a path and a version, but takes only one', {
      location,
    });
  } else session.schema = schemaOf(readYaml(text));
  session.schemaIsSet = true;
}
