#!/usr/bin/env node
'use strict';
// Starts the bundle from V8's code cache, which saves most of the time between `node` and our first line. The cache is made
// by the first runs of each command (each adds the functions it needed) and only ever read afterwards. Whatever goes wrong
// with it costs time, never an answer: a missing, foreign, torn or unwritable cache means that V8 compiles the source.
const fs = require('node:fs');
const vm = require('node:vm');

/** Identifies the bundle; `scripts/build.mjs` puts its digest here. */
const DIGEST = '__BUNDLE_DIGEST__';
/** So many runs add to the cache of a command before it counts as complete. */
const GENERATIONS = 4;
/** The cache starts with one byte for its generation; padded to 8 so that what follows is aligned for V8. */
const HEADER = 8;

start(`${__dirname}/main.cjs`, locateCache());

/** @param {string} bundle @param {string | undefined} cacheFile */
function start(bundle, cacheFile) {
  const cached = cacheFile === undefined ? undefined : readCache(cacheFile);
  const script = new vm.Script(fs.readFileSync(bundle, 'latin1'), {
    filename: bundle,
    ...(cached && { cachedData: cached.subarray(HEADER) }),
  });
  const generation = cached && !script.cachedDataRejected ? cached[0] || 0 : 0;
  if (cacheFile !== undefined && generation < GENERATIONS) {
    process.once('exit', () => writeCache(cacheFile, script, generation + 1));
  }
  script.runInThisContext()(require, bundle);
}

/** One file for each command, since each needs other functions. */
function locateCache() {
  const { XDG_CACHE_HOME, HOME, INFRA_CODE_CACHE } = process.env;
  const home = XDG_CACHE_HOME || (HOME && `${HOME}/.cache`);
  if (!home || INFRA_CODE_CACHE === 'off') return undefined;
  const word = process.argv[2] || '';
  const command = /^[a-z]{1,16}$/.test(word) ? word : 'main';
  return `${home}/infra/code/${DIGEST}-${process.version}-${process.arch}/${command}`;
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
  } catch {
    fs.rmSync(staged, { force: true });
  }
}
