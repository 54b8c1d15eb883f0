// What the real tools answer, kept by digest of the input and the tool's version, so that a second sweep costs little.
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { gunzipSync, gzipSync } from 'node:zlib';
import { cacheDirectory } from '../oracles/tools.mjs';
import { runProcess } from './run-process.mjs';

/** @typedef {import('./run-process.mjs').Answer} Answer */

/** Real runs that tell which lines are random, and the time between two starts, in milliseconds. */
const RUNS = 4;
const SPACING = 1100;

/** Nothing of the person who runs this gets into the answers. */
const ENVIRONMENT = { PATH: process.env['PATH'], HOME: '/nonexistent', HELM_NAMESPACE: 'default', TZ: 'UTC' };

/** @param {readonly (string | Uint8Array)[]} parts */
export function digestOf(parts) {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(String(part.length)).update('\0').update(part);
  return hash.digest('hex');
}

/**
 * One run of a tool, from the cache when it was made before.
 * @param {{ program: string, words: readonly string[], key: string, run?: number, input?: string }} request
 *   `key` is the digest of tool, version, arguments and input
 * @returns {Promise<Answer>}
 */
export async function askTool({ program, words, key, run = 0, input }) {
  const file = `${cacheDirectory()}/answers/${key.slice(0, 2)}/${key}-${run}.json.gz`;
  try {
    return JSON.parse(gunzipSync(readFileSync(file)).toString('utf8'));
  } catch {
    // Not there, or torn: ask.
  }
  const answer = await runProcess(program, words, {
    env: ENVIRONMENT,
    ...(input !== undefined && { input }),
  });
  mkdirSync(file.slice(0, file.lastIndexOf('/')), { recursive: true });
  const staged = `${file}.${process.pid}`;
  writeFileSync(staged, gzipSync(JSON.stringify(answer), { level: 3 }));
  renameSync(staged, file);
  return answer;
}

/**
 * The outputs of further runs, each started more than a second after the one before.
 * @param {{ program: string, words: readonly string[], key: string }} request
 * @returns {Promise<string[]>}
 */
export async function askAgain(request) {
  /** @type {Promise<Answer>[]} */
  const answers = [];
  for (let run = 1; run < RUNS; run++) {
    await sleep(SPACING);
    answers.push(askTool({ ...request, run }));
  }
  return (await Promise.all(answers)).map(({ stdout }) => stdout);
}
