import { InfraError } from '../lib/error.ts';
import type { Plain } from '../k8s/plain.ts';
import { readOrdinaryYaml, readYaml } from '../k8s/yaml/read.ts';
import { compareBytes, sortBytes } from '../lib/utf8.ts';
import { manifestHead, type ManifestHead } from './manifest-head.ts';
import type { Profile } from './profile.ts';
import { isBlank, trimSpace, trimSpaceStart } from './space.ts';

/** One document that a template rendered. */
export interface Manifest {
  /** the template it came from, e.g. `chart/templates/service.yaml` */
  readonly path: string;
  /** "" where the document has none, e.g. one of comments only */
  readonly kind: string;
  readonly name: string;
  /** the document's text, as Helm prints it */
  readonly content: string;
  /** what the text says, read as Helm reads it */
  readonly data: Plain;
  /**
   * What the text says as Helm prints it (with a line feed behind it), with integers as they are written, where that was asked
   * for and the text is ordinary: no key stands twice in it.
   */
  readonly exact?: Plain | undefined;
}

/** A document that Helm runs at an event of the release. */
export interface Hook extends Manifest {
  readonly events: readonly string[];
}

const HOOK_EVENTS = new Map([
  ...['pre-install', 'post-install', 'pre-delete', 'post-delete', 'pre-upgrade', 'post-upgrade'].map(
    (e) => [e, e] as const,
  ),
  ...['pre-rollback', 'post-rollback', 'test'].map((e) => [e, e] as const),
  ['test-success', 'test'] as const,
]);

/**
 * Splits a rendered file into its documents, as each release of Helm does. 3.x trims every document on both sides; 4.2.4
 * only at its start. Documents of nothing but space are dropped.
 */
export function splitManifests(text: string, profile: Profile): string[] {
  const parts = profile.major === 3 ? splitTrimming(trimSpace(text)) : splitAtLines(trimSpaceStart(text));
  const documents: string[] = [];
  for (const part of parts) {
    if (isBlank(part)) continue;
    documents.push(profile.major === 3 ? trimSpace(part) : trimSpaceStart(part));
  }
  return documents;
}

function isRegexSpace(code: number): boolean {
  return code === 32 || code === 9 || code === 10 || code === 12 || code === 13;
}

/** Splits where a line starts with `---`; the dashes and the blanks behind them go. */
function splitAtLines(text: string): string[] {
  const parts: string[] = [];
  let start = 0;
  let at = text.startsWith('---') ? 0 : nextMarker(text, 0);
  while (at >= 0) {
    parts.push(text.slice(start, at));
    start = at + 3;
    while (text.charCodeAt(start) === 32 || text.charCodeAt(start) === 9) start++;
    at = nextMarker(text, start);
  }
  parts.push(text.slice(start));
  return parts;
}

function nextMarker(text: string, from: number): number {
  const at = text.indexOf('\n---', from);
  return at < 0 ? -1 : at + 1;
}

/** Splits at lines that start with `---`, with all space around the dashes; a second `---` right behind it is text. */
function splitTrimming(text: string): string[] {
  const parts: string[] = [];
  let start = 0;
  let at = text.startsWith('---') ? 0 : nextMarker(text, 0);
  while (at >= 0) {
    let end = at;
    while (end > start && isRegexSpace(text.charCodeAt(end - 1))) end--;
    parts.push(text.slice(start, end));
    start = at + 3;
    while (start < text.length && isRegexSpace(text.charCodeAt(start))) start++;
    at = nextMarker(text, start);
  }
  parts.push(text.slice(start));
  return parts;
}

/** What a render's files hold: resources and hooks, each in the order in which Helm prints them. */
export interface SortedManifests {
  readonly manifests: Manifest[];
  readonly hooks: Hook[];
}

/** What one rendered text holds. */
export interface FileManifests extends SortedManifests {
  readonly text: string;
}

interface ReadingOptions {
  /** whether to keep Manifest.exact */
  readonly exact?: boolean;
  /** what was read, by path: files whose text is still the same are not read again */
  readonly known?: Map<string, FileManifests>;
}

/**
 * Sorts rendered files into manifests and hooks, by kind in install order.
 *
 * @param files rendered text by template path
 * @throws InfraError MANIFEST with Helm's text where a document is no YAML or no object
 */
export function sortManifests(
  files: ReadonlyMap<string, string>,
  profile: Profile,
  { exact = false, known = new Map<string, FileManifests>() }: ReadingOptions = {},
): SortedManifests {
  const manifests: Manifest[] = [];
  const hooks: Hook[] = [];
  for (const path of sortBytes([...files.keys()])) {
    const text = files.get(path)!;
    if (isBlank(text)) continue;
    let read = known.get(path);
    if (read?.text !== text) {
      read = { text, manifests: [], hooks: [] };
      for (const content of splitManifests(text, profile)) classify(path, content, profile, exact, read);
      known.set(path, read);
    }
    manifests.push(...read.manifests);
    hooks.push(...read.hooks);
  }
  const order = kindOrder(profile);
  const compare = (a: Manifest, b: Manifest) => compareKinds(a.kind, b.kind, order);
  return { manifests: manifests.sort(compare), hooks: hooks.sort(compare) };
}

function classify(
  path: string,
  content: string,
  profile: Profile,
  isExact: boolean,
  { manifests, hooks }: SortedManifests,
): void {
  const exact = isExact ? readExactly(content) : undefined;
  const { head, data } = readHead(path, content, profile, exact);
  const manifest = { path, kind: head.kind, name: head.name, content, data, exact };
  const annotation = head.annotations?.get('helm.sh/hook');
  if (annotation === undefined) {
    manifests.push(manifest);
    return;
  }
  const events = annotation.split(',').map((event) => HOOK_EVENTS.get(trimSpace(event).toLowerCase()));
  if (events.every((event) => event !== undefined)) hooks.push({ ...manifest, events });
}

/** The data of an ordinary text; undefined for one that needs the complete reader. */
function readExactly(content: string): Plain | undefined {
  return readOrdinaryYaml(`${content}\n`, { integers: true, uniqueKeys: true });
}

function readHead(
  path: string,
  content: string,
  profile: Profile,
  exact: Plain | undefined,
): { head: ManifestHead; data: Plain } {
  try {
    const data = exact ?? readYaml(content);
    return { head: manifestHead(data, profile), data };
  } catch (error) {
    if (!(error instanceof Error) || error instanceof RangeError) throw error;
    throw manifestError(path, content, error);
  }
}

function manifestError(path: string, content: string, error: Error): InfraError {
  const isHead = error.message.startsWith('error unmarshaling JSON');
  const reason = isHead ? error.message : `error converting YAML to JSON: ${error.message}`;
  const line = (error as { line?: number }).line;
  const source = line === undefined ? undefined : content.split('\n')[line - 1];
  const location = {
    file: path,
    ...(line === undefined ? {} : { line }),
    ...(source === undefined ? {} : { source }),
  };
  return new InfraError('MANIFEST', `YAML parse error on ${path}: ${reason}`, {
    location,
    cause: error,
    hint: 'the line is counted in the document that the template rendered, not in the template',
  });
}

const INSTALL_ORDER = [
  ...['PriorityClass', 'Namespace', 'NetworkPolicy', 'ResourceQuota', 'LimitRange', 'PodSecurityPolicy'],
  ...[
    'PodDisruptionBudget',
    'ServiceAccount',
    'Secret',
    'SecretList',
    'ConfigMap',
    'StorageClass',
    'PersistentVolume',
  ],
  ...[
    'PersistentVolumeClaim',
    'CustomResourceDefinition',
    'ClusterRole',
    'ClusterRoleList',
    'ClusterRoleBinding',
  ],
  ...[
    'ClusterRoleBindingList',
    'Role',
    'RoleList',
    'RoleBinding',
    'RoleBindingList',
    'Service',
    'DaemonSet',
    'Pod',
  ],
  ...[
    'ReplicationController',
    'ReplicaSet',
    'Deployment',
    'HorizontalPodAutoscaler',
    'StatefulSet',
    'Job',
    'CronJob',
  ],
  ...['IngressClass', 'Ingress', 'APIService'],
];
const WEBHOOKS = ['MutatingWebhookConfiguration', 'ValidatingWebhookConfiguration'];

function kindOrder(profile: Profile): ReadonlyMap<string, number> {
  const kinds = profile.major === 3 ? INSTALL_ORDER : [...INSTALL_ORDER, ...WEBHOOKS];
  return new Map(kinds.map((kind, index) => [kind, index]));
}

/** Known kinds in install order, then the unknown ones by name. */
function compareKinds(a: string, b: string, order: ReadonlyMap<string, number>): number {
  const first = order.get(a);
  const second = order.get(b);
  if (first === undefined && second === undefined) return compareBytes(a, b);
  return (first ?? order.size) - (second ?? order.size);
}
