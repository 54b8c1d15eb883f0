import type { Plain } from '../plain.ts';
import { composeDocument } from './compose.ts';
import { decodeDocument } from './decode.ts';
import type { YamlInput } from './input.ts';
import { rawToPlain } from './raw-to-plain.ts';
import type { ReadOptions } from './read-options.ts';

/** Reads any YAML, in the three steps of sigs.k8s.io/yaml: the tree, its data, and the data as JSON has it. */
export function readFull(input: YamlInput, options: ReadOptions): Plain {
  const root = composeDocument(input);
  if (root === undefined) return null;
  return rawToPlain(decodeDocument(root, options.uniqueKeys === true), options.integers === true);
}
