// Builds what the package ships:
//   dist/bin/infra.js   the launcher (scripts/launcher.cjs)
//   dist/bin/main.cjs   the whole program in one file; commands are initialised when they are imported
//   dist/bin/NAME.cjs   the program with nothing but the command NAME, for all runs that start with its name
//   dist/lib/**         the library entries, compiled one to one, with their types
// `node scripts/build.mjs bin` builds only the program.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { lazyPackages } from './build/lazy-packages.mjs';
import { staticImports } from './build/static-imports.mjs';

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

/** @returns {string[]} the names of the commands, each in a file of its own */
function commandNames() {
  const names = readdirSync(`${root}src/cli`).map((file) => /^(\w+)-command\.ts$/.exec(file)?.[1] ?? '');
  return names.filter((name) => name !== '').sort();
}

/**
 * Bundles the program, or what of it one command needs; returns its text, which is a function.
 * @param {string} [command]
 */
async function bundleProgram(command) {
  const plugins = command === undefined ? [] : [staticImports(command)];
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
    plugins: [...plugins, withoutChildProcess, lazyPackages(/[\\/]src[\\/]helm[\\/]/)],
    logLevel: 'warning',
  });
  const [{ text }] = /** @type {[import('esbuild').OutputFile]} */ (result.outputFiles);
  return `(function(require,__bundle){var module={exports:{}},exports=module.exports;${text}\n})`;
}

function packageVersion() {
  return JSON.parse(readFileSync(`${root}package.json`, 'utf8')).version;
}

async function buildProgram() {
  const directory = `${root}dist/bin`;
  const commands = commandNames();
  const hash = createHash('sha256');
  mkdirSync(directory, { recursive: true });
  for (const name of [undefined, ...commands]) {
    const bundle = await bundleProgram(name);
    hash.update(bundle);
    writeFileSync(`${directory}/${name ?? 'main'}.cjs`, bundle);
  }
  const launcher = readFileSync(`${root}scripts/launcher.cjs`, 'utf8')
    .replace('__BUNDLE_DIGEST__', hash.digest('hex').slice(0, 16))
    .replace('__COMMANDS__', commands.join(' '));
  writeFileSync(`${directory}/package.json`, '{ "type": "commonjs" }\n');
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
