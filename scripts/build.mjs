// Builds what the package ships:
//   dist/bin/infra.js   the launcher (scripts/launcher.cjs)
//   dist/bin/main.cjs   the whole program in one file; commands are initialised when they are imported
//   dist/bin/NAME.cjs   the program with nothing but the command NAME, for all runs that start with its name
//   dist/bin/packages/  what bundles load on demand
//   dist/lib/**         the library entries, compiled one to one, with their types
// `node scripts/build.mjs bin` builds only the program.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build, transform } from 'esbuild';
import { lazyPackages, packageFile, PACKAGES } from './build/lazy-packages.mjs';
import { flatImports, splitBundle } from './build/on-demand.mjs';
import { ofCommand } from './build/of-command.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
process.chdir(root);
const ENTRY = 'src/main.ts';
const TARGET = 'node20.19';
const BUILD = sourceDigest();

/**
 * Commander loads node:child_process for subcommands that are programs of their own. We have none, and it costs 2 ms. Its
 * node:process is what everybody has without loading it.
 * @type {import('esbuild').Plugin}
 */
const leanCommander = {
  name: 'lean-commander',
  setup(builder) {
    builder.onResolve({ filter: /^node:child_process$/ }, ({ importer }) =>
      /[\\/]commander[\\/]/.test(importer) ? { path: 'none', namespace: 'empty' } : undefined,
    );
    builder.onLoad({ filter: /.*/, namespace: 'empty' }, () => ({ contents: 'module.exports = {}' }));
    builder.onResolve({ filter: /^node:process$/ }, () => ({ path: 'process', namespace: 'global' }));
    builder.onLoad({ filter: /.*/, namespace: 'global' }, () => ({ contents: 'module.exports = process' }));
  },
};

/** @returns {string[]} the names of the commands, each in a file of its own */
function commandNames() {
  const names = readdirSync(`${root}src/cli`).map((file) => /^(\w+)-command\.ts$/.exec(file)?.[1] ?? '');
  return names.filter((name) => name !== '').sort();
}

/** The packages that bundles load on demand, each from a file of its own. @type {Set<string>} */
const packages = new Set();

/**
 * Bundles the program, or what of it one command needs.
 * @param {string} [command]
 * @returns {Promise<{ first: string, second?: string }>} the text of what runs at once, and of what is loaded on demand
 */
async function bundleProgram(command) {
  /** @type {Set<string>} */
  const edges = new Set();
  const { plugin, ...parts } = ofCommand(command);
  const { text, metafile } = await bundle({
    entryPoints: [ENTRY],
    define: {
      __VERSION__: JSON.stringify(packageVersion()),
      __BUILD__: JSON.stringify(BUILD),
      'import.meta.url': '__bundle',
    },
    plugins: [
      plugin,
      flatImports(parts, edges),
      leanCommander,
      lazyPackages(/[\\/]src[\\/](helm|kustomize|project|source)[\\/]/, packages),
    ],
  });
  const { first, second } = splitBundle(text, metafile, ENTRY, edges, onDemandFile(command));
  return { first: await wrapped(first), ...(second !== undefined && { second: await wrapped(second) }) };
}

/** @param {string} name */
async function bundlePackage(name) {
  const { text } = await bundle({
    stdin: { contents: `export * from ${JSON.stringify(name)}`, resolveDir: root },
  });
  return await wrapped(text);
}

/** @param {string} [command] */
function onDemandFile(command = 'main') {
  return `${PACKAGES}${command}-on-demand.cjs`;
}

/** @param {import('esbuild').BuildOptions} options */
async function bundle(options) {
  const { outputFiles, metafile } = await build({
    absWorkingDir: root,
    bundle: true,
    write: false,
    metafile: true,
    platform: 'node',
    format: 'cjs',
    target: TARGET,
    charset: 'ascii',
    legalComments: 'none',
    logLevel: 'warning',
    ...options,
  });
  if (outputFiles === undefined || metafile === undefined) throw new Error('esbuild gave no output');
  return { text: outputFiles[0]?.text ?? '', metafile };
}

/**
 * The text of a function that takes `require` and the path of its file, and returns what the text returns or exports.
 * @param {string} text
 */
async function wrapped(text) {
  const body = `'use strict';var module={exports:{}},exports=module.exports;${text}\nreturn module.exports`;
  // Assigned to something, since nobody would use it otherwise.
  const code = `x=function(require,__bundle){${body}}`;
  const result = await transform(code, {
    minify: true,
    charset: 'ascii',
    target: TARGET,
    legalComments: 'none',
  });
  return `(${result.code.slice('x='.length).replace(/;?\n$/, '')})`;
}

/** What tells this program from others: the digest of all that goes into it. */
function sourceDigest() {
  const hash = createHash('sha256').update(readFileSync(`${root}package-lock.json`));
  for (const file of readdirSync(`${root}src`, { recursive: true, encoding: 'utf8' }).sort()) {
    if (file.endsWith('.ts')) hash.update(file).update(readFileSync(`${root}src/${file}`));
  }
  return hash.digest('hex').slice(0, 16);
}

function packageVersion() {
  return JSON.parse(readFileSync(`${root}package.json`, 'utf8')).version;
}

async function buildProgram() {
  const directory = `${root}dist/bin`;
  const commands = commandNames();
  /** @type {Map<string, string>} */
  const bundles = new Map();
  for (const name of [undefined, ...commands]) {
    const { first, second } = await bundleProgram(name);
    bundles.set(`${name ?? 'main'}.cjs`, first);
    if (second !== undefined) bundles.set(onDemandFile(name), second);
  }
  for (const name of packages) bundles.set(packageFile(name), await bundlePackage(name));
  const hash = createHash('sha256');
  mkdirSync(`${directory}/${PACKAGES}`, { recursive: true });
  for (const [file, text] of bundles) {
    hash.update(text);
    writeFileSync(`${directory}/${file}`, text);
  }
  const launcher = readFileSync(`${root}scripts/launcher.cjs`, 'utf8')
    .replace('__BUNDLE_DIGEST__', hash.digest('hex').slice(0, 16))
    .replace('__COMMANDS__', commands.join(' '));
  // Node compiles it at each start.
  const { code } = await transform(launcher, { minify: true, target: TARGET });
  writeFileSync(`${directory}/package.json`, '{ "type": "commonjs" }\n');
  writeFileSync(`${directory}/infra.js`, code);
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
