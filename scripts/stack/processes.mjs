import { spawn } from 'node:child_process';
import * as fs from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';

/** How long a process may take to end after it was asked to, in milliseconds. */
const GRACE = 3000;

/**
 * Processes that end together, each with its output in `<logs>/<name>.log`. However this program ends, they end before it,
 * each by its own id.
 * @param {string} logs
 */
export function processGroup(logs) {
  fs.mkdirSync(logs, { recursive: true });
  /** @type {Map<string, import('node:child_process').ChildProcess>} */
  const running = new Map();
  /** @type {Set<import('node:child_process').ChildProcess>} */
  const passing = new Set();
  /** @type {string | undefined} */
  let fault;
  let isStopping = false;
  /** @param {NodeJS.Signals} signal */
  const signalAll = (signal) => {
    for (const child of [...running.values(), ...passing]) child.kill(signal);
  };
  const killAll = () => signalAll('SIGKILL');
  process.on('exit', killAll);

  return {
    /**
     * @param {string} name
     * @param {string} program
     * @param {readonly string[]} words
     * @param {NodeJS.ProcessEnv} [env]
     */
    start(name, program, words, env = process.env) {
      const log = fs.openSync(`${logs}/${name}.log`, 'a');
      const child = spawn(program, words, { env, stdio: ['ignore', log, log] });
      fs.closeSync(log);
      running.set(name, child);
      child.on('error', (error) => {
        fault ??= `${name} does not start: ${error.message}`;
      });
      child.on('exit', (code, signal) => {
        running.delete(name);
        if (!isStopping) fault ??= `${name} ended by itself (${signal ?? code}), see ${logs}/${name}.log`;
      });
    },

    /** Takes one that ends by itself into the group, for the case that it has not. @param {import('node:child_process').ChildProcess} child */
    mind(child) {
      passing.add(child);
      child.once('exit', () => passing.delete(child));
    },

    /** Throws when a process has ended that should be running. */
    check() {
      if (fault !== undefined) throw new Unrecoverable(fault);
    },

    /** Ends all of them and comes back when they are gone. */
    async stop() {
      isStopping = true;
      const children = [...running.values(), ...passing];
      const gone = children.map((child) => new Promise((resolve) => child.once('exit', resolve)));
      signalAll('SIGTERM');
      const timer = setTimeout(killAll, GRACE);
      await Promise.all(gone);
      clearTimeout(timer);
      process.off('exit', killAll);
    },
  };
}

/**
 * Asks again and again until there is an answer other than undefined or false, and returns it. A question may throw; the
 * last reason is told when `seconds` are over.
 * @template T
 * @param {string} what
 * @param {number} seconds
 * @param {() => T | Promise<T>} question
 * @returns {Promise<Exclude<T, undefined | false>>}
 */
export async function until(what, seconds, question) {
  const end = Date.now() + seconds * 1000;
  let reason = '';
  for (;;) {
    try {
      const answer = await question();
      if (answer !== undefined && answer !== false)
        return /** @type {Exclude<T, undefined | false>} */ (answer);
    } catch (error) {
      if (error instanceof Unrecoverable) throw error;
      reason = `: ${/** @type {Error} */ (error).message}`;
    }
    if (Date.now() > end) throw new Error(`${what}: not within ${seconds} s${reason}`);
    await pause(150);
  }
}

/** Waiting longer would not help. */
export class Unrecoverable extends Error {}
