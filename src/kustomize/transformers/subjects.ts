import { isMapping, isNull, isScalar, isSequence, textOf, withField, Scalar } from '../../k8s/node.ts';
import type { Mapping, Node } from '../../k8s/node.ts';
import { FieldProblem } from '../field-problem.ts';

/** Which subjects of a binding move with it into a namespace. */
export type SubjectMode = 'defaultOnly' | 'allServiceAccounts' | 'none';

/** Whether resources of the kind, whatever their group, bind subjects to roles. */
export function isBindingKind(kind: string): boolean {
  return kind === 'RoleBinding' || kind === 'ClusterRoleBinding';
}

/**
 * The binding with the namespace set in some of its subjects: those named `default`, whatever their kind, or all of kind
 * ServiceAccount. Throws FieldProblem where subjects are no list of mappings.
 *
 * @param edit makes the new namespace out of the old one (empty where there is none)
 */
export function withSubjectNamespaces(root: Mapping, mode: SubjectMode, edit: (node: Node) => Node): Mapping {
  const subjects = root.get('subjects');
  if (mode === 'none' || subjects === undefined || isNull(subjects)) return root;
  if (!isSequence(subjects)) throw new FieldProblem('a list is expected here', ['subjects']);
  const [field, wanted] = mode === 'allServiceAccounts' ? ['kind', 'ServiceAccount'] : ['name', 'default'];
  const edited = subjects.map((subject, index) => {
    if (isNull(subject)) return subject;
    if (!isMapping(subject)) throw new FieldProblem('a mapping is expected here', ['subjects', index]);
    const value = subject.get(field);
    if (value === undefined || isNull(value)) return subject;
    if (!isScalar(value)) throw new FieldProblem('a text is expected here', ['subjects', index, field]);
    return textOf(value) === wanted ? withNamespace(subject, index, edit) : subject;
  });
  return edited.every((subject, index) => subject === subjects[index])
    ? root
    : withField(root, 'subjects', edited);
}

function withNamespace(subject: Mapping, index: number, edit: (node: Node) => Node): Mapping {
  const old = subject.get('namespace') ?? new Scalar('', '');
  if (!isScalar(old)) throw new FieldProblem('a text is expected here', ['subjects', index, 'namespace']);
  return withField(subject, 'namespace', edit(old));
}
