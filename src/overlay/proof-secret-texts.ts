import { isMapping, isScalar, isSequence, textOf, type Mapping, type Node } from '../k8s/node.ts';
import { builtInScope } from '../k8s/scopes.ts';
import type { FieldStep } from '../patch/edit/field-path.ts';
import { printFieldPath } from '../patch/edit/print-field-path.ts';
import { podSpec } from './proof-pods.ts';
import type { Problem } from './proof-problem.ts';
import { isLiteral, isSecretField, privateKeysIn, secretsInText } from './secret-words.ts';

/** Something in a resource that must not be in Git. */
interface Found {
  /** what it is, for people */
  readonly what: string;
  readonly path: readonly FieldStep[];
  /** what tells it from others; never shown */
  readonly value: string;
}

/** Kinds that say where secrets are, or hold them encrypted. */
const OF_REFERENCES = [
  ...['ExternalSecret', 'ClusterExternalSecret', 'PushSecret', 'SealedSecret', 'SecretProviderClass'],
  'CustomResourceDefinition',
];
const HEADER = ['apiVersion', 'kind', 'metadata', 'status'];
const COMMANDS = ['args', 'command'];

/**
 * Secrets that a change would write into Git in the clear, outside of Secrets and variables: private keys anywhere, and what is
 * called a password or the like in ConfigMaps, arguments and custom resources. What was there before is not told.
 */
export function* secretTexts(before: Mapping | undefined, after: Mapping, title: string): Iterable<Problem> {
  const kind = textOf(after.get('kind')) ?? '';
  if (kind === 'Secret' || OF_REFERENCES.includes(kind)) return;
  const found = [...secretsIn(after)];
  if (found.length === 0) return;
  const known = new Set(before === undefined ? [] : [...secretsIn(before)].map(({ value }) => value));
  for (const { what, path, value } of found) {
    if (known.has(value)) continue;
    yield {
      code: 'SECRET_IN_GIT',
      message: `${what} in ${printFieldPath({ steps: path })} of ${title} would put a secret into Git`,
      hint: 'keep it in a Secret that is made in the cluster, and refer to that',
    };
  }
}

function* secretsIn(root: Mapping): Iterable<Found> {
  const [group = ''] = (textOf(root.get('apiVersion')) ?? '').split(/\/?[^/]*$/);
  const kind = textOf(root.get('kind')) ?? '';
  // What makes pods is made of fields of Kubernetes, and its variables are looked at elsewhere.
  const isCustom = builtInScope(group, kind) === undefined && podSpec(root) === undefined;
  const isOpen = kind === 'ConfigMap' || isCustom;
  for (const [name, value] of root)
    if (!HEADER.includes(name)) yield* secretsBelow(value, [{ kind: 'key', name }], isOpen);
}

/** `isOpen`: fields are named by people, not by Kubernetes, so that their names tell what they hold. */
function* secretsBelow(node: Node, path: readonly FieldStep[], isOpen: boolean): Iterable<Found> {
  if (isScalar(node)) yield* secretsOfScalar(textOf(node) ?? '', path, isOpen);
  else if (isSequence(node)) yield* secretsOfList(node, path, isOpen);
  else if (isMapping(node)) {
    if (isOpen) yield* secretOfVariable(node, path);
    for (const [name, value] of node) {
      if (/^encrypted/i.test(name)) continue;
      const below = isOpen || COMMANDS.includes(name);
      yield* secretsBelow(value, [...path, { kind: 'key', name }], below);
    }
  }
}

function* secretsOfScalar(text: string, path: readonly FieldStep[], isOpen: boolean): Iterable<Found> {
  for (const block of privateKeysIn(text)) yield { what: 'a private key', path, value: block };
  if (!isOpen) return;
  const last = path.at(-1);
  const name = last?.kind === 'key' ? last.name : '';
  if (isSecretField(name) && isLiteral(text) && !text.includes('\n'))
    yield { what: JSON.stringify(name), path, value: secretKey(name, text) };
  for (const { name: inner, value } of secretsInText(text))
    yield { what: JSON.stringify(inner), path, value: secretKey(inner, value) };
}

function* secretsOfList(list: readonly Node[], path: readonly FieldStep[], isOpen: boolean): Iterable<Found> {
  for (const [index, item] of list.entries()) {
    const name = isMapping(item) ? textOf(item.get('name')) : undefined;
    const step: FieldStep =
      name === undefined ? { kind: 'key', name: String(index) } : { kind: 'match', pairs: [['name', name]] };
    yield* secretsBelow(item, [...path, step], isOpen);
    // A flag, and its value behind it.
    const flag = /^--?([A-Za-z][\w.-]*)$/.exec(textOf(list[index - 1]) ?? '')?.[1] ?? '';
    const text = textOf(item) ?? '';
    if (isOpen && isSecretField(flag) && isLiteral(text) && !text.startsWith('-'))
      yield { what: JSON.stringify(flag), path: [...path, step], value: secretKey(flag, text) };
  }
}

/** `{name: DB_PASSWORD, value: …}`, as lists of variables and parameters have it. */
function* secretOfVariable(node: Mapping, path: readonly FieldStep[]): Iterable<Found> {
  const [name, value] = [textOf(node.get('name')) ?? '', textOf(node.get('value')) ?? ''];
  if (isSecretField(name) && isLiteral(value))
    yield { what: JSON.stringify(name), path, value: secretKey(name, value) };
}

function secretKey(name: string, value: string): string {
  return `${name}\n${value.trim()}`;
}
