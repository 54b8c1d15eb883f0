import { spawn } from 'node:child_process';

/**
 * @typedef {object} Answer
 * @property {number} status the exit code, -1 when a signal ended it
 * @property {string} stdout latin1: one character a byte, so that nothing is lost
 * @property {string} stderr
 */

/** No run may take longer, in milliseconds. */
const TIMEOUT = 180_000;

/**
 * Runs a program to its end.
 * @param {string} program
 * @param {readonly string[]} words
 * @param {{ input?: string, env?: NodeJS.ProcessEnv, cwd?: string }} [options]
 * @returns {Promise<Answer>}
 */
export function runProcess(program, words, { input, env, cwd } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, words, { env: env ?? process.env, cwd, timeout: TIMEOUT });
    /** @type {Buffer[]} */
    const stdout = [];
    /** @type {Buffer[]} */
    const stderr = [];
    child.stdout.on('data', (chunk) => stdout.push(chunk));
    child.stderr.on('data', (chunk) => stderr.push(chunk));
    child.stdin.on('error', () => undefined);
    child.stdin.end(input ?? '');
    child.on('error', reject);
    child.on('close', (code) => {
      const text = Buffer.concat(stdout).toString('latin1');
      resolve({ status: code ?? -1, stdout: text, stderr: Buffer.concat(stderr).toString('utf8') });
    });
  });
}

/**
 * Does the work for each item, `width` at a time; results in the order of the items.
 * @template T, R
 * @param {readonly T[]} items
 * @param {number} width
 * @param {(item: T) => Promise<R>} work
 * @returns {Promise<R[]>}
 */
export async function inParallel(items, width, work) {
  /** @type {R[]} */
  const results = new Array(items.length);
  let next = 0;
  const worker = async () => {
    while (next < items.length) {
      const index = next++;
      results[index] = await work(/** @type {T} */ (items[index]));
    }
  };
  await Promise.all(Array.from({ length: width }, worker));
  return results;
}
