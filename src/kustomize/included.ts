import { readKustomization } from './read-kustomization.ts';

/** What a kustomization takes in, as far as it can be a directory. */
export interface Includes {
  readonly isComponent: boolean;
  readonly entries: readonly string[];
}

/** The entries of a kustomization file that may name directories; undefined for a file that cannot be read. */
export function includesOf(text: string, file: string): Includes | undefined {
  try {
    const kustomization = readKustomization(text, file, () => undefined);
    const { kind, resources, components, generators, transformers, validators } = kustomization;
    return {
      isComponent: kind === 'Component',
      entries: [...resources, ...components, ...generators, ...transformers, ...validators],
    };
  } catch {
    return undefined;
  }
}
