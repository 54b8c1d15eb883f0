import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { expect } from 'vitest';

/** Names of Node that a browser does not have. */
const NODE = [
  'process',
  'Buffer',
  'require',
  'module',
  'exports',
  'global',
  'setImmediate',
  '__dirname',
  '__filename',
];

/** A library entry, bundled for a browser without a warning, and loaded where nothing of Node is. */
export async function inBrowser<Library>(entry: 'helm' | 'kustomize' | 'patch'): Promise<Library> {
  const result = await build({
    entryPoints: [fileURLToPath(new URL(`../../src/${entry}/index.ts`, import.meta.url))],
    bundle: true,
    write: false,
    platform: 'browser',
    format: 'iife',
    globalName: 'infra',
    logLevel: 'silent',
  });
  expect(result.warnings).toEqual([]);
  // eslint-disable-next-line @typescript-eslint/no-implied-eval, @typescript-eslint/no-unsafe-call
  return new Function(...NODE, `${result.outputFiles[0]!.text}; return infra`)() as Library;
}
