import { textOf } from '../../k8s/node.ts';
import type { DifferentResource, Meaning } from '../meaning.ts';
import { containersOf, podSpec } from '../pod-specs.ts';

interface Image {
  readonly repository: string;
  readonly tag: string;
}

/** Which images are replaced; another repository, another major version and an older version are worth a look. */
export function image({ change, before, after }: DifferentResource): Meaning[] {
  if (change !== 'changed') return [];
  const old = containersOf(podSpec(before));
  const sentences = new Map<string, Meaning>();
  for (const [name, container] of containersOf(podSpec(after))) {
    const [from, to] = [textOf(old.get(name)?.get('image')), textOf(container.get('image'))];
    if (from === undefined || to === undefined || from === to) continue;
    const note = noteOn(readImage(from), readImage(to));
    const sentence = `${from} → ${to}${note === undefined ? '' : ` (${note})`}`;
    sentences.set(sentence, { code: 'IMAGE', severity: note === undefined ? 'routine' : 'notice', sentence });
  }
  return [...sentences.values()];
}

function readImage(text: string): Image {
  const [name = ''] = text.split('@');
  const colon = name.indexOf(':', name.lastIndexOf('/') + 1);
  return colon === -1
    ? { repository: name, tag: '' }
    : { repository: name.slice(0, colon), tag: name.slice(colon + 1) };
}

function noteOn(from: Image, to: Image): string | undefined {
  if (from.repository !== to.repository) return 'another repository';
  const [old, present] = [versionOf(from.tag), versionOf(to.tag)];
  if (old === undefined || present === undefined) {
    return from.tag !== to.tag && (to.tag === '' || to.tag === 'latest') ? 'no version' : undefined;
  }
  const at = old.findIndex((part, index) => part !== (present[index] ?? 0));
  if (at !== -1 && old[at]! > (present[at] ?? 0)) return 'an older version';
  return old[0] === present[0] ? undefined : 'another major version';
}

/** The numbers of a version; undefined for what is none, such as a commit. */
function versionOf(tag: string): number[] | undefined {
  const [, version] = /^v?(\d{1,6}(?:\.\d{1,9}){1,3})(?:[-+_.].*)?$/.exec(tag) ?? [];
  return version?.split('.').map(Number);
}
