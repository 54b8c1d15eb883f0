import { spawn, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** The first runs fill caches: the system's, and our code cache. */
const WARM_UP = 5;

/**
 * The words of a command, or what prepares each run of it outside the time that counts.
 * @typedef {readonly string[] | (() => { words: readonly string[], directory: string })} Command
 */

/**
 * The median time of each command in milliseconds, the commands taking turns.
 * @param {readonly Command[]} commands
 * @param {number} rounds
 * @param {number} [warmUp] runs that do not count
 */
export function medians(commands, rounds, warmUp = WARM_UP) {
  const times = commands.map(() => /** @type {number[]} */ ([]));
  for (let round = -warmUp; round < rounds; round++) {
    const turns = [...commands.entries()];
    // Who comes after whom changes what is in the processor's caches.
    if (round % 2 === 0) turns.reverse();
    for (const [index, command] of turns) {
      const time = measure(command);
      if (round >= 0) times[index]?.push(time);
    }
  }
  return times.map((each) => each.sort((a, b) => a - b)[each.length >> 1] ?? 0);
}

/** @param {Command} command */
function measure(command) {
  const { words, directory } = typeof command === 'function' ? command() : { words: command };
  const [program = '', ...rest] = words;
  const start = performance.now();
  const { status, error } = spawnSync(program, rest, { stdio: 'ignore', cwd: directory });
  const time = performance.now() - start;
  // 1 says that there are differences.
  if (status !== 0 && status !== 1)
    throw error ?? new Error(`${program} ${rest.join(' ')}: status ${status}`);
  return time;
}

/**
 * The peak resident memory of a command in megabytes, as /proc tells while it runs; NaN where there is no /proc.
 * @param {readonly string[]} command
 * @returns {Promise<number>}
 */
export function peakMemory([program = '', ...words]) {
  return new Promise((resolve) => {
    const child = spawn(program, words, { stdio: 'ignore' });
    let peak = Number.NaN;
    const timer = setInterval(() => {
      try {
        const match = /^VmHWM:\s+(\d+) kB/m.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'));
        if (match !== null) peak = Number(match[1]) / 1024;
      } catch {
        // It has ended, or there is no /proc.
      }
    }, 5);
    child.on('close', () => {
      clearInterval(timer);
      resolve(peak);
    });
  });
}

/** @param {number} time */
export function ms(time) {
  return `${time.toFixed(1).padStart(8)} ms`;
}

/** @param {number} a @param {number} b */
export function ratio(a, b) {
  return (a / b).toFixed(2);
}
