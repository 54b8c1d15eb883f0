// The parts of the program that the law is about, in this process.
import { mkdirSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { cacheDirectory } from '../oracles/tools.mjs';

/**
 * @typedef {typeof import('../../src/patch/synthesize.ts') & typeof import('../../src/patch/join-pair.ts')
 *   & typeof import('../../src/overlay/patch-files.ts') & typeof import('../../src/k8s/schema.ts')
 *   & typeof import('../../src/k8s/node.ts') & typeof import('../../src/kustomize/index.ts')
 *   & typeof import('../../src/kustomize/output.ts')} LawEngine what the law is about
 * @typedef {typeof import('../../src/kustomize/parse-resources.ts') & typeof import('../../src/helm/render.ts')
 *   & typeof import('../../src/helm/load.ts') & typeof import('../../src/helm/profile.ts')
 *   & typeof import('../../src/source/archive.ts') & typeof import('../../src/unpack/base.ts')
 *   & typeof import('../../src/unpack/policies.ts') & typeof import('../../src/system/environment.ts')} ChartEngine
 * @typedef {LawEngine & ChartEngine} Engine
 */

const PARTS = [
  ...[
    'patch/synthesize',
    'patch/join-pair',
    'overlay/patch-files',
    'k8s/schema',
    'k8s/node',
    'kustomize/index',
  ],
  ...['kustomize/output', 'kustomize/parse-resources', 'helm/render', 'helm/load', 'helm/profile'],
  ...['source/archive', 'unpack/base', 'unpack/policies', 'system/environment'],
];

/** Where the engine of this process is put; to be removed at the end. */
export const engineFile = `${cacheDirectory()}/synthesis-engine-${process.pid}.mjs`;

/** @returns {Promise<Engine>} */
export async function loadEngine() {
  mkdirSync(cacheDirectory(), { recursive: true });
  const source = fileURLToPath(new URL('../../src', import.meta.url));
  await build({
    stdin: {
      contents: PARTS.map((part) => `export * from ${JSON.stringify(`${source}/${part}.ts`)};`).join('\n'),
      resolveDir: source,
    },
    bundle: true,
    platform: 'node',
    format: 'esm',
    banner: { js: "import { createRequire as R } from 'node:module'; const require = R(import.meta.url);" },
    outfile: engineFile,
    logLevel: 'error',
  });
  return await import(pathToFileURL(engineFile).href);
}
