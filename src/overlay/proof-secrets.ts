import { isMapping, isNull, sameNode, textOf, type Mapping } from '../k8s/node.ts';
import { containersOf, itemsAt, podSpec, textAt } from './proof-pods.ts';
import type { Problem } from './proof-problem.ts';

const SECRET_NAME = /pass(?:word|wd|phrase)?(?:$|[^a-z])|secret|token|api_?key|private_?key|credential/i;
/** Names that speak of where a secret is, not of what it is. */
const ABOUT_A_SECRET = /(?:file|path|dir|name|url|ttl|expiry|ref|enabled)$/i;

/** Secrets that a change would write into Git. */
export function* literalSecrets(
  before: Mapping | undefined,
  after: Mapping,
  title: string,
): Iterable<Problem> {
  yield* secretData(before, after, title);
  yield* secretVariables(before, after, title);
}

function* secretData(before: Mapping | undefined, after: Mapping, title: string): Iterable<Problem> {
  if (textOf(after.get('kind')) !== 'Secret') return;
  for (const field of ['data', 'stringData']) {
    const [old, data] = [before?.get(field), after.get(field)];
    if (!isMapping(data)) continue;
    for (const [key, value] of data) {
      const was = isMapping(old) ? old.get(key) : undefined;
      if (isNull(value) || textOf(value) === '' || sameNode(was, value)) continue;
      yield {
        code: 'SECRET_IN_GIT',
        message: `${field}.${key} of ${title} would put a secret into Git`,
        hint: 'keep it out: delete this Secret here, and create it in the cluster under the same name',
      };
    }
  }
}

function* secretVariables(before: Mapping | undefined, after: Mapping, title: string): Iterable<Problem> {
  const spec = podSpec(after);
  if (spec === undefined) return;
  const old = before === undefined ? undefined : podSpec(before);
  for (const container of containersOf(spec)) {
    const name = textAt(container, 'name');
    const was = old && containersOf(old).find((each) => textAt(each, 'name') === name);
    for (const variable of itemsAt(container, 'env')) {
      const key = textAt(variable, 'name');
      const value = textAt(variable, 'value');
      if (!isSecretName(key) || value === '' || /^\$\(.*\)$|^(?:true|false|\d{1,5})$/.test(value)) continue;
      if (itemsAt(was, 'env').some((each) => textAt(each, 'name') === key && textAt(each, 'value') === value))
        continue;
      yield {
        code: 'SECRET_IN_GIT',
        message: `the variable ${key} of the container ${name} of ${title} would put a secret into Git`,
        hint: `refer to a Secret instead: --set 'env.${key}.valueFrom.secretKeyRef={name: …, key: …}' below the container`,
      };
    }
  }
}

function isSecretName(name: string): boolean {
  return SECRET_NAME.test(name) && !ABOUT_A_SECRET.test(name);
}
