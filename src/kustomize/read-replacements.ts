import type { Plain } from '../k8s/plain.ts';
import { YamlError } from '../k8s/yaml/error.ts';
import { readYaml } from '../k8s/yaml/read.ts';
import { InfraError, type Location } from '../lib/error.ts';
import type { Replacement, ReplacementEntry } from './kustomization.ts';
import { decodingError, yamlError } from './kustomization-errors.ts';
import { loadText, resolveFile } from './loader.ts';
import { locate } from './locate.ts';
import { entryLocation } from './location.ts';
import { count, DecodeProblem, flag, listOf, object, optional, text } from './strict-decoding.ts';
import type { StepContext } from './transform.ts';

/** A replacement, and where it is written. */
export interface PlacedReplacement extends Pick<Replacement, 'source' | 'sourceValue'> {
  /** undefined where none are given. */
  readonly targets: Replacement['targets'] | undefined;
  /** The place of a part of it; read only when something is said. */
  readonly location: (...path: (string | number)[]) => Location;
}

/**
 * The replacements of a list, in order; an entry with a path stands for those in its file, which holds one or a list of them.
 * Throws InfraError for files that cannot be read or hold something else.
 *
 * @param at the path of the list in the file that configures it
 */
export function readReplacements(
  entries: readonly ReplacementEntry[],
  at: readonly (string | number)[],
  context: StepContext,
): PlacedReplacement[] {
  return entries.flatMap((entry, index) => {
    const location = (...path: (string | number)[]): Location =>
      entryLocation(context, [...at, index, ...path]);
    const { source, sourceValue, targets, path } = entry;
    if (path === '')
      return { source, sourceValue, targets: targets.length === 0 ? undefined : targets, location };
    if (source === undefined && targets.length === 0) return readFile(path, context);
    throw new InfraError('KUSTOMIZATION', 'a replacement cannot have both a path and a source or targets', {
      location: location('path'),
    });
  });
}

function readFile(path: string, { loader }: StepContext): PlacedReplacement[] {
  const content = loadText(loader, path);
  const file = resolveFile(loader, path);
  const data = parse(content, file);
  const isList = Array.isArray(data);
  if (!isList && !(data instanceof Map)) {
    throw new InfraError('KUSTOMIZATION', 'a file with replacements must hold one, or a list of them', {
      location: { file },
    });
  }
  return decode(isList ? data : [data], content, file, isList).map((replacement, index) => ({
    ...replacement,
    location: (...steps) => locate(content, file, { path: isList ? [index, ...steps] : steps }),
  }));
}

function parse(content: string, file: string): Plain {
  try {
    return readYaml(content, { integers: true });
  } catch (error) {
    throw error instanceof YamlError ? yamlError(error, content, file) : error;
  }
}

function decode(
  data: Plain[],
  content: string,
  file: string,
  isList: boolean,
): Omit<PlacedReplacement, 'location'>[] {
  const decoder = replacementDecoder();
  return data.map((item, index) => {
    try {
      const { source, sourceValue, targets } = decoder.decode(item, decoder.zero, isList ? [index] : []);
      return { source, sourceValue, targets: targets === decoder.zero.targets ? undefined : targets };
    } catch (error) {
      throw error instanceof DecodeProblem ? decodingError(error, content, file) : error;
    }
  });
}

let known: ReturnType<typeof makeDecoder> | undefined;

function replacementDecoder(): ReturnType<typeof makeDecoder> {
  return (known ??= makeDecoder());
}

/** The fields of a replacement in a file of its own, where unknown ones are passed over. */
function makeDecoder() {
  const id = { group: text, version: text, kind: text, name: text, namespace: text };
  const options = optional(
    object({ delimiter: text, index: count, encoding: text, create: flag }, 'passed over'),
  );
  const selector = optional(object({ ...id, annotationSelector: text, labelSelector: text }, 'passed over'));
  const target = object(
    { select: selector, reject: listOf(selector), fieldPaths: listOf(text), options },
    'passed over',
  );
  return object(
    {
      source: optional(object({ ...id, fieldPath: text, options }, 'passed over')),
      sourceValue: optional(text),
      targets: listOf(optional(target)),
    },
    'passed over',
  );
}
