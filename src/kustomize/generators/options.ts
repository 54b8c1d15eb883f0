import type { GeneratorEntry, GeneratorOptions, Texts } from '../kustomization.ts';

/**
 * An entry with what `generatorOptions` add to its options: its own labels and annotations win, and a boolean that either one
 * sets is set.
 */
export function mergeOptions(entry: GeneratorEntry, globals: GeneratorOptions | undefined): GeneratorEntry {
  if (globals === undefined) return entry;
  const { options: own } = entry;
  if (own === undefined) return { ...entry, options: globals };
  const options: GeneratorOptions = {
    labels: mergeTexts(globals.labels, own.labels),
    annotations: mergeTexts(globals.annotations, own.annotations),
    disableNameSuffixHash: own.disableNameSuffixHash || globals.disableNameSuffixHash,
    immutable: own.immutable || globals.immutable,
  };
  return { ...entry, options };
}

function mergeTexts(weak: Texts, strong: Texts): Texts {
  return weak.size === 0 ? strong : new Map([...weak, ...strong]);
}
