// Our Kustomize engine in this process.
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { cacheDirectory } from '../oracles/tools.mjs';

/** @typedef {typeof import('../../src/kustomize/index.ts')} Engine */

/** Where the engine of this process is put; to be removed at the end. */
export const engineFile = `${cacheDirectory()}/kustomize-engine-${process.pid}.mjs`;

/** @returns {Promise<Engine>} */
export async function loadKustomize() {
  mkdirSync(cacheDirectory(), { recursive: true });
  await build({
    entryPoints: [fileURLToPath(new URL('../../src/kustomize/index.ts', import.meta.url))],
    bundle: true,
    platform: 'node',
    format: 'esm',
    banner: { js: "import { createRequire as R } from 'node:module'; const require = R(import.meta.url);" },
    outfile: engineFile,
    logLevel: 'error',
  });
  return await import(pathToFileURL(engineFile).href);
}

/**
 * The files below a directory, contents by path.
 * @param {string} directory
 * @returns {Map<string, Uint8Array>}
 */
export function readTree(directory) {
  const entries = readdirSync(directory, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return new Map(files.map((file) => [file.slice(directory.length + 1), readFileSync(file)]));
}
