import { Worker, workerData } from 'node:worker_threads';

/** Megabytes of stack for the second attempt: enough for anything within the engine's own limits. */
const STACK_MEGABYTES = 200;
/** Tells the second attempt that it is one (cli/program.ts asks for it, without loading threads). */
const MARK = 'INFRA_BIG_STACK';

/**
 * Runs this very program again, with the same arguments, in a thread with a large stack. `standardInput` is what was read of
 * it, since it cannot be read twice. Returns the exit code.
 */
export function runWithBigStack(standardInput: Uint8Array | undefined): Promise<number> {
  const worker = new Worker(process.argv[1]!, {
    argv: process.argv.slice(2),
    env: { ...process.env, [MARK]: '1' },
    workerData: standardInput,
    resourceLimits: { stackSizeMb: STACK_MEGABYTES },
  });
  return new Promise((resolve, reject) => {
    worker.once('error', reject);
    worker.once('exit', resolve);
  });
}

/** What the first attempt read from standard input. */
export function inheritedInput(): Uint8Array | undefined {
  return workerData as Uint8Array | undefined;
}
