import { kustomizationFields, type WrittenKustomization } from './kustomization-fields.ts';

const FIX = "Run 'kustomize edit fix' to update your Kustomization automatically.";

/** Deprecated fields in the order they are warned of, each with the one to use instead. */
const DEPRECATED = [
  ['bases', 'resources'],
  ['commonLabels', 'labels'],
  ['imageTags', 'images'],
  ['patchesJson6902', 'patches'],
  ['patchesStrategicMerge', 'patches'],
  ['vars', 'replacements'],
] as const;

/** Kustomize's warnings for the deprecated fields that a file has, even if empty. */
export function deprecationsOf(written: WrittenKustomization): string[] {
  return DEPRECATED.filter(([field]) => written[field] !== kustomizationFields.zero[field]).map(
    ([field, instead]) =>
      `# Warning: '${field}' is deprecated. Please use '${instead}' instead. ${field === 'vars' ? '[EXPERIMENTAL] ' : ''}${FIX}`,
  );
}
