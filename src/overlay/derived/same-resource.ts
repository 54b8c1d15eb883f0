import { fieldOf, isMapping, isSequence, textOf, withField } from '../../k8s/node.ts';
import type { Mapping, Node } from '../../k8s/node.ts';
import { sameValue } from '../../k8s/same-value.ts';

/**
 * Whether two resources are the same to whoever applies them. A RoleBinding may leave out the namespace of a ServiceAccount,
 * which then is its own; Kustomize writes it where the account was moved, and no patch can stop it.
 */
export function sameResource(a: Mapping | undefined, b: Mapping | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  return sameValue(a, b) || (isBinding(a) && isBinding(b) && sameValue(saying(a), saying(b)));
}

function isBinding(root: Mapping): boolean {
  return (
    textOf(root.get('kind')) === 'RoleBinding' &&
    textOf(root.get('apiVersion'))?.startsWith('rbac.authorization.k8s.io/') === true
  );
}

/** The binding with the namespace of every account written out. */
function saying(root: Mapping): Mapping {
  const namespace = fieldOf(root.get('metadata'), 'namespace');
  const subjects = root.get('subjects');
  if (namespace === undefined || !isSequence(subjects)) return root;
  const said = (subject: Node): Node =>
    isMapping(subject) && !subject.has('namespace') && textOf(subject.get('kind')) === 'ServiceAccount'
      ? withField(subject, 'namespace', namespace)
      : subject;
  return withField(root, 'subjects', subjects.map(said));
}
