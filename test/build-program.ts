import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/**
 * Tests of the command line run the program as it is shipped: it is built once, before all tests. When that fails they fail;
 * tests of single rooms do not need it.
 */
export function setup(): void {
  const script = fileURLToPath(new URL('../scripts/build.mjs', import.meta.url));
  const { status, stderr } = spawnSync(process.execPath, [script, 'bin'], { encoding: 'utf8' });
  if (status !== 0) process.stderr.write(`the program cannot be built:\n${stderr.slice(0, 2000)}\n`);
}
