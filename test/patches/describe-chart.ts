import { execFile, spawnSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect } from 'vitest';
import { findTool } from '../../scripts/oracles/tools.mjs';
import { plainOf } from '../../src/k8s/node-to-plain.ts';
import type { Plain } from '../../src/k8s/plain.ts';
import { readNodes } from '../../src/k8s/yaml/read-nodes.ts';
import type { Run } from '../cli/program.ts';
import type { Resource } from './resources.ts';

const charts =
  process.env['INFRA_CHARTS'] ?? fileURLToPath(new URL('../../../shared/charts', import.meta.url));
const program = fileURLToPath(new URL('../../dist/bin/infra.js', import.meta.url));
const kustomize = findTool('kustomize', '5.8.1');
/** Unpacking a chart of five megabytes, and the real kustomize, on a machine that has other things to do. */
const PATIENCE = 240_000;
const MAX_BYTES = 64 * 1024 * 1024;
const INFRA_YAML = `clusters:
  dev: { phase: dev, server: "https://kubernetes.default.svc" }
git: { url: "https://git.example.com/platform.git" }
`;

/** A chart archive, and the app that is made of it. */
export interface ChartApp {
  readonly archive: string;
  readonly app: string;
  readonly namespace: string;
  /** more lines of app.yaml */
  readonly appYaml?: string;
  readonly values?: string;
}

/** A repository in which one app is unpacked, and a target of it: `dev/<namespace>/<app>`. */
export interface ChartRepository {
  readonly root: string;
  readonly target: string;
  /** Runs lines as an operator types them: `infra` is the program, `$T` the target. Stops at the first that fails. */
  try(lines: string): Run;
  /** The same, where all have to succeed; gives what they print. */
  run(lines: string): string;
  /** The resources that the target builds: what we build is to the byte what the real kustomize does. */
  build(): Promise<Built>;
  read(path: string): string;
  write(path: string, text: string): void;
}

/** What a target builds. */
export interface Built {
  readonly resources: readonly Resource[];
  /** the one resource of a kind and name */
  get(kind: string, name: string): Resource;
  kinds(...kinds: readonly string[]): Resource[];
}

/** Tests on an app of a real chart; `fresh` gives each one a repository of its own. They are skipped where the chart is missing. */
export function describeChart(
  chart: ChartApp,
  title: string,
  tests: (fresh: () => ChartRepository) => void,
): void {
  const missing = missingFor(chart);
  // eslint-disable-next-line no-console
  if (missing !== undefined) console.warn(`skipping ${title}: ${missing}`);
  describe.skipIf(missing !== undefined)(title, { timeout: PATIENCE }, () => {
    let directory: string;
    let count = 0;
    beforeAll(() => {
      directory = mkdtempSync(`${tmpdir()}/infra-patches-`);
      unpackChart(chart, directory);
    }, PATIENCE);
    afterAll(() => {
      rmSync(directory, { recursive: true });
    });
    tests(() => {
      const root = `${directory}/${++count}`;
      cpSync(`${directory}/unpacked`, root, { recursive: true });
      return openRepository(root, chart);
    });
  });
}

/** What tests on a chart lack, and where it comes from. Where the charts are, CI has the tool too. */
function missingFor({ archive }: ChartApp): string | undefined {
  if (!existsSync(`${charts}/${archive}`)) return `there is no ${archive} in ${charts}, set INFRA_CHARTS`;
  if (kustomize !== undefined) return undefined;
  if (process.env['CI'] === 'true') throw new Error('kustomize 5.8.1 is not built: npm run oracles');
  return 'npm run oracles builds the real kustomize';
}

function unpackChart(chart: ChartApp, directory: string): void {
  const { archive, app, namespace, appYaml = '', values } = chart;
  const root = `${directory}/unpacked`;
  mkdirSync(`${directory}/bin`);
  writeFileSync(`${directory}/bin/infra`, `#!/bin/sh\nexec '${process.execPath}' '${program}' "$@"\n`);
  chmodSync(`${directory}/bin/infra`, 0o755);
  const repository = openRepository(root, chart);
  repository.write('infra.yaml', INFRA_YAML);
  const upstream = `upstream: { chart: ${JSON.stringify(`${charts}/${archive}`)} }\n`;
  repository.write(`infra/${app}/app.yaml`, `${upstream}namespace: ${namespace}\n${appYaml}`);
  if (values !== undefined) repository.write(`infra/${app}/values.yaml`, values);
  repository.run(`infra unpack ${app}`);
}

function openRepository(root: string, { app, namespace }: ChartApp): ChartRepository {
  const target = `dev/${namespace}/${app}`;
  const attempt = (lines: string): Run => {
    const env = {
      ...process.env,
      PATH: `${dirname(root)}/bin:${process.env['PATH'] ?? ''}`,
      NO_COLOR: '1',
      T: target,
    };
    const options = { cwd: root, encoding: 'utf8', env, maxBuffer: MAX_BYTES } as const;
    const { status, stdout, stderr } = spawnSync('sh', ['-e', '-c', lines], options);
    return { status, stdout, stderr };
  };
  return {
    root,
    target,
    try: attempt,
    run(lines) {
      const { status, stdout, stderr } = attempt(lines);
      if (status !== 0) throw new Error(`exit code ${status} of\n${lines}\n${stderr}`);
      return `${stdout}${stderr}`;
    },
    build: () => build(`${root}/overlays/${target}`),
    read: (path) => readFileSync(`${root}/${path}`, 'utf8'),
    write(path, text) {
      mkdirSync(dirname(`${root}/${path}`), { recursive: true });
      writeFileSync(`${root}/${path}`, text);
    },
  };
}

async function build(overlay: string): Promise<Built> {
  const run = promisify(execFile);
  const [ours, theirs] = await Promise.all([
    run(process.execPath, [program, 'build', overlay, '--strict'], { maxBuffer: MAX_BYTES }),
    run(kustomize!, ['build', overlay], { maxBuffer: MAX_BYTES }),
  ]);
  expect(ours.stdout === theirs.stdout, 'the real kustomize builds the same bytes').toBe(true);
  const resources = readNodes(ours.stdout).map(({ root }) => jsonOf(plainOf(root)) as Resource);
  const kinds = (...names: readonly string[]): Resource[] =>
    resources.filter(({ kind }) => names.includes(kind));
  return {
    resources,
    kinds,
    get(kind, name) {
      const found = kinds(kind).filter(({ metadata }) => metadata.name === name);
      expect(found.length, `${kind}/${name}`).toBe(1);
      return found[0]!;
    },
  };
}

function jsonOf(plain: Plain): unknown {
  if (plain instanceof Map) return Object.fromEntries([...plain].map(([key, value]) => [key, jsonOf(value)]));
  if (Array.isArray(plain)) return plain.map(jsonOf);
  return typeof plain === 'bigint' ? Number(plain) : plain;
}
