// What the default policies of `infra unpack` may change, told apart from all else: a description of its own, which shares nothing
// with the program.

/**
 * @typedef {object} Resource
 * @property {string} group
 * @property {string} kind
 * @property {string} name
 * @property {any} data
 * @property {ReadonlyMap<string, string>} fields JSON of each value by its path
 */

/**
 * @typedef {object} Surroundings
 * @property {(resource: Resource) => string | undefined} namespaceOf the namespace that a resource has in a base
 * @property {ReadonlySet<string>} used marks of Helm that something may select by
 * @property {ReadonlySet<string>} selected those of them that selectors name for certain
 */

const CLUSTER_WIDE =
  /^(?:APIService|CSIDriver|Cluster\w+|CustomResourceDefinition|IngressClass|MutatingWebhookConfiguration|Namespace|PersistentVolume|PodSecurityPolicy|PriorityClass|RuntimeClass|StorageClass|Validating\w+)$/;
const BUILT_IN_GROUP = /^(?:|apps|batch|autoscaling|policy|extensions|.*\.k8s\.io)$/;
const CUSTOM_GROUPS =
  /^(?:gateway\.networking|autoscaling|snapshot\.storage|metrics|.*\.x)\.k8s\.io$|^extensions$/;
const MARKS = ['helm.sh/chart', 'chart', 'heritage', 'app.kubernetes.io/managed-by'];
const METADATA = String.raw`^(?:\.spec\.jobTemplate)?(?:\.spec\.template|\.spec\.volumeClaimTemplates\.\d+)?\.metadata`;
const MARK = new RegExp(
  String.raw`${METADATA}\.(?:labels\.(${MARKS.map((mark) => mark.replaceAll('.', '\\.')).join('|')})|annotations\.meta\.helm\.sh/.*)$`,
);
const EMPTY_METADATA = new RegExp(`${METADATA}$`);
const SELECTING = /selector|matchLabels|matchExpressions|affinity|\.(?:args|command|env|data)\./i;
const ANNOTATION =
  /^\.metadata\.annotations\.((?:helm\.sh\/(?:hook|resource-policy)|argocd\.argoproj\.io\/).*)$/;
const HELM_POLICIES = {
  'before-hook-creation': 'BeforeHookCreation',
  'hook-succeeded': 'HookSucceeded',
  'hook-failed': 'HookFailed',
};
const MAX_ANNOTATION = 262_144;

/** @param {Resource} resource */
function eventsOf({ data }) {
  const hook = data.metadata?.annotations?.['helm.sh/hook'];
  return hook === undefined
    ? []
    : String(hook)
        .split(',')
        .map((event) => event.trim().toLowerCase());
}

/** Whether a resource is a test, or a hook for what Argo CD does not do. @param {Resource} resource */
export function isLeftOut(resource) {
  const events = eventsOf(resource);
  return (
    events.length > 0 && events.every((event) => !/^(?:pre|post)-(?:install|upgrade|delete)$/.test(event))
  );
}

/** @param {readonly Resource[]} rendered all that helm printed @param {string} namespace @returns {Surroundings} */
export function surroundings(rendered, namespace) {
  /** @type {Map<string, string>} */
  const scopes = new Map();
  const used = new Set();
  const selected = new Set();
  for (const { kind, data, fields } of rendered) {
    if (kind === 'CustomResourceDefinition')
      scopes.set(`${data.spec?.group}/${data.spec?.names?.kind}`, data.spec?.scope);
    else
      for (const [path, value] of fields)
        for (const mark of MARKS) {
          if (SELECTING.test(path) && (path.includes(mark) || value.includes(mark))) used.add(mark);
          const isNamed = path.endsWith(`.${mark}`) || value === JSON.stringify(mark);
          if (/\.(?:\w*[sS]elector|matchLabels|matchExpressions)\./.test(path) && isNamed) selected.add(mark);
        }
  }
  /** @param {Resource} resource */
  const scopeOf = ({ group, kind }) => {
    const scope = scopes.get(`${group}/${kind}`);
    if (scope !== undefined || !BUILT_IN_GROUP.test(group) || (CUSTOM_GROUPS.test(group) && !scope))
      return scope;
    return CLUSTER_WIDE.test(kind) ? 'Cluster' : 'Namespaced';
  };
  /** @param {Resource} resource */
  const namespaceOf = (resource) => {
    const written = resource.data.metadata?.namespace || undefined;
    const scope = resource.group === 'autoscaling' ? 'Namespaced' : scopeOf(resource);
    if (scope === 'Cluster') return undefined;
    return written ?? (scope === 'Namespaced' ? namespace : undefined);
  };
  return { namespaceOf, used, selected };
}

/**
 * Looks at a field of a resource that policies may change: '' if it is as they make it, else what is wrong; undefined for any
 * other field.
 * @param {string} path
 * @param {Resource} before
 * @param {Resource} after
 * @param {Surroundings} around
 * @returns {string | undefined}
 */
export function explanation(path, before, after, around) {
  const [was, is] = [before.fields.get(path), after.fields.get(path)];
  if (path === '.metadata.namespace') {
    const expected = around.namespaceOf(before);
    return is === (expected === undefined ? undefined : JSON.stringify(expected))
      ? ''
      : `${is} is not ${expected}`;
  }
  const mark = MARK.exec(path);
  if (mark !== null) return markProblem(mark[1], was, is, around);
  if (EMPTY_METADATA.test(path) && was === undefined && is === '{}') return '';
  const [, annotation] = ANNOTATION.exec(path) ?? [];
  return annotation === undefined ? undefined : annotationProblem(annotation, was, is, before, after);
}

/** @param {string | undefined} label @param {string | undefined} was @param {string | undefined} is @param {Surroundings} around */
function markProblem(label, was, is, { used, selected }) {
  if (is === undefined)
    return label !== undefined && selected.has(label) ? 'a label that is selected by is gone' : '';
  if (is !== was) return `${was} became ${is}`;
  const isOthers = label === 'app.kubernetes.io/managed-by' && was !== '"Helm"';
  return isOthers || (label !== undefined && used.has(label)) ? '' : 'a mark of Helm is left';
}

/**
 * @param {string} annotation @param {string | undefined} was @param {string | undefined} is
 * @param {Resource} before @param {Resource} after
 */
function annotationProblem(annotation, was, is, before, after) {
  if (annotation.startsWith('helm.sh/')) return is === undefined ? '' : 'an annotation of Helm is left';
  if (was !== undefined && was === is) return '';
  const text = is === undefined ? undefined : /** @type {string} */ (JSON.parse(is));
  const short = annotation.slice('argocd.argoproj.io/'.length);
  if (short === 'sync-options') return isIn(text, [syncOptions(before, after)]);
  const tasks = ['Job', 'Pod'].includes(before.kind);
  const hooks = hooksOf(eventsOf(before), tasks);
  if (short === 'hook') return isIn(text, hooks);
  if (short === 'hook-delete-policy')
    return isIn(text, hooks[0] === undefined ? [undefined] : [deletePolicy(before)]);
  if (short === 'sync-wave')
    return text === undefined || /^-?[1-9]\d*$/.test(text) ? '' : `${text} is no wave`;
  return `${annotation} was not asked for`;
}

/** @param {string | undefined} text @param {readonly (string | undefined)[]} allowed */
function isIn(text, allowed) {
  return allowed.includes(text) ? '' : `${text} is not ${allowed.join(' or ')}`;
}

/** The hooks of Argo CD that a hook of Helm can become. @param {readonly string[]} events @param {boolean} isTask */
function hooksOf(events, isTask) {
  const has = (/** @type {string} */ when) =>
    events.some((event) => event === `${when}-install` || event === `${when}-upgrade`);
  const deletions = [
    ...(events.includes('pre-delete') ? ['PreDelete'] : []),
    ...(events.includes('post-delete') ? ['PostDelete'] : []),
  ];
  if (has('pre') && has('post')) return [undefined];
  if (!has('pre') && !has('post')) return [deletions.length === 0 ? undefined : deletions.join()];
  if (!isTask) return [undefined];
  return [has('pre') ? 'PreSync' : 'PostSync', 'Sync'].map((hook) => [hook, ...deletions].join());
}

/** @param {Resource} resource */
function deletePolicy({ data }) {
  const written = data.metadata.annotations['helm.sh/hook-delete-policy'];
  const policies = String(written ?? '')
    .split(',')
    .map((policy) => HELM_POLICIES[/** @type {keyof typeof HELM_POLICIES} */ (policy.trim())])
    .filter((policy) => policy !== undefined);
  return policies.length === 0 ? 'BeforeHookCreation' : policies.join();
}

/** @param {Resource} before @param {Resource} after */
function syncOptions(before, after) {
  const annotations = before.data.metadata?.annotations ?? {};
  const options = (annotations['argocd.argoproj.io/sync-options'] ?? '')
    .split(',')
    .filter((/** @type {string} */ each) => each !== '');
  const add = (/** @type {string} */ option) => {
    if (!options.some((/** @type {string} */ each) => each.trim().split('=')[0] === option.split('=')[0]))
      options.push(option);
  };
  if (annotations['helm.sh/resource-policy'] === 'keep') ['Prune=false', 'Delete=false'].forEach(add);
  if (before.kind === 'CustomResourceDefinition') add('Prune=false');
  // Go writes these three as six characters.
  const size = JSON.stringify(after.data).replace(/[<>&\u2028\u2029]/g, '\\u0000').length;
  if (size > MAX_ANNOTATION) add('ServerSideApply=true');
  return options.length === 0 ? undefined : options.join();
}
