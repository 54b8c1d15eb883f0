// Kustomizations over random resources: one to three layers, with components.
import fc from 'fast-check';
import { stringify } from 'yaml';
import { resource } from './resources.mjs';
import { image, labelKey, labels, maybe, name, text } from './scalars.mjs';

const literals = fc.uniqueArray(
  fc.tuple(fc.constantFrom('a', 'b', 'c.d'), text).map(([key, value]) => `${key}=${value}`),
  { minLength: 1, maxLength: 2, selector: (literal) => literal.split('=')[0] },
);
const generatorOptions = fc.record(
  {
    labels: labels(),
    annotations: labels(text),
    disableNameSuffixHash: fc.boolean(),
    immutable: fc.boolean(),
  },
  { requiredKeys: [] },
);
const generator = fc.record(
  {
    name: fc.oneof(
      { weight: 1, arbitrary: name },
      { weight: 6, arbitrary: fc.constantFrom('gen', 'gen2', 'gen3', 'gen4', 'gen5') },
    ),
    namespace: fc.constantFrom('one', 'two'),
    behavior: fc.constantFrom(...Array(10).fill('create'), 'merge', 'replace'),
    literals,
    files: fc.constantFrom(['data.txt'], ['k=data.txt']),
    envs: fc.constant(['vars.env']),
    options: generatorOptions,
  },
  { requiredKeys: ['name', 'literals'] },
);
const kinds = fc.constantFrom(
  'Deployment',
  'ConfigMap',
  'Service',
  'StatefulSet',
  'Secret',
  'Thing',
  '.*',
  'Dep.*',
);
const target = fc.record(
  {
    kind: kinds,
    name: fc.oneof(name, fc.constantFrom('.*', 'a.*')),
    namespace: fc.constantFrom('one', 'default'),
    labelSelector: fc.constantFrom('app=web', 'app', 'tier!=db', 'app in (web,db)'),
    version: fc.constant('v1'),
  },
  { requiredKeys: ['kind'] },
);
const podPatch = fc.record(
  {
    containers: fc.array(
      fc.record(
        {
          name: fc.constantFrom('main', 'side', 'new'),
          image,
          env: fc.array(fc.record({ name: fc.constantFrom('A', 'E'), value: text }), { maxLength: 2 }),
          args: fc.constant(['x']),
          ports: fc.constantFrom([{ containerPort: 80 }], [{ containerPort: 81, protocol: 'TCP' }], null),
          $patch: fc.constant('delete'),
        },
        { requiredKeys: ['name'] },
      ),
      { maxLength: 2 },
    ),
    volumes: fc.constantFrom(
      [{ name: 'v', emptyDir: {} }],
      [{ name: 'z', configMap: { name: 'app' } }],
      null,
      [{ $patch: 'replace' }, { name: 'q', emptyDir: {} }],
    ),
    nodeSelector: fc.constantFrom({ disk: 'ssd' }, null, { app: null }),
    tolerations: fc.constant([{ key: 'k', operator: 'Exists' }]),
    hostNetwork: fc.boolean(),
  },
  { requiredKeys: [] },
);
/** @type {fc.Arbitrary<any>} */
const strategicBody = fc.oneof(
  fc.record({ spec: fc.record({ template: fc.record({ spec: podPatch }) }) }),
  fc.record({ spec: fc.record({ replicas: fc.constantFrom(7, null) }) }),
  fc.record({
    data: fc.dictionary(fc.constantFrom('app', 'a', 'tier'), fc.oneof(text, fc.constant(null)), {
      maxKeys: 2,
    }),
  }),
  fc.record({
    metadata: fc.record(
      {
        labels: fc.dictionary(labelKey, fc.oneof(text, fc.constant(null)), { maxKeys: 2 }),
        annotations: fc.constantFrom(null, { x: 'y' }, { app: null }),
      },
      { requiredKeys: [] },
    ),
  }),
  fc.constant({ $patch: 'delete' }),
);
/**
 * A resource by its number among those of the tree, or now and then one that may not be there.
 * @typedef {{ apiVersion: string, kind: string, metadata: { name: string, namespace?: string | undefined } }} Resource
 */
/** @type {Resource} */
const missing = { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'app' } };
const pick = fc.tuple(fc.nat({ max: 12 }), fc.nat({ max: 30 })).map(
  ([number, chance]) =>
    (/** @type {Resource[]} */ resources) =>
      chance === 0 ? missing : /** @type {Resource} */ (resources[number % resources.length]),
);
const strategicPatch = fc
  .tuple(pick, strategicBody, maybe(target))
  .map(([pick, body, target]) => (/** @type {Resource[]} */ resources) => {
    const { apiVersion, kind, metadata } = pick(resources);
    const { name, namespace } = metadata;
    const header = { ...body.metadata, name, ...(namespace && { namespace }) };
    const patch = stringify({ apiVersion, kind, ...body, metadata: header });
    return { patch, ...(target && { target }) };
  });
const operation = fc.oneof(
  fc.record({
    op: fc.constant('add'),
    path: fc.constantFrom(
      '/metadata/labels/new',
      '/metadata/annotations',
      '/spec/replicas',
      '/data/a',
      '/spec/template/spec/containers/-',
    ),
    value: fc.oneof(text, fc.integer({ min: 0, max: 9 }), fc.constant({ name: 'x' })),
  }),
  fc.record({
    op: fc.constant('replace'),
    path: fc.constantFrom('/metadata/name', '/spec/replicas', '/data/app'),
    value: fc.oneof(text, fc.integer({ min: 0, max: 9 })),
  }),
  fc.record({
    op: fc.constant('remove'),
    path: fc.constantFrom('/metadata/labels', '/spec', '/metadata/annotations/app', '/data'),
  }),
);
const jsonPatch = fc
  .tuple(target, fc.array(operation, { minLength: 1, maxLength: 2 }))
  .map(([target, operations]) => () => ({ target, patch: stringify(operations) }));
const fieldPath = fc.constantFrom('metadata.name', 'metadata.name', 'kind', 'data.a', 'spec.replicas');
const replacementTarget = fc.record({
  select: fc.record({ kind: fc.constantFrom('Deployment', 'ConfigMap', 'Thing', 'Serv.*') }),
  fieldPaths: fc.constantFrom(
    ['metadata.labels.app'],
    ['metadata.annotations.app'],
    ['spec.template.spec.containers.*.image'],
    ['spec.template.spec.containers.[name=main].image'],
    ['data.new'],
  ),
  options: fc.record(
    {
      create: fc.constantFrom(true, true, false),
      delimiter: fc.constant(':'),
      index: fc.constantFrom(0, 1, -1),
    },
    { requiredKeys: ['create'] },
  ),
});
const replacement = fc
  .tuple(pick, fieldPath, fc.array(replacementTarget, { minLength: 1, maxLength: 1 }))
  .map(([pick, fieldPath, targets]) => (/** @type {Resource[]} */ resources) => {
    const { kind, metadata } = pick(resources);
    return { source: { kind, name: metadata.name, fieldPath }, targets };
  });
const label = fc.record(
  {
    pairs: labels(),
    includeSelectors: fc.boolean(),
    includeTemplates: fc.boolean(),
    fields: fc.constant([{ path: 'spec/extra', kind: 'Thing', create: true }]),
  },
  { requiredKeys: ['pairs'] },
);
const imageEntry = fc.record(
  {
    name: fc.constantFrom('nginx', 'registry:5000/team/app', 'busybox', 'ngin.', 'app', 'ghcr.io/x/y'),
    newName: fc.constantFrom('other', 'r.io/x'),
    newTag: fc.constantFrom('v9', '1.10'),
    digest: fc.constant('sha256:ffff'),
    tagSuffix: fc.constant('-s'),
  },
  { requiredKeys: ['name'] },
);

const replica = fc
  .tuple(pick, fc.integer({ min: 0, max: 9 }))
  .map(([pick, count]) => (/** @type {Resource[]} */ resources) => ({
    name: pick(resources.filter(({ kind }) => kind === 'Deployment').concat(missing)).metadata.name,
    count,
  }));

/** Each field, and in how many of ten kustomizations it is: those that many trees cannot have are rare. */
const FIELDS = {
  namePrefix: [4, fc.constantFrom('p-', 'q.')],
  nameSuffix: [3, fc.constantFrom('-s', '-t')],
  namespace: [3, fc.constantFrom('one', 'two', 'three')],
  labels: [3, fc.array(label, { maxLength: 2 })],
  commonLabels: [2, labels()],
  commonAnnotations: [3, labels(text)],
  images: [3, fc.array(imageEntry, { maxLength: 2 })],
  configMapGenerator: [3, fc.array(generator, { maxLength: 2 })],
  secretGenerator: [2, fc.array(generator, { maxLength: 1 })],
  generatorOptions: [2, generatorOptions],
  patches: [
    3,
    fc.array(fc.oneof({ weight: 3, arbitrary: strategicPatch }, { weight: 1, arbitrary: jsonPatch }), {
      maxLength: 2,
    }),
  ],
  replacements: [1, fc.array(replacement, { maxLength: 1 })],
  replicas: [1, fc.array(replica, { maxLength: 1 })],
};

/** A kustomization without its resources. */
const body = fc
  .record(
    Object.fromEntries(
      Object.entries(FIELDS).map(([key, [tenths, arbitrary]]) => [
        key,
        fc.oneof(
          { weight: 10 - /** @type {number} */ (tenths), arbitrary: fc.constant(undefined) },
          {
            weight: /** @type {number} */ (tenths),
            arbitrary: /** @type {import('fast-check').Arbitrary<unknown>} */ (arbitrary),
          },
        ),
      ]),
    ),
  )
  .map((fields) => Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)));

const documents = fc.uniqueArray(resource, {
  minLength: 1,
  maxLength: 6,
  selector: ({ kind, metadata }) => `${kind} ${metadata.name} ${metadata.namespace ?? 'default'}`,
});

/** A tree: contents by path; `top` is the directory to build. */
export const tree = fc
  .record({
    resources: documents,
    more: fc.array(resource, { maxLength: 1 }),
    base: body,
    overlay: maybe(body),
    component: maybe(body),
    top: maybe(body),
  })
  .map(({ resources, more, base, overlay, component, top }) => {
    /** @type {Map<string, string>} */
    const files = new Map();
    let directory = 'base';
    files.set('base/all.yaml', resources.map((each) => stringify(each)).join('---\n'));
    write(files, 'base', resources, { resources: ['all.yaml'], ...base });
    if (component !== undefined)
      write(files, 'component', resources, {
        apiVersion: 'kustomize.config.k8s.io/v1alpha1',
        kind: 'Component',
        ...component,
      });
    if (overlay !== undefined) {
      const entries = ['../base'];
      if (more.length > 0) {
        files.set('overlay/more.yaml', more.map((each) => stringify(each)).join('---\n'));
        entries.push('more.yaml');
      }
      write(files, 'overlay', resources, {
        resources: entries,
        ...(component && { components: ['../component'] }),
        ...overlay,
      });
      directory = 'overlay';
    }
    if (top !== undefined) {
      write(files, 'top', resources, { resources: [`../${directory}`], ...top });
      directory = 'top';
    }
    return { files, directory };
  });

/**
 * @param {Map<string, string>} files
 * @param {string} directory
 * @param {Resource[]} resources what entries may speak of
 * @param {object} kustomization
 */
function write(files, directory, resources, kustomization) {
  const decided = Object.entries(kustomization).map(([key, value]) => [
    key,
    Array.isArray(value) ? value.map((each) => (typeof each === 'function' ? each(resources) : each)) : value,
  ]);
  files.set(`${directory}/kustomization.yaml`, stringify(Object.fromEntries(decided), { version: '1.1' }));
  files.set(`${directory}/data.txt`, 'some data\n');
  files.set(`${directory}/vars.env`, '# comment\nX=1\nY=two words\n');
}
