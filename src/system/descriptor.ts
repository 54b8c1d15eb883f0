import { writeSync } from 'node:fs';

/** How long to let a slow reader read before trying again, in milliseconds. */
const PAUSE = 2;

/**
 * Writes all bytes to a file descriptor (1 standard output, 2 standard error) before it returns, also into a pipe whose
 * reader is slow. Returns false when the reader has gone (`infra template … | head`), which is no error.
 */
export function writeDescriptor(descriptor: number, bytes: Uint8Array): boolean {
  let written = 0;
  while (written < bytes.length) {
    try {
      written += writeSync(descriptor, bytes, written);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'EPIPE') return false;
      if (code !== 'EAGAIN') throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, PAUSE);
    }
  }
  return true;
}
