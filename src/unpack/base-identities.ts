import type { Manifest } from '../helm/manifests.ts';
import type { BaseInput } from './base.ts';
import { customScopes, scopeOf, type Scopes } from './namespaces.ts';
import { splitResources } from './split.ts';

/** Gives the identity that an object has in a base for the one that it has in a render. */
export type NameInBase = (identity: string) => string;

/**
 * A base says the namespace of what lives in one, and of nothing else; a render may have left it out, or written one too many.
 * Identities in a lock are all those of the base, whatever says them.
 */
export function namesInBase({ rendered, namespace, policies, scopes = new Map() }: BaseInput): NameInBase {
  if (policies.namespaces !== 'explicit') return (identity) => identity;
  let custom: Scopes | undefined;
  return (identity) => {
    const { group, kind, parts } = partsOf(identity);
    const scope = scopeOf(group, kind, scopes, () => (custom ??= definedScopes(rendered)));
    const [type = '', name = ''] = [parts[0], parts.at(-1)];
    if (scope === 'Cluster') return `${type}/${name}`;
    return scope === 'Namespaced' && parts.length === 2 ? `${type}/${namespace}/${name}` : identity;
  };
}

/** No part of an identity has a slash of its own; a kind has no point. */
function partsOf(identity: string): { group: string; kind: string; parts: string[] } {
  const parts = identity.split('/');
  const [type = ''] = parts;
  const point = type.indexOf('.');
  return point < 0
    ? { group: '', kind: type, parts }
    : { group: type.slice(point + 1), kind: type.slice(0, point), parts };
}

/** The scopes that the CRDs of a render say; nothing else of it is read. */
function definedScopes({ crds, manifests, hooks }: BaseInput['rendered']): Scopes {
  const mayDefine = ({ kind }: Manifest): boolean =>
    kind === 'CustomResourceDefinition' || kind.endsWith('List');
  const definitions = { crds, manifests: manifests.filter(mayDefine), hooks: hooks.filter(mayDefine) };
  return customScopes(splitResources(definitions, []));
}
