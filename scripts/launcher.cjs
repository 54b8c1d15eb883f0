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
/** So many runs add to the cache of a bundle, whatever they are asked. */
const GENERATIONS = 4;
/**
 * The cache starts with one byte for its generation, and a bit each for command lines whose runs have added to it: other charts
 * need other functions. 8 bytes, so that what follows is aligned for V8.
 */
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

/**
 * What runs of a command load of Node in any case. It is loaded first: once flags are set, V8 refuses the compiled code that
 * Node has of its modules, and compiles them anew.
 * @type {Readonly<Record<string, readonly string[]>>}
 */
const MODULES = {
  unpack: ['node:crypto'],
  diff: ['node:child_process'],
  install: ['node:child_process'],
};

const command = COMMANDS.includes(process.argv[2] || '') ? process.argv[2] : undefined;

if (command !== undefined) optimizeLater();
run(command || 'main');

/**
 * V8 optimizes for programs that run for seconds. In the tenths of a second that we run, its default makes it optimize
 * functions that are then hardly called again, on a thread of which there may be no spare one: a third of the whole time.
 */
function optimizeLater() {
  for (const name of MODULES[command || ''] || []) require(name);
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
  const header = Buffer.alloc(HEADER);
  if (cached && !script.cachedDataRejected) cached.copy(header, 0, 0, HEADER);
  if (cacheFile !== undefined && isNews(header)) {
    process.once('exit', () => writeCache(cacheFile, script, header));
  }
  return script.runInThisContext()(load, bundle);
}

/**
 * Whether this run may add to a cache; notes it in its header. Few command lines are told apart, so it ends some day.
 * @param {Buffer} header
 */
function isNews(header) {
  let hash = 0;
  for (const word of process.argv.slice(2).join(' ')) hash = (hash * 31 + word.charCodeAt(0)) >>> 0;
  const bit = 8 + (hash % ((HEADER - 1) * 8));
  const byte = header[bit >> 3] || 0;
  const generation = header[0] || 0;
  if (generation >= GENERATIONS && (byte & (1 << (bit & 7))) !== 0) return false;
  header[0] = Math.min(generation + 1, GENERATIONS);
  header[bit >> 3] = byte | (1 << (bit & 7));
  return true;
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

/** @param {string} cacheFile @param {import('node:vm').Script} script @param {Buffer} header */
function writeCache(cacheFile, script, header) {
  const staged = `${cacheFile}.${process.pid}`;
  try {
    fs.mkdirSync(cacheFile.slice(0, cacheFile.lastIndexOf('/')), { recursive: true });
    fs.writeFileSync(staged, Buffer.concat([header, script.createCachedData()]));
    fs.renameSync(staged, cacheFile);
    if (header[0] === 1) removeForgotten(cacheFile.split('/').slice(0, -2).join('/'));
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
