import type { FieldSpec } from '../field-spec.ts';
import { count, flag, listOf, mapOf, optional, text } from '../strict-decoding.ts';
import { anyText, someFields } from './decode-config.ts';

const gvk = { group: text, version: text, kind: text };
const id = { ...gvk, name: text, namespace: text };

/** Texts by key, numbers and booleans taken for texts. */
export const anyTextMap = mapOf(anyText);

/** Where a plugin is to work; instead of the defaults, not besides them. */
export const fieldSpecs = listOf(someFields({ ...gvk, path: anyText, create: flag }));

/** Whether a configuration has field specs, though it be an empty list. */
export function isSet(specs: readonly FieldSpec[]): boolean {
  return specs !== fieldSpecs.zero;
}

export const metadata = someFields({
  name: anyText,
  namespace: anyText,
  labels: anyTextMap,
  annotations: anyTextMap,
});

export const selector = optional(someFields({ ...id, annotationSelector: anyText, labelSelector: anyText }));

const strictSelector = optional(someFields({ ...id, annotationSelector: text, labelSelector: text }));
const options = optional(someFields({ delimiter: text, index: count, encoding: text, create: flag }));
const texts = listOf(text);

export const replacement = someFields({
  source: optional(someFields({ ...id, fieldPath: text, options })),
  targets: listOf(
    optional(
      someFields({ select: strictSelector, reject: listOf(strictSelector), fieldPaths: texts, options }),
    ),
  ),
  sourceValue: optional(text),
  path: anyText,
});

/** What an entry of configMapGenerator has, but for its oldest field, `env`. */
export const generatorFields = {
  metadata,
  name: text,
  namespace: text,
  behavior: text,
  literals: texts,
  files: texts,
  envs: texts,
  options: optional(
    someFields({
      labels: mapOf(text),
      annotations: mapOf(text),
      disableNameSuffixHash: flag,
      immutable: flag,
    }),
  ),
};
