import { fieldOf, isMapping, isSequence, textOf, type Mapping, type Node } from '../k8s/node.ts';
import type { Resource } from '../kustomize/resource.ts';
import type { Finding } from '../lib/finding.ts';
import type { FieldStep } from '../patch/edit/field-path.ts';
import { printFieldPath } from '../patch/edit/print-field-path.ts';
import type { ImageChange } from './patch-images.ts';

const CONTAINERS = ['containers', 'initContainers'];
const DEFAULT_REGISTRY = 'docker.io';
/** An image with its registry, anywhere in a text; part of a URL is none. */
const IMAGE =
  /(?<![\w./:@-])[a-z0-9][a-z0-9.-]{0,250}(?::\d{1,5})?\/[a-z0-9][\w./-]{0,250}(?::\w[\w.-]{0,127})?(?:@sha256:[0-9a-f]{64})?/g;
/** An image in the YAML or JSON that a text holds. */
const IMAGE_FIELD = /\bimage["']?:[ \t]*["']?([a-z0-9][\w./:@-]{0,500})/g;
const MAX_TEXT = 4_000_000;
const MAX_PLACES = 3;

/** Where an image stands. */
interface Place {
  readonly image: string;
  readonly title: string;
  readonly path: string;
  /** the `images` of a kustomization reach it */
  readonly isOfContainer: boolean;
  /** the field is the image, and nothing else */
  readonly isWhole: boolean;
}

/**
 * Findings about images that are still from a registry from which others were moved, wherever they stand: in containers under
 * another name, in custom resources, arguments, variables and configuration, which the `images` of a kustomization do not reach.
 */
export function leftImages(resources: readonly Resource[], changes: readonly ImageChange[]): Finding[] {
  const left = new Set(changes.filter(isMove).map(({ name }) => registryOf(name)));
  for (const { newName } of changes) if (newName !== undefined) left.delete(registryOf(newName));
  if (left.size === 0) return [];
  const places = new Map<string, Place[]>();
  for (const resource of resources) {
    if (resource.kind === 'CustomResourceDefinition') continue;
    for (const place of placesIn(resource.root, [], `${resource.kind}/${resource.name}`, false)) {
      if (!left.has(registryOf(place.image))) continue;
      places.set(place.image, [...(places.get(place.image) ?? []), place]);
    }
  }
  return [...places].map(([image, found]) => findingOf(image, found));
}

/** Where an image stands outside of containers, as a hint; undefined where it does not. */
export function imageElsewhere(name: string, resources: readonly Resource[]): string | undefined {
  for (const resource of resources) {
    if (resource.kind === 'CustomResourceDefinition') continue;
    const title = `${resource.kind}/${resource.name}`;
    for (const place of placesIn(resource.root, [], title, false)) {
      if (place.isOfContainer || nameOf(place.image) !== name) continue;
      return `${title} has it at ${place.path}; ${hintFor(place.image, place)}`;
    }
  }
  return undefined;
}

function nameOf(image: string): string {
  return image.replace(/@.*$/, '').replace(/:[^:/]*$/, '');
}

function isMove({ name, newName }: ImageChange): boolean {
  return newName !== undefined && registryOf(name) !== registryOf(newName);
}

/** The registry of an image, as container runtimes read it. */
function registryOf(image: string): string {
  const [first = '', ...rest] = image.split('/');
  return rest.length > 0 && (/[.:]/.test(first) || first === 'localhost') ? first : DEFAULT_REGISTRY;
}

function findingOf(image: string, places: readonly Place[]): Finding {
  const shown = places.slice(0, MAX_PLACES).map(({ title, path }) => `${title} at ${path}`);
  const rest = places.length - shown.length;
  const where = rest > 0 ? `${shown.join(', ')} and ${rest} more` : shown.join(', ');
  const message = `${image} is still from ${registryOf(image)}: ${where}`;
  return { code: 'IMAGE_LEFT', severity: 'warning', message, hint: hintFor(image, places[0]!) };
}

function hintFor(image: string, { isOfContainer, isWhole, path }: Place): string {
  if (isOfContainer) return `--image ${nameOf(image)}=…`;
  return isWhole
    ? `images of a kustomization do not reach it: --set '${path}=…'`
    : 'it stands within a text: --set or --edit';
}

function* placesIn(
  node: Node,
  path: readonly FieldStep[],
  title: string,
  isContainer: boolean,
): Iterable<Place> {
  if (isMapping(node)) yield* placesInMapping(node, path, title, isContainer);
  else if (isSequence(node)) {
    const last = path.at(-1);
    const areContainers = last?.kind === 'key' && CONTAINERS.includes(last.name);
    for (const [index, item] of node.entries())
      yield* placesIn(item, [...path, elementStep(item, index)], title, areContainers);
  } else {
    const text = textOf(node);
    if (text === undefined || text.length > MAX_TEXT) return;
    const place = { title, path: printFieldPath({ steps: path }), isOfContainer: false, isWhole: false };
    for (const image of imagesIn(text)) yield { ...place, image, isWhole: image === text };
  }
}

function* placesInMapping(
  mapping: Mapping,
  path: readonly FieldStep[],
  title: string,
  isContainer: boolean,
): Iterable<Place> {
  for (const [name, value] of mapping) {
    const steps: FieldStep[] = [...path, { kind: 'key', name }];
    const image = name === 'image' ? textOf(value) : undefined;
    if (image !== undefined && image !== '')
      yield { image, title, path: printFieldPath({ steps }), isOfContainer: isContainer, isWhole: true };
    else yield* placesIn(value, steps, title, false);
  }
}

/** Elements go by their name, where they have one; single values by what they are. */
function elementStep(item: Node, index: number): FieldStep {
  const name = textOf(fieldOf(item, 'name'));
  return name === undefined
    ? { kind: 'key', name: String(index) }
    : { kind: 'match', pairs: [['name', name]] };
}

/** The images in a text, each once. */
function imagesIn(text: string): Set<string> {
  const named = [...text.matchAll(IMAGE)]
    .map(([image]) => image)
    .filter((image) => /[.:]/.test(image.split('/')[0]!));
  const fields = [...text.matchAll(IMAGE_FIELD)]
    .map(([, image]) => image!)
    .filter((image) => image.includes('/'));
  return new Set([...named, ...fields].map((image) => image.replace(/[.,:]+$/, '')));
}
