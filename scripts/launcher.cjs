#!/usr/bin/env node
'use strict';
// Starts the bundle from V8's code cache, which saves most of the time between `node` and our first line. The cache is made
// by the first runs of each bundle (each adds the functions it needed) and only ever read afterwards. Whatever goes wrong
// with it costs time, never an answer: a missing, foreign, torn or unwritable cache means that V8 compiles the source.
const fs = require('node:fs');
const vm = require('node:vm');

/** Identifies the bundle; `scripts/build.mjs` puts its digest here. */
const DIGEST = '__BUNDLE_DIGEST__';
/** The commands with a bundle of their own, put here likewise; all else runs in `main.cjs`. */
const COMMANDS = '__COMMANDS__'.split(' ');
/** So many runs add to the cache of a bundle before it counts as complete. */
const GENERATIONS = 4;
/** The cache starts with one byte for its generation; padded to 8 so that what follows is aligned for V8. */
const HEADER = 8;

/**
 * V8's flags that make it wait before it optimizes, by release of Node; V8 complains of flags it does not know. The heap for
 * young values grows by much at once: nearly all that a run makes lives to its end, and each collection would copy it.
 * @type {Readonly<Record<string, readonly string[]>>}
 */
const FLAGS = {
  v20: ['--interrupt-budget=1000000', '--semi-space-growth-factor=8'],
  v22: ['--interrupt-budget=1000000', '--semi-space-growth-factor=8'],
  v24: ['--invocation-count-for-turbofan=30000', '--invocation-count-for-maglev=4000'],
};

const command = COMMANDS.includes(process.argv[2] || '') ? process.argv[2] : undefined;

if (command !== undefined) optimizeLater();
run(command || 'main');

/**
 * V8 optimizes for programs that run for seconds. In the tenths of a second that we run, its default makes it optimize
 * functions that are then hardly called again, on a thread of which there may be no spare one: a third of the whole time.
 */
function optimizeLater() {
  const flags = FLAGS[process.version.slice(0, 3)] || [];
  for (const flag of flags) require('node:v8').setFlagsFromString(flag);
}

/**
 * Runs a bundle and returns what it exports.
 * @param {string} name its path below this directory, without `.cjs`
 * @returns {unknown}
 */
function run(name) {
  const bundle = `${__dirname}/${name}.cjs`;
  const cacheFile = locateCache(name);
  const cached = cacheFile === undefined ? undefined : readCache(cacheFile);
  const script = new vm.Script(fs.readFileSync(bundle, 'latin1'), {
    filename: bundle,
    ...(cached && { cachedData: cached.subarray(HEADER) }),
  });
  const generation = cached && !script.cachedDataRejected ? cached[0] || 0 : 0;
  if (cacheFile !== undefined && generation < GENERATIONS) {
    process.once('exit', () => writeCache(cacheFile, script, generation + 1));
  }
  return script.runInThisContext()(load, bundle);
}

/** What bundles require: modules of Node, and packages that are bundles themselves. @param {string} name */
function load(name) {
  return name.startsWith('./packages/') ? run(name.slice(2, -4)) : require(name);
}

/** @param {string} name of the bundle */
function locateCache(name) {
  const { XDG_CACHE_HOME, HOME, INFRA_CODE_CACHE } = process.env;
  const home = XDG_CACHE_HOME || (HOME && `${HOME}/.cache`);
  if (!home || INFRA_CODE_CACHE === 'off') return undefined;
  return `${home}/infra/code/${DIGEST}-${process.version}-${process.arch}/${name.replace('/', '-')}`;
}

/** @param {string} cacheFile */
function readCache(cacheFile) {
  try {
    const data = fs.readFileSync(cacheFile);
    return data.length > HEADER ? data : undefined;
  } catch {
    return undefined;
  }
}

/** @param {string} cacheFile @param {import('node:vm').Script} script @param {number} generation */
function writeCache(cacheFile, script, generation) {
  const staged = `${cacheFile}.${process.pid}`;
  try {
    const header = Buffer.alloc(HEADER);
    header[0] = generation;
    fs.mkdirSync(cacheFile.slice(0, cacheFile.lastIndexOf('/')), { recursive: true });
    fs.writeFileSync(staged, Buffer.concat([header, script.createCachedData()]));
    fs.renameSync(staged, cacheFile);
    if (generation === 1) removeForgotten(cacheFile.split('/').slice(0, -2).join('/'));
  } catch {
    removeQuietly(staged);
  }
}

/** Caches of versions that nobody installed or used for a month. @param {string} directory */
function removeForgotten(directory) {
  for (const name of fs.readdirSync(directory)) {
    const age = Date.now() - fs.statSync(`${directory}/${name}`).mtimeMs;
    if (age > 30 * 24 * 3600 * 1000) fs.rmSync(`${directory}/${name}`, { recursive: true, force: true });
  }
}

/** @param {string} file */
function removeQuietly(file) {
  try {
    fs.unlinkSync(file);
  } catch {
    // It was never made.
  }
}
