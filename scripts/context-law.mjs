// node scripts/context-law.mjs [--filter jenkins] [--values 3] [--sample 10] [--only namespace]
// For each archive of a directory of charts (../shared/charts, or INFRA_CHARTS): unpacks it once, derives overlays for another
// namespace, for other Kubernetes versions and for a few changed values, and compares what each builds with what unpacking the
// chart for that target gives. `--sample N` builds every Nth overlay with the real kustomize, too. Exit code 1 on any difference.
import { execFileSync, spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { build as bundle } from 'esbuild';
import { parse } from 'yaml';
import { cacheDirectory, findTool } from './oracles/tools.mjs';

/** @typedef {typeof import('../src/commands/unpack.ts') & typeof import('../src/commands/derive-overlay.ts') & typeof import('../src/commands/patch-values.ts') & typeof import('../src/kustomize/build.ts') & typeof import('../src/source/disk-tree.ts') & typeof import('../src/project/repository.ts') & typeof import('../src/project/transaction.ts') & typeof import('../src/system/environment.ts') & typeof import('../src/k8s/same-value.ts') & typeof import('../src/overlay/derived/same-resource.ts')} Engine */
/** @typedef {{ name: string, cluster: string, namespace: string, kubeVersion?: string, set?: string }} Variant */

const root = fileURLToPath(new URL('..', import.meta.url));
const { values: flags } = parseArgs({
  options: {
    filter: { type: 'string', default: '' },
    values: { type: 'string', default: '3' },
    sample: { type: 'string', default: '0' },
    only: { type: 'string', default: '' },
    verbose: { type: 'boolean', default: false },
    charts: { type: 'string', default: process.env['INFRA_CHARTS'] ?? `${root}../shared/charts` },
  },
});
const INFRA_YAML = `clusters:
  plain: {}
  k133: { kubeVersion: 1.33.0 }
  k136: { kubeVersion: 1.36.2, apiVersions: [monitoring.coreos.com/v1, gateway.networking.k8s.io/v1, cert-manager.io/v1] }
`;
const SOURCES = [
  ...['commands/unpack', 'commands/derive-overlay', 'commands/patch-values', 'kustomize/build'],
  ...[
    'source/disk-tree',
    'project/repository',
    'project/transaction',
    'system/environment',
    'overlay/derived/same-resource',
    'k8s/same-value',
  ],
];
const counts = { equal: 0, same: 0, skipped: 0, different: 0, real: 0, files: 0 };
/** @type {Record<string, number>} */
const forms = {};

process.exitCode = await main();

async function main() {
  if (!existsSync(flags.charts)) {
    console.log(
      `no charts at ${flags.charts}: set INFRA_CHARTS to a directory of chart archives; nothing compared`,
    );
    return 0;
  }
  const engineFile = `${cacheDirectory()}/context-law-${process.pid}.mjs`;
  const engine = await loadEngine(engineFile);
  try {
    const archives = readdirSync(flags.charts).filter(
      (name) => name.endsWith('.tgz') && name.includes(flags.filter),
    );
    for (const archive of archives.sort()) await checkChart(engine, archive.replace(/\.tgz$/, ''));
  } finally {
    rmSync(engineFile, { force: true });
  }
  console.log(JSON.stringify({ ...counts, forms }));
  return counts.different > 0 ? 1 : 0;
}

/** @param {string} file @returns {Promise<Engine>} */
async function loadEngine(file) {
  mkdirSync(cacheDirectory(), { recursive: true });
  await bundle({
    stdin: {
      contents: SOURCES.map((each) => `export * from ${JSON.stringify(`./src/${each}.ts`)};`).join('\n'),
      resolveDir: root,
    },
    bundle: true,
    platform: 'node',
    format: 'esm',
    banner: { js: "import { createRequire as R } from 'node:module'; const require = R(import.meta.url);" },
    outfile: file,
    logLevel: 'error',
  });
  return await import(pathToFileURL(file).href);
}

/** @param {Engine} engine */
function ioOf(engine) {
  return {
    readStandardInput: () => new Uint8Array(),
    environment: engine.nodeEnvironment(),
    cacheDirectory,
    loginFiles: () => [],
    warn: () => undefined,
    progress: () => undefined,
    version: 'development',
  };
}

/** @param {Engine} engine @param {string} stem */
async function checkChart(engine, stem) {
  const home = mkdtempSync(`${tmpdir()}/infra-context-law-`);
  const archive = `${flags.charts}/${stem}.tgz`;
  try {
    const base = `${home}/base-repository`;
    mkdirSync(base);
    writeFileSync(`${base}/infra.yaml`, INFRA_YAML);
    await engine.unpack(
      { words: [archive], app: 'app', namespace: 'first', release: 'rel' },
      base,
      ioOf(engine),
    );
    for (const variant of variantsOf(archive).filter(({ name }) => name.includes(flags.only))) {
      await checkVariant(engine, stem, base, home, variant);
    }
  } catch (error) {
    counts.skipped++;
    console.log(`SKIPPED ${stem}: ${/** @type {Error} */ (error).message.slice(0, 200)}`);
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

/** @param {string} archive @returns {Variant[]} */
function variantsOf(archive) {
  return [
    { name: 'same', cluster: 'plain', namespace: 'first' },
    { name: 'namespace', cluster: 'plain', namespace: 'second' },
    { name: 'namespace kube-system', cluster: 'plain', namespace: 'kube-system' },
    { name: 'kube 1.33', cluster: 'k133', namespace: 'first', kubeVersion: '1.33.0' },
    { name: 'kube 1.36 in another namespace', cluster: 'k136', namespace: 'third', kubeVersion: '1.36.2' },
    ...changedValues(archive).map((set) => ({
      name: `values ${set}`,
      cluster: 'plain',
      namespace: 'first',
      set,
    })),
  ];
}

/** Some values of a chart, turned round. @param {string} archive */
function changedValues(archive) {
  const [top = ''] = execFileSync('tar', ['-tzf', archive], { encoding: 'utf8', maxBuffer: 1e9 }).split('/');
  const read = spawnSync('tar', ['-xOzf', archive, `${top}/values.yaml`], {
    encoding: 'utf8',
    maxBuffer: 1e9,
  });
  const found = read.status === 0 ? [...leavesOf(parse(read.stdout), '')] : [];
  const wanted = Number(flags.values);
  const step = Math.max(1, Math.floor(found.length / Math.max(1, wanted)));
  return found.filter((_, index) => index % step === 0).slice(0, wanted);
}

/** @param {unknown} data @param {string} path @returns {Generator<string>} */
function* leavesOf(data, path) {
  if (typeof data === 'boolean') yield `${path}=${!data}`;
  else if (typeof data === 'number') yield `${path}=${data + 1}`;
  else if (typeof data === 'string' && /^[a-z]+$/.test(data)) yield `${path}=${data}x`;
  if (typeof data !== 'object' || data === null || Array.isArray(data)) return;
  for (const [key, value] of Object.entries(data))
    yield* leavesOf(value, `${path}${path === '' ? '' : '.'}${key.replace(/[.,=[\]\\{}]/g, '\\$&')}`);
}

/**
 * @param {Engine} engine @param {string} stem @param {string} base @param {string} home @param {Variant} variant
 */
async function checkVariant(engine, stem, base, home, variant) {
  const { cluster, namespace, set, name } = variant;
  const id = `${stem}, ${name}`;
  const overlay = `overlays/${cluster}/${namespace}/app`;
  const io = ioOf(engine);
  const infraYaml = engine.openInfraYaml(base);
  const staged = new Map([[`${overlay}/kustomization.yaml`, 'resources:\n- ../../../../base/app\n']]);
  if (set !== undefined) {
    staged.set(
      `${overlay}/values.yaml`,
      engine.withTargetValues('', 'values.yaml', { words: [], setValue: [set] }, () => ''),
    );
  }
  const target = { cluster, namespace, app: 'app' };
  try {
    const started = Date.now();
    const changes = await engine.planDerived(base, target, infraYaml, staged, io);
    const took = Date.now() - started;
    await engine.applyChanges(base, new Map([...staged, ...changes]));
    const again = await engine.planDerived(base, target, infraYaml, new Map(), io);
    const wanted = `${home}/wanted`;
    await unpackFor(engine, base, wanted, overlay, variant);
    const problem =
      again.size > 0
        ? `made anew it changes ${[...again.keys()].join(', ')}`
        : await compare(engine, `${base}/${overlay}`, `${wanted}/base/app`);
    note(id, problem, changes, took, `${base}/${overlay}`);
  } catch (error) {
    const { message, code, cause } = /** @type {Error & { code?: string }} */ (error);
    const isChart =
      ['TEMPLATE_EXECUTION', 'SCHEMA', 'VALUES', 'CHART', 'LIMIT'].includes(code ?? '') ||
      code === 'MANIFEST';
    if (isChart) counts.skipped++;
    else counts.different++;
    const why = cause instanceof Error ? `: ${cause.message}` : '';
    console.log(
      `${isChart ? 'SKIPPED' : 'DIFFERENT'} ${id}: ${code ?? ''} ${message.slice(0, 300)}${why.slice(0, 300)}`,
    );
  } finally {
    rmSync(`${home}/wanted`, { recursive: true, force: true });
    rmSync(`${base}/overlays`, { recursive: true, force: true });
  }
}

/** @param {string} id @param {string | undefined} problem @param {ReadonlyMap<string, string | undefined>} changes @param {number} took @param {string} overlay */
function note(id, problem, changes, took, overlay) {
  const kustomization = readFileSync(`${overlay}/kustomization.yaml`, 'utf8');
  const form = /^namespace:/m.test(kustomization)
    ? 'field'
    : `patches ${kustomization.split('namespace.json6902.yaml').length - 1 > 1 ? 'each' : kustomization.split('namespace.json6902.yaml').length - 1}`;
  if (problem !== undefined) {
    counts.different++;
    console.log(`DIFFERENT ${id}: ${problem}`);
    return;
  }
  counts[changes.size === 0 ? 'same' : 'equal']++;
  counts.files += changes.size;
  forms[form] = (forms[form] ?? 0) + 1;
  if (flags.verbose) console.log(`equal ${id}: ${changes.size} files, ${form}, ${took} ms`);
}

/** Unpacks the chart for a target, generated values as the overlay has them. @param {Engine} engine @param {string} base @param {string} wanted @param {string} overlay @param {Variant} variant */
async function unpackFor(engine, base, wanted, overlay, { cluster, namespace, kubeVersion, set }) {
  mkdirSync(wanted);
  writeFileSync(`${wanted}/infra.yaml`, INFRA_YAML);
  cpSync(`${base}/infra`, `${wanted}/infra`, { recursive: true });
  const lock = JSON.parse(readFileSync(`${base}/infra/app/app.lock`, 'utf8'));
  const section = lock.bases.app;
  const moved = JSON.parse(JSON.stringify(section.frozen).replaceAll('/first/', `/${namespace}/`));
  const recorded = `${base}/${overlay}/patches/derived/frozen.lock`;
  section.frozen = [
    ...moved,
    ...(existsSync(recorded) ? JSON.parse(readFileSync(recorded, 'utf8')).frozen : []),
  ];
  writeFileSync(`${wanted}/infra/app/app.lock`, JSON.stringify(lock));
  await engine.unpack(
    {
      words: ['app'],
      namespace,
      ...(kubeVersion !== undefined && { kubeVersion }),
      ...(cluster === 'k136' && {
        apiVersions: [...(engine.openInfraYaml(base).clusters.get('k136')?.apiVersions ?? [])],
      }),
      ...(set !== undefined && { set: [set] }),
    },
    wanted,
    ioOf(engine),
  );
}

/** @param {Engine} engine @param {string} overlay @param {string} wanted */
async function compare(engine, overlay, wanted) {
  const [ours, theirs] = [await builtAt(engine, overlay), await builtAt(engine, wanted)];
  const [a, b] = [ours, theirs].map(({ resources }) => engine_byKey(resources));
  for (const [key, root] of /** @type {Map<string, any>} */ (b)) {
    if (!(/** @type {Map<string, any>} */ (a).has(key))) return `lacks ${key}`;
    if (!engine.sameResource(/** @type {Map<string, any>} */ (a).get(key), root)) return `another ${key}`;
  }
  for (const key of /** @type {Map<string, any>} */ (a).keys())
    if (!(/** @type {Map<string, any>} */ (b).has(key))) return `has ${key}`;
  const each = Number(flags.sample);
  if (each === 0 || (counts.equal + counts.same) % each !== 0) return undefined;
  const kustomize = findTool('kustomize', '5.8.1');
  if (kustomize === undefined) return undefined;
  counts.real++;
  const real = spawnSync(kustomize, ['build', overlay], { encoding: 'utf8', maxBuffer: 1e9 });
  if (real.status !== 0) return `kustomize: ${real.stderr.slice(0, 300)}`;
  return real.stdout === engine.printBuilt(ours) ? undefined : 'the real kustomize builds other bytes';
}

/** @param {Engine} engine @param {string} directory */
async function builtAt(engine, directory) {
  return await engine.build(engine.createSession({ tree: engine.diskTree() }), directory);
}

/** @param {readonly { key: string, root: unknown }[]} resources */
function engine_byKey(resources) {
  return new Map(resources.map(({ key, root: document }) => [key.replaceAll('\n', ' '), document]));
}
