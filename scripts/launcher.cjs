#!/usr/bin/env node
'use strict';
// Starts the bundle from V8's code cache, which saves most of the time between `node` and our first line. There is one for all
// command lines, to which the first runs of each add the functions that they needed, and one of its own for each command line
// that was run a third time, with nothing but what it needs: each function that a cache holds is made at every start. Whatever
// goes wrong with caches costs time, never an answer: where one is missing, foreign, torn or cannot be written, V8 compiles the
// source.
const fs = require('node:fs');
const vm = require('node:vm');

/** Identifies the bundle; `scripts/build.mjs` puts its digest here. */
const DIGEST = '__BUNDLE_DIGEST__';
/** The commands with a bundle of their own, put here likewise; all else runs in `main.cjs`. */
const COMMANDS = '__COMMANDS__'.split(' ');
/** So many command lines add to the cache for all. */
const MOST_ADDED = 32;
/** The runs of a command line that use the cache for all; the next one makes its own. */
const SHARED_RUNS = 2;
/** So many command lines have a cache of their own, those that last got one. */
const MOST_OWN = 16;
/** So many command lines are remembered until they run again. */
const REMEMBERED = 16;
/**
 * The cache for all starts with how many command lines added to it (a byte), the next place to remember one at (a byte), and
 * behind these 8 bytes, so that what follows is aligned for V8, the remembered ones: 30 bits of hash, 2 bits for their runs.
 */
const HEADER = 8 + 4 * REMEMBERED;

/**
 * V8's flags that make it wait before it optimizes, by release of Node; V8 complains of flags it does not know. The heap for
 * young values grows by much at once: nearly all that a run makes lives to its end, and each collection would copy it.
 * @type {Readonly<Record<string, readonly string[]>>}
 */
const FLAGS = {
  v20: ['--interrupt-budget=1000000', '--semi-space-growth-factor=5'],
  v22: ['--interrupt-budget=1000000', '--semi-space-growth-factor=5'],
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
  const { data, keep, discard } = planCache(name);
  const source = fs.readFileSync(bundle, 'latin1');
  const script = new vm.Script(source, { filename: bundle, ...(data && { cachedData: data }) });
  if (script.cachedDataRejected && discard !== undefined) discard();
  if (keep !== undefined) process.on('exit', () => keep(script));
  return script.runInThisContext()(load, bundle);
}

/**
 * What a bundle is compiled from besides its source, what is to be done at once where V8 refuses that, and what is to be kept
 * at the end.
 * @param {string} name of the bundle
 * @returns {{ data?: Buffer, discard?: () => void, keep?: (script: import('node:vm').Script) => void }}
 */
function planCache(name) {
  const shared = locateCache(name);
  if (shared === undefined) return {};
  const line = hashOf(process.argv.slice(2).join(' '));
  const own = `${shared}.${line.toString(36)}`;
  const data = readCache(own, 0);
  if (data !== undefined) return { data, discard: () => removeQuietly(own) };
  const found = readCache(shared, HEADER);
  const header = Buffer.alloc(HEADER);
  found?.copy(header, 0, 0, HEADER);
  const runs = noteRun(header, line);
  // What is loaded on demand is needed by few.
  if (runs >= SHARED_RUNS && !name.includes('/')) return { keep: (script) => keepOwn(own, script) };
  const adds = found === undefined || (runs === 0 && countAdded(header) <= MOST_ADDED);
  return {
    ...(found && { data: found.subarray(HEADER) }),
    keep(script) {
      if (script.cachedDataRejected) header.fill(0);
      if (adds || script.cachedDataRejected)
        writeCache(shared, Buffer.concat([header, script.createCachedData()]));
      else writeHeader(shared, header);
    },
  };
}

/** @param {string} text @returns {number} 30 bits */
function hashOf(text) {
  let hash = 0;
  for (let index = 0; index < text.length; index++) hash = (hash * 31 + text.charCodeAt(index)) >>> 0;
  return hash >>> 2;
}

/** How many runs of a command line a header knew of; now it knows of one more. @param {Buffer} header @param {number} line */
function noteRun(header, line) {
  for (let place = 8; place < HEADER; place += 4) {
    const entry = header.readUInt32LE(place);
    const runs = entry & 3;
    if (runs === 0 || entry >>> 2 !== line) continue;
    if (runs < 3) header.writeUInt32LE(entry + 1, place);
    return runs;
  }
  const next = (header[1] || 0) % REMEMBERED;
  header[1] = next + 1;
  header.writeUInt32LE(line * 4 + 1, 8 + 4 * next);
  return 0;
}

/** Counts one more, and tells how many that are. @param {Buffer} header */
function countAdded(header) {
  return (header[0] = Math.min((header[0] || 0) + 1, 255));
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

/** @param {string} file @param {number} least bytes that it has more than */
function readCache(file, least) {
  try {
    const data = fs.readFileSync(file);
    return data.length > least ? data : undefined;
  } catch {
    return undefined;
  }
}

/** @param {string} file @param {Buffer} data @returns {string} its directory */
function writeCache(file, data) {
  const staged = `${file}.${process.pid}.new`;
  const directory = file.slice(0, file.lastIndexOf('/'));
  try {
    const isNew = fs.mkdirSync(directory, { recursive: true }) !== undefined;
    fs.writeFileSync(staged, data);
    fs.renameSync(staged, file);
    if (isNew) removeForgotten(directory.slice(0, directory.lastIndexOf('/')));
  } catch {
    removeQuietly(staged);
  }
  return directory;
}

/** @param {string} file @param {Buffer} header */
function writeHeader(file, header) {
  try {
    const descriptor = fs.openSync(file, 'r+');
    fs.writeSync(descriptor, header, 0, HEADER, 0);
    fs.closeSync(descriptor);
  } catch {
    // Then this run was not noted.
  }
}

/** @param {string} file @param {import('node:vm').Script} script */
function keepOwn(file, script) {
  const directory = writeCache(file, script.createCachedData());
  try {
    const own = fs.readdirSync(directory).filter((name) => name.includes('.'));
    const ages = own.map((name) => ({ name, time: fs.statSync(`${directory}/${name}`).mtimeMs }));
    for (const { name } of ages.sort((a, b) => b.time - a.time).slice(MOST_OWN))
      fs.unlinkSync(`${directory}/${name}`);
  } catch {
    // Somebody else does it, or there is no directory.
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
