import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';

let staged = 0;

/**
 * Gives a file of a cache this content, the whole or none of it, whatever ends this process. A cache that cannot be written costs
 * time, never an answer.
 */
export function replaceFile(path: string, content: Uint8Array | string): void {
  const near = `${path}.${process.pid}-${staged++}`;
  try {
    mkdirSync(path.slice(0, path.lastIndexOf('/')), { recursive: true });
    writeFileSync(near, content);
    renameSync(near, path);
  } catch {
    removeIfPossible(near);
  }
}

function removeIfPossible(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {
    // Then nothing of it was written.
  }
}
