import { isMapping, nodeAt, textOf, type Mapping, type Node } from '../k8s/node.ts';
import type { Resource } from '../kustomize/resource.ts';
import { nearNames } from '../lib/near-names.ts';
import { containersOf, itemsAt, podSpec, textAt } from './proof-pods.ts';
import { scaleTarget } from './proof-scaling.ts';
import type { Problem } from './proof-problem.ts';

interface Reference {
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  /** where it stands */
  readonly at: string;
  /** it is of no use without, so that the build should have it */
  readonly isOfBuild?: boolean;
}

/** Objects that went with a change, and are still referred to. */
export function* danglingReferences(
  before: readonly Resource[],
  after: readonly Resource[],
): Iterable<Problem> {
  const there = new Set(after.map(keyOf));
  const gone = new Set(before.map(keyOf).filter((key) => !there.has(key)));
  if (gone.size === 0) return;
  for (const { kind, name, root } of after) {
    const lost = [...referencesOf(root)].filter((reference) => gone.has(referenceKey(reference)));
    for (const reference of new Map(lost.map((each) => [each.at, each])).values()) {
      yield {
        code: 'PATCH_LEAVES_REFERENCE',
        message: `${kind}/${name} still refers to ${reference.kind}/${reference.name}, at ${reference.at}`,
        ...hintFor(reference, after),
      };
    }
  }
}

/** New references to what the build does not have, but something of nearly that name. */
export function* doubtfulReferences(
  before: readonly Resource[],
  after: readonly Resource[],
): Iterable<Problem> {
  const there = new Set(after.map(keyOf));
  const old = new Map(before.map((resource) => [resource.key, resource.root]));
  for (const { key, kind, name, root } of after) {
    const was = old.get(key);
    if (was === root) continue;
    const known = new Set(was === undefined ? [] : [...referencesOf(was)].map(referenceKey));
    for (const reference of referencesOf(root)) {
      const wanted = referenceKey(reference);
      if (there.has(wanted) || known.has(wanted)) continue;
      const near = nearNames(reference.name, namesLike(reference, after));
      if (near.length === 0 && reference.isOfBuild !== true) continue;
      yield {
        code: 'PATCH_REFERS_NOWHERE',
        message: `${kind}/${name} refers to ${reference.kind}/${reference.name}, at ${reference.at}, which the build does not have`,
        hint: near.length === 0 ? 'add it first' : `did you mean ${near.join(' or ')}?`,
      };
    }
  }
}

function hintFor({ kind, name, namespace }: Reference, after: readonly Resource[]): { hint: string } {
  const near = nearNames(name, namesLike({ kind, namespace }, after));
  const first = 'change what refers to it first';
  return { hint: near.length === 0 ? first : `${first}; there is ${near.join(', ')}` };
}

function namesLike(
  { kind, namespace }: Pick<Reference, 'kind' | 'namespace'>,
  after: readonly Resource[],
): string[] {
  return after
    .filter((other) => other.kind === kind && other.namespace === namespace)
    .map((other) => other.name);
}

/** What a resource refers to that pods cannot start without, or that it is there for. */
function* referencesOf(root: Mapping): Iterable<Reference> {
  const namespace = textAt(root, 'metadata', 'namespace');
  const spec = podSpec(root);
  const scaled = scaleTarget(root);
  if (scaled !== undefined) yield { namespace, ...scaled, at: 'spec.scaleTargetRef', isOfBuild: true };
  if (spec !== undefined) for (const each of referencesOfPod(spec)) yield { namespace, ...each };
  for (const [index, subject] of itemsAt(root, 'subjects').entries()) {
    if (textAt(subject, 'kind') !== 'ServiceAccount') continue;
    const name = textAt(subject, 'name');
    yield { kind: 'ServiceAccount', namespace: textAt(subject, 'namespace'), name, at: `subjects.${index}` };
  }
}

type LocalReference = Omit<Reference, 'namespace'>;

function* referencesOfPod(spec: Mapping): Iterable<LocalReference> {
  const account = textAt(spec, 'serviceAccountName');
  if (account !== '') yield { kind: 'ServiceAccount', name: account, at: 'serviceAccountName' };
  for (const [index, secret] of itemsAt(spec, 'imagePullSecrets').entries())
    yield { kind: 'Secret', name: textAt(secret, 'name'), at: `imagePullSecrets.${index}` };
  for (const volume of itemsAt(spec, 'volumes')) yield* referencesOfVolume(volume);
  for (const container of containersOf(spec)) yield* referencesOfContainer(container);
}

function* referencesOfVolume(volume: Mapping): Iterable<LocalReference> {
  const at = `volumes.${textAt(volume, 'name')}`;
  const sources = [volume, ...itemsAt(volume.get('projected'), 'sources')];
  for (const source of sources) {
    yield* named('ConfigMap', source.get('configMap'), 'name', at);
    yield* named('Secret', source.get('secret'), 'secretName', at);
    yield* named('Secret', source.get('secret'), 'name', at);
    yield* named('PersistentVolumeClaim', source.get('persistentVolumeClaim'), 'claimName', at);
  }
}

function* referencesOfContainer(container: Mapping): Iterable<LocalReference> {
  const home = `containers.${textAt(container, 'name')}`;
  for (const [index, source] of itemsAt(container, 'envFrom').entries()) {
    yield* named('ConfigMap', source.get('configMapRef'), 'name', `${home}.envFrom.${index}`);
    yield* named('Secret', source.get('secretRef'), 'name', `${home}.envFrom.${index}`);
  }
  for (const variable of itemsAt(container, 'env')) {
    const at = `${home}.env.${textAt(variable, 'name')}`;
    yield* named('ConfigMap', nodeAt(variable, ['valueFrom', 'configMapKeyRef']), 'name', at);
    yield* named('Secret', nodeAt(variable, ['valueFrom', 'secretKeyRef']), 'name', at);
  }
}

function* named(kind: string, node: Node | undefined, key: string, at: string): Iterable<LocalReference> {
  if (!isMapping(node) || textOf(node.get('optional')) === 'true') return;
  const name = textOf(node.get(key));
  if (name !== undefined && name !== '') yield { kind, name, at };
}

function keyOf({ kind, namespace, name }: Pick<Resource, 'kind' | 'namespace' | 'name'>): string {
  return `${kind}\n${namespace}\n${name}`;
}

function referenceKey({ kind, namespace, name }: Reference): string {
  return `${kind}\n${namespace}\n${name}`;
}
