import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const GENERATED = 10;

/** @param {number} index */
function deployment(index) {
  const env = [0, 1].map(
    (each) => `
        - name: V${each}
          valueFrom:
            configMapKeyRef:
              name: generated-${(index + each) % GENERATED}
              key: a`,
  );
  const volumes = [2, 3].map(
    (each) => `
      - name: v${each}
        configMap:
          name: generated-${(index + each) % GENERATED}`,
  );
  return `apiVersion: apps/v1
kind: Deployment
metadata:
  name: d${index}
  labels:
    app: d${index}
spec:
  replicas: 1
  selector:
    matchLabels:
      app: d${index}
  template:
    metadata:
      labels:
        app: d${index}
    spec:
      containers:
      - name: main
        image: example.org/app:1.${index}
        ports:
        - containerPort: 80
          protocol: TCP
        env:${env.join('')}
      volumes:${volumes.join('')}
`;
}

/** @param {number} index */
function service(index) {
  return `apiVersion: v1
kind: Service
metadata:
  name: s${index}
spec:
  selector:
    app: d${index}
  ports:
  - port: 80
    targetPort: 80
`;
}

/** @param {number} index */
function configMap(index) {
  return `apiVersion: v1
kind: ConfigMap
metadata:
  name: c${index}
data:
  a: "${index}"
  b: text ${index}
`;
}

/** @param {number} count of resources: Deployments, Services and ConfigMaps in equal parts */
function documents(count) {
  const makers = [deployment, service, configMap];
  return Array.from({ length: count }, (_, index) => makers[index % 3]?.(Math.floor(index / 3))).join(
    '---\n',
  );
}

const patch = (/** @type {string} */ name) => `    apiVersion: apps/v1
    kind: Deployment
    metadata:
      name: ${name}
    spec:
      template:
        spec:
          containers:
          - name: main
            resources:
              limits:
                memory: 1Gi
`;

const generators = `configMapGenerator:
${Array.from({ length: GENERATED }, (_, index) => `- name: generated-${index}\n  literals:\n  - a=v${index}\n`).join('')}`;

/**
 * A base of resources with ten generated ConfigMaps that each Deployment refers to four times, and an overlay.
 * @param {string} root
 * @param {number} count
 * @param {string} patches
 */
function writeTree(root, count, patches) {
  write(join(root, 'base/all.yaml'), documents(count));
  write(join(root, 'base/kustomization.yaml'), `resources:\n- all.yaml\n${generators}`);
  write(
    join(root, 'overlay/kustomization.yaml'),
    `resources:\n- ../base\nnamePrefix: p-\npatches:\n${patches}`,
  );
  return join(root, 'overlay');
}

/** @param {string} root @param {number} count @returns the directory to build */
export function treeOf(root, count) {
  return writeTree(root, count, `- target:\n    kind: Deployment\n  patch: |-\n${patch('any')}`);
}

/** @param {string} root @param {number} count @param {number} patches one for each of so many Deployments */
export function patchedTree(root, count, patches) {
  const entries = Array.from(
    { length: patches },
    (_, index) => `- target:\n    kind: Deployment\n    name: d${index}\n  patch: |-\n${patch(`d${index}`)}`,
  );
  return writeTree(root, count, entries.join(''));
}

/** @param {string} root @param {number} count of overlays over one base of 50 @returns their directories */
export function manyOverlays(root, count) {
  write(join(root, 'base/all.yaml'), documents(50));
  write(join(root, 'base/kustomization.yaml'), `resources:\n- all.yaml\n${generators}`);
  return Array.from({ length: count }, (_, index) => {
    const directory = join(root, `overlays/cluster-${index}/team/app`);
    write(
      join(directory, 'kustomization.yaml'),
      `resources:\n- ../../../../base\nnamePrefix: p${index}-\nlabels:\n- pairs:\n    cluster: c${index}\npatches:\n` +
        `- target:\n    kind: Deployment\n  patch: |-\n${patch('any')}`,
    );
    return directory;
  });
}

/** @param {string} file @param {string} text */
export function write(file, text) {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}
