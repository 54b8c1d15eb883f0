import type { Plain } from '../plain.ts';
import { prepareInput } from './input.ts';
import { readFull } from './read-full.ts';
import type { ReadOptions } from './read-options.ts';
import { readQuick } from './read-quick.ts';

export type { ReadOptions } from './read-options.ts';

/**
 * The data of a text in which nothing is unusual (no anchors, tags, directives, tabs, other line ends, mistakes), as readYaml
 * gives it; undefined for any other one.
 */
export function readOrdinaryYaml(text: string, options: ReadOptions = {}): Plain | undefined {
  const input = prepareInput(text);
  return input.simple ? readQuick(input.text, options) : undefined;
}

/**
 * The data of the first document of a YAML text (a Go string), as sigs.k8s.io/yaml gives it to an `any`: numbers are
 * float64, keys strings in the order of the text, an empty text null. Throws YamlError with Go's message.
 */
export function readYaml(text: string, options: ReadOptions = {}): Plain {
  const input = prepareInput(text);
  const value = input.simple ? readQuick(input.text, options) : undefined;
  return value === undefined ? readFull(input, options) : value;
}
