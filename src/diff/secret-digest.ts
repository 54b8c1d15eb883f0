import { decodeBase64 } from '../lib/base64.ts';
import { toHex } from '../lib/hex.ts';
import { sha256 } from '../lib/sha256.ts';
import { toBytes } from '../lib/utf8.ts';
import { Scalar, fieldOf, isMapping, isSequence, textOf, withField } from '../k8s/node.ts';
import type { Mapping, Node } from '../k8s/node.ts';

/** So many digits of a digest are shown. */
const SHOWN = 8;
/** What an environment variable is called whose value nobody is to see. */
const SECRET_NAME = /PASSW|TOKEN|SECRET|API_?KEY|PRIVATE_?KEY|CREDENTIAL/i;
/** What kubectl notes there holds the whole resource. */
const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';

/**
 * The resource with a digest in place of everything secret: what a Secret holds, the values of environment variables whose
 * names say that they are secret, and the copy that kubectl keeps in an annotation. Equal values have equal digests.
 */
export function withoutSecrets(resource: Mapping): Mapping {
  let masked = resource;
  if (textOf(resource.get('kind')) === 'Secret' && textOf(resource.get('apiVersion')) === 'v1') {
    masked = withDigests(withDigests(masked, 'data', bytesOfBase64), 'stringData', toBytes);
    masked = withoutLastApplied(masked);
  }
  return withoutSecretVariables(masked) as Mapping;
}

function withDigests(resource: Mapping, field: string, bytesOf: (text: string) => Uint8Array): Mapping {
  const data = resource.get(field);
  if (data === undefined) return resource;
  if (!isMapping(data)) return withField(resource, field, digestOf(toBytes(printed(data))));
  const digests = new Map<string, Node>();
  for (const [key, value] of data) digests.set(key, digestOf(bytesOf(printed(value))));
  return withField(resource, field, digests);
}

/** Some text that two nodes share only if they are equal. */
function printed(node: Node): string {
  if (typeof node === 'string') return node;
  if (node instanceof Scalar) return node.text;
  return JSON.stringify(
    isMapping(node) ? [...node].map(([key, value]) => [key, printed(value)]) : node.map(printed),
  );
}

function bytesOfBase64(text: string): Uint8Array {
  try {
    return decodeBase64(text);
  } catch {
    return toBytes(text);
  }
}

/** The tag keeps the whole digest, so that no two values are taken for the same; only the text is ever shown. */
function digestOf(bytes: Uint8Array): Scalar {
  const digest = toHex(sha256(bytes));
  return new Scalar(`!sha256:${digest}`, `sha256:${digest.slice(0, SHOWN)}`);
}

function withoutLastApplied(resource: Mapping): Mapping {
  const metadata = resource.get('metadata');
  const annotations = fieldOf(metadata, 'annotations');
  const copy = textOf(fieldOf(annotations, LAST_APPLIED));
  if (copy === undefined || !isMapping(metadata) || !isMapping(annotations)) return resource;
  const masked = withField(annotations, LAST_APPLIED, digestOf(toBytes(copy)));
  return withField(resource, 'metadata', withField(metadata, 'annotations', masked));
}

/** The node with digests for the values of `{name: …PASSWORD, value: …}`; the same node if there are none. */
function withoutSecretVariables(node: Node): Node {
  if (isSequence(node)) return withElements(node);
  if (!isMapping(node)) return node;
  if (isSecretVariable(node)) return withField(node, 'value', digestOf(toBytes(printed(node.get('value')!))));
  let masked = node;
  for (const [key, value] of node) {
    if (typeof value !== 'string') masked = withField(masked, key, withoutSecretVariables(value));
  }
  return masked;
}

function withElements(sequence: readonly Node[]): readonly Node[] {
  const elements = sequence.map(withoutSecretVariables);
  return elements.some((element, index) => element !== sequence[index]) ? elements : sequence;
}

function isSecretVariable(node: Mapping): boolean {
  const name = node.get('name');
  return typeof name === 'string' && SECRET_NAME.test(name) && isFilled(node.get('value'));
}

function isFilled(value: Node | undefined): boolean {
  return value instanceof Scalar || (typeof value === 'string' && value !== '');
}
