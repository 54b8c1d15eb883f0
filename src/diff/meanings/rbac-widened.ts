import { sameNode, withField, fieldOf, textOf, type Mapping, type Node } from '../../k8s/node.ts';
import type { DifferentResource, Meaning, Severity } from '../meaning.ts';
import { elementsOf, textsOf } from '../pod-specs.ts';

const GROUP = 'rbac.authorization.k8s.io';
const ROLES = ['Role', 'ClusterRole'];
const BINDINGS = ['RoleBinding', 'ClusterRoleBinding'];
/** Verbs that give more rights than they seem to. */
const STRONG_VERBS = ['*', 'escalate', 'bind', 'impersonate'];
/** Whoever may write these, or read secrets, may do much more. */
const STRONG_RESOURCES = [
  '*',
  'secrets',
  'pods/exec',
  'serviceaccounts/token',
  'clusterroles',
  'clusterrolebindings',
];

/** Somebody may do more than before. */
export function rbacWidened(resource: DifferentResource): Meaning[] {
  const { name, change } = resource;
  if (name.group !== GROUP || change === 'removed') return [];
  if (ROLES.includes(name.kind)) return widenedRole(resource);
  return BINDINGS.includes(name.kind) ? widenedBinding(resource) : [];
}

function widenedRole({ change, name, before, after }: DifferentResource): Meaning[] {
  const old = elementsOf(before?.get('rules'));
  const wider = elementsOf(after?.get('rules')).flatMap((rule) => {
    const verbs = textsOf(rule.get('verbs')).filter(
      (verb) => !old.some((known) => covers(known, rule, verb)),
    );
    return verbs.length === 0 ? [] : [{ rule, verbs }];
  });
  if (wider.length === 0) return [];
  const rights = [...new Set(wider.map(({ rule, verbs }) => `${verbs.join(', ')} on ${objectsOf(rule)}`))];
  const isStrong = wider.some(({ rule, verbs }) => isStrongRight(rule, verbs));
  const few =
    rights.length > 3 ? `${rights.slice(0, 3).join('; ')} and ${rights.length - 3} more` : rights.join('; ');
  const sentence = change === 'added' ? `whoever is bound to it may ${few}` : `it allows more: ${few}`;
  return [{ code: 'RBAC_WIDENED', severity: severityOf(change, name.kind, isStrong), sentence }];
}

/** A new role does nothing before it is bound. */
function severityOf(change: DifferentResource['change'], kind: string, isStrong: boolean): Severity {
  if (change === 'changed') return isStrong ? 'danger' : 'notice';
  return isStrong && kind === 'ClusterRole' ? 'notice' : 'routine';
}

/** Whether a rule allows a verb on all that another rule names. */
function covers(known: Mapping, rule: Mapping, verb: string): boolean {
  const has = (field: string, wanted: readonly string[]): boolean => {
    const present = textsOf(known.get(field));
    return present.includes('*') || wanted.every((each) => present.includes(each));
  };
  const fields = ['apiGroups', 'resources', 'nonResourceURLs'];
  if (!has('verbs', [verb]) || !fields.every((field) => has(field, textsOf(rule.get(field))))) return false;
  const only = textsOf(known.get('resourceNames'));
  const names = textsOf(rule.get('resourceNames'));
  return only.length === 0 || (names.length > 0 && names.every((name) => only.includes(name)));
}

function objectsOf(rule: Mapping): string {
  const resources = [...textsOf(rule.get('resources')), ...textsOf(rule.get('nonResourceURLs'))].join(', ');
  const names = textsOf(rule.get('resourceNames'));
  return names.length === 0 ? resources : `${resources} (${names.join(', ')})`;
}

function isStrongRight(rule: Mapping, verbs: readonly string[]): boolean {
  const resources = textsOf(rule.get('resources'));
  return (
    verbs.some((verb) => STRONG_VERBS.includes(verb)) ||
    resources.some((resource) => STRONG_RESOURCES.includes(resource))
  );
}

function widenedBinding({ change, name, formerName, before, after }: DifferentResource): Meaning[] {
  const old = elementsOf(before?.get('subjects')).map((subject) =>
    text(subject, 'namespace') !== '' && text(subject, 'namespace') === formerName?.namespace
      ? withField(subject, 'namespace', name.namespace)
      : subject,
  );
  const added = elementsOf(after?.get('subjects')).filter(
    (subject) => !old.some((known) => sameNode(known, subject)),
  );
  if (added.length === 0) return [];
  const role = `${text(after?.get('roleRef'), 'kind')} ${text(after?.get('roleRef'), 'name')}`;
  const where = name.kind === 'ClusterRoleBinding' ? ' in the whole cluster' : '';
  const sentence = `${[...new Set(added.map(subjectName))].join(', ')} ${added.length === 1 ? 'gets' : 'get'} ${role}${where}`;
  const isAdmin = text(after?.get('roleRef'), 'name') === 'cluster-admin';
  const isAnybody = added.some((subject) =>
    /^system:(?:anonymous|authenticated|unauthenticated)$/.test(text(subject, 'name')),
  );
  const severity = isAdmin || isAnybody ? 'danger' : change === 'added' ? 'routine' : 'notice';
  return [
    {
      code: 'RBAC_WIDENED',
      severity: severity === 'routine' && name.kind === 'ClusterRoleBinding' ? 'notice' : severity,
      sentence,
    },
  ];
}

function subjectName(subject: Mapping): string {
  return `${text(subject, 'kind')} ${text(subject, 'name')}`;
}

function text(node: Node | undefined, field: string): string {
  return textOf(fieldOf(node, field)) ?? '';
}
