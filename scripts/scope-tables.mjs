// node scripts/scope-tables.mjs [DIRECTORY]
// Makes src/k8s/tables/scopes.ts from the OpenAPI documents of Kubernetes' minor versions (kubernetes-<minor>.swagger.json.gz in
// ../shared/openapi, or the directory given): a kind is namespaced where some path that serves it names a namespace.
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { gunzipSync } from 'node:zlib';

const DOCUMENT = /^kubernetes-(\d+\.\d+)\.swagger\.json\.gz$/;
const root = fileURLToPath(new URL('..', import.meta.url));
const { positionals } = parseArgs({ allowPositionals: true });
const directory = positionals[0] ?? `${root}../shared/openapi`;

/** @type {Map<string, { namespaced: boolean, clusterWide: boolean }>} by `group/kind` */
const scopes = new Map();
const names = readdirSync(directory).filter((name) => DOCUMENT.test(name));
const minors = names
  .map((name) => DOCUMENT.exec(name)?.[1] ?? '')
  .sort((a, b) => Number(a.split('.')[1]) - Number(b.split('.')[1]));
for (const name of names) readDocument(`${directory}/${name}`);
writeFileSync(`${root}src/k8s/tables/scopes.ts`, tableText());

/** @param {string} file */
function readDocument(file) {
  const { paths } = JSON.parse(gunzipSync(readFileSync(file)).toString());
  for (const [path, operations] of Object.entries(paths)) {
    for (const operation of Object.values(operations)) {
      const served = operation['x-kubernetes-group-version-kind'];
      if (served !== undefined && isOwnPath(path)) note(served, path.includes('/namespaces/{namespace}/'));
    }
  }
}

/** Whether a path serves objects of a kind by themselves, not as a part of another or for watching. @param {string} path */
function isOwnPath(path) {
  const rest = path
    .replace(/^\/api\/[^/]+|^\/apis\/[^/]+\/[^/]+/, '')
    .replace('/namespaces/{namespace}/', '/')
    .split('/')
    .slice(1);
  return rest.length === 1 || (rest.length === 2 && rest[1] === '{name}');
}

/** @param {{ group: string, kind: string }} served @param {boolean} isNamespaced */
function note({ group, kind }, isNamespaced) {
  const scope = scopes.get(`${group}/${kind}`) ?? { namespaced: false, clusterWide: false };
  if (isNamespaced) scope.namespaced = true;
  else scope.clusterWide = true;
  scopes.set(`${group}/${kind}`, scope);
}

/** A line for each group: its name, then its kinds. @param {boolean} isNamespaced */
function lines(isNamespaced) {
  /** @type {Map<string, string[]>} */
  const groups = new Map();
  for (const [id, { namespaced }] of scopes) {
    const [group = '', kind = ''] = id.split('/');
    if (namespaced === isNamespaced) groups.set(group, [...(groups.get(group) ?? []), kind]);
  }
  return [...groups].map(([group, kinds]) => `${group || 'core'} ${kinds.sort().join(' ')}`).sort();
}

function tableText() {
  return `// Made by scripts/scope-tables.mjs from the OpenAPI documents of Kubernetes ${minors.join(', ')}.

/** The kinds that live in a namespace: a line for each group (\`core\` is the one without a name), then its kinds. */
export const NAMESPACED = \`
${lines(true).join('\n')}
\`;

/** The kinds that live in no namespace. */
export const CLUSTER_WIDE = \`
${lines(false).join('\n')}
\`;
`;
}
