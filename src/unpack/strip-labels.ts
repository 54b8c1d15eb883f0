import type { Plain } from '../k8s/plain.ts';
import { isHelmMark } from './helm-marks.ts';
import type { Notes } from './report.ts';
import { identityOf, mapAt, withData, type PlainMap, type Resource } from './resource.ts';
import { usedLabels } from './used-labels.ts';

/**
 * Takes Helm's labels and annotations from the metadata of resources and of the pods and volume claims that they make, but for
 * labels that something in the app selects by.
 */
export function stripLabels(resources: readonly Resource[], notes: Notes): Resource[] {
  const used = usedLabels(resources);
  for (const [label, user] of used) notes.kept.push({ label, why: `${user} selects by it` });
  return resources.map((resource) => {
    const gone = new Set<string>();
    const data = stripObject(resource.data, { used, gone });
    if (gone.size === 0) return resource;
    notes.changed.push({
      what: identityOf(resource),
      policy: 'labels',
      detail: `without ${[...gone].join(', ')}`,
    });
    return withData(resource, data);
  });
}

interface Marks {
  readonly used: ReadonlyMap<string, string>;
  /** what was taken away */
  readonly gone: Set<string>;
}

/** An object, or the template of one. */
function stripObject(object: PlainMap, marks: Marks): PlainMap {
  const metadata = mapAt(object, 'metadata');
  const spec = mapAt(object, 'spec');
  let result = object;
  if (metadata !== undefined) result = replaced(result, 'metadata', stripMetadata(metadata, marks));
  if (spec !== undefined) result = replaced(result, 'spec', stripTemplates(spec, marks));
  // The only object with a template outside of a spec.
  const template = object.get('kind') === 'PodTemplate' ? mapAt(object, 'template') : undefined;
  return template === undefined ? result : replaced(result, 'template', stripObject(template, marks));
}

/** Templates of pods and jobs wherever they are in a specification, and those of volume claims. */
function stripTemplates(spec: PlainMap, marks: Marks): PlainMap {
  let result = spec;
  spec.forEach((value, key) => {
    result = replaced(result, key, stripBelow(key, value, marks));
  });
  return result;
}

function stripBelow(key: string, value: Plain, marks: Marks): Plain {
  if (Array.isArray(value)) {
    const items = value.map((item) => stripBelow(key, item, marks));
    return items.every((item, index) => item === value[index]) ? value : items;
  }
  if (!(value instanceof Map)) return value;
  return isTemplate(key, value) ? stripObject(value, marks) : stripTemplates(value, marks);
}

function isTemplate(key: string, value: PlainMap): boolean {
  if (key === 'jobTemplate' || key === 'volumeClaimTemplates' || key === 'volumeClaimTemplate') return true;
  return key === 'template' && mapAt(value, 'spec')?.has('containers') === true;
}

function stripMetadata(metadata: PlainMap, marks: Marks): PlainMap {
  let result = metadata;
  for (const field of ['labels', 'annotations']) {
    const texts = mapAt(metadata, field);
    if (texts === undefined) continue;
    const rest = new Map(texts);
    for (const [key, value] of texts) {
      if (!isHelmMark(key, value) || marks.used.has(key)) continue;
      rest.delete(key);
      marks.gone.add(key);
    }
    if (rest.size === texts.size) continue;
    result = new Map(result);
    if (rest.size === 0) result.delete(field);
    else result.set(field, rest);
  }
  return result;
}

function replaced(map: PlainMap, key: string, value: Plain): PlainMap {
  return map.get(key) === value ? map : new Map(map).set(key, value);
}
