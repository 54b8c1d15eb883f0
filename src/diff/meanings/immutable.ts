import { nodeAt, textOf, type Mapping } from '../../k8s/node.ts';
import type { FieldChange } from '../field-change.ts';
import { isWithin, type FieldPath } from '../field-path.ts';
import type { DifferentResource, Meaning } from '../meaning.ts';
import { IMMUTABLE_FIELDS } from './immutable-fields.ts';
import type { ImmutableFields } from './immutable-fields.ts';

/** What a configuration that says that it is immutable keeps. */
const SEALED = ['data', 'stringData', 'binaryData', 'immutable'];

/** The API server refuses to change some fields: the resource must be deleted first. */
export function immutable(resource: DifferentResource): Meaning[] {
  const { change, name, formerName, fields } = resource;
  if (change !== 'changed' || formerName !== undefined) return [];
  const rules = IMMUTABLE_FIELDS.filter(({ group, kind }) => kind === name.kind && group === name.group);
  const paths = fields.flatMap((field) => rules.flatMap((rule) => refusedPath(field, rule) ?? []));
  const sealed = isSealed(resource) ? fields.flatMap((field) => sealedPath(field)) : [];
  const refused = [...new Set([...paths, ...sealed])];
  if (refused.length === 0) return [];
  const what = `${refused.join(', ')} cannot change`;
  return [
    isMadeAnew(resource.after)
      ? { code: 'IMMUTABLE', severity: 'notice', sentence: `it is deleted and made anew, since ${what}` }
      : {
          code: 'IMMUTABLE',
          severity: 'danger',
          sentence: `the API server will refuse this: ${what}; delete it first`,
        },
  ];
}

/** Argo CD deletes hooks before it makes them again, and what says that it may be forced. */
function isMadeAnew(resource: Mapping | undefined): boolean {
  const annotation = (name: string): string =>
    textOf(nodeAt(resource, ['metadata', 'annotations', name])) ?? '';
  if (HOOKS.some((name) => annotation(name) !== '')) return true;
  const options = annotation('argocd.argoproj.io/sync-options').split(',');
  return options.some((option) => option.trim() === 'Force=true');
}

const HOOKS = ['argocd.argoproj.io/hook', 'helm.sh/hook'];

/** As much of the path as says what cannot change. */
function refusedPath(
  field: FieldChange,
  { paths, except = [], onlyFromValue }: ImmutableFields,
): string | undefined {
  const { path, change, before } = field;
  const within = (dotted: string): boolean => isWithin(path, dotted.split('.'));
  const owner = paths.find(within);
  if (owner === undefined || except.some(within)) return undefined;
  if (onlyFromValue === true && (change !== 'changed' || textOf(before) === '')) return undefined;
  return owner === 'spec' ? keysOf(path, 2) : owner;
}

function keysOf(path: FieldPath, most: number): string {
  return path
    .slice(0, most)
    .filter((part) => typeof part === 'string')
    .join('.');
}

function isSealed({ name, before }: DifferentResource): boolean {
  if (name.group !== '' || (name.kind !== 'ConfigMap' && name.kind !== 'Secret')) return false;
  return textOf(before?.get('immutable')) === 'true';
}

function sealedPath({ path: [first] }: FieldChange): string[] {
  return typeof first === 'string' && SEALED.includes(first) ? [first] : [];
}
