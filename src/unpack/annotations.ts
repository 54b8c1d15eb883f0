import type { Plain } from '../k8s/plain.ts';
import { mapAt, withData, withValue, type PlainMap, type Resource } from './resource.ts';

const SYNC_OPTIONS = 'argocd.argoproj.io/sync-options';

/** The annotations of a resource. */
export function annotationsOf({ data }: Resource): PlainMap {
  return mapAt(mapAt(data, 'metadata'), 'annotations') ?? new Map<string, Plain>();
}

/** The resource with exactly these annotations; without the field when there are none. */
export function withAnnotations(resource: Resource, annotations: PlainMap): Resource {
  if (annotations.size > 0) {
    return withData(resource, withValue(resource.data, ['metadata', 'annotations'], annotations));
  }
  const metadata = new Map(mapAt(resource.data, 'metadata'));
  metadata.delete('annotations');
  return withData(resource, new Map(resource.data).set('metadata', metadata));
}

/** Adds options of Argo CD to those that the annotations have; an option that is set already stays as it is. */
export function addSyncOptions(annotations: PlainMap, options: readonly string[]): void {
  const written = annotations.get(SYNC_OPTIONS);
  const known = typeof written === 'string' ? written.split(',').map((option) => option.trim()) : [];
  const names = new Set(known.map(optionName));
  const all = [...known, ...options.filter((option) => !names.has(optionName(option)))];
  annotations.set(SYNC_OPTIONS, all.filter((option) => option !== '').join(','));
}

/** Whether the annotations set an option of Argo CD, to whatever value. */
export function hasSyncOption(annotations: PlainMap, name: string): boolean {
  const written = annotations.get(SYNC_OPTIONS);
  return (
    typeof written === 'string' && written.split(',').some((option) => optionName(option.trim()) === name)
  );
}

function optionName(option: string): string {
  return option.split('=')[0]!;
}
