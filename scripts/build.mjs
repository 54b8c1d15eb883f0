// Builds what the package ships:
//   dist/bin/infra.js   the launcher (scripts/launcher.cjs)
//   dist/bin/main.cjs   the whole program in one file; commands are initialised when they are imported
//   dist/lib/**         the library entries, compiled one to one, with their types
// `node scripts/build.mjs bin` builds only the program.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { lazyPackages } from './build/lazy-packages.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));

/**
 * Commander loads node:child_process for subcommands that are programs of their own. We have none, and it costs 2 ms.
 * @type {import('esbuild').Plugin}
 */
const withoutChildProcess = {
  name: 'commander-without-child-process',
  setup(builder) {
    builder.onResolve({ filter: /^node:child_process$/ }, ({ importer }) =>
      /[\\/]commander[\\/]/.test(importer) ? { path: 'none', namespace: 'empty' } : undefined,
    );
    builder.onLoad({ filter: /.*/, namespace: 'empty' }, () => ({ contents: 'module.exports = {}' }));
  },
};

/** Bundles the program; returns its text. */
async function bundleProgram() {
  const result = await build({
    entryPoints: [`${root}src/main.ts`],
    bundle: true,
    write: false,
    platform: 'node',
    format: 'cjs',
    target: 'node20.19',
    charset: 'ascii',
    minify: true,
    legalComments: 'none',
    define: { __VERSION__: JSON.stringify(packageVersion()), 'import.meta.url': '__bundle' },
    plugins: [withoutChildProcess, lazyPackages(/[\\/]src[\\/]helm[\\/]/)],
    logLevel: 'warning',
  });
  return /** @type {import('esbuild').OutputFile} */ (result.outputFiles[0]).text;
}

function packageVersion() {
  return JSON.parse(readFileSync(`${root}package.json`, 'utf8')).version;
}

async function buildProgram() {
  const source = `(function(require,__bundle){var module={exports:{}},exports=module.exports;${await bundleProgram()}\n})`;
  const digest = createHash('sha256').update(source).digest('hex').slice(0, 16);
  const launcher = readFileSync(`${root}scripts/launcher.cjs`, 'utf8').replace('__BUNDLE_DIGEST__', digest);
  const directory = `${root}dist/bin`;
  mkdirSync(directory, { recursive: true });
  writeFileSync(`${directory}/package.json`, '{ "type": "commonjs" }\n');
  writeFileSync(`${directory}/main.cjs`, source);
  writeFileSync(`${directory}/infra.js`, launcher);
  chmodSync(`${directory}/infra.js`, 0o755);
}

function buildLibrary() {
  rmSync(`${root}dist/lib`, { recursive: true, force: true });
  execFileSync(
    process.execPath,
    [`${root}node_modules/typescript/bin/tsc`, '-p', `${root}tsconfig.build.json`],
    {
      stdio: 'inherit',
    },
  );
}

await buildProgram();
if (process.argv[2] !== 'bin') buildLibrary();
