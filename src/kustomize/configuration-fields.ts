import { goFloat } from '../k8s/yaml/go-float.ts';
import { flag, listOf, object, text, type Decoder } from './strict-decoding.ts';

/** A number or a boolean is taken for its text in a path, but not in the other fields. */
const path: Decoder<string> = {
  zero: '',
  decode(data, before, at) {
    if (typeof data === 'bigint' || typeof data === 'boolean') return String(data);
    return text.decode(typeof data === 'number' ? goFloat(data, 64) : data, before, at);
  },
};

const gvk = { group: text, version: text, kind: text };
const fieldSpecs = listOf(object({ ...gvk, path, create: flag }));

/** What a configurations file may say. */
export const configurationFields = object({
  namePrefix: fieldSpecs,
  nameSuffix: fieldSpecs,
  namespace: fieldSpecs,
  commonLabels: fieldSpecs,
  labels: fieldSpecs,
  templateLabels: fieldSpecs,
  commonAnnotations: fieldSpecs,
  nameReference: listOf(object({ ...gvk, fieldSpecs })),
  varReference: fieldSpecs,
  images: fieldSpecs,
  replicas: fieldSpecs,
});
