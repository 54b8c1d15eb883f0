import { statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

declare const __VERSION__: string | undefined;

/** A text that changes whenever the program does: what it keeps between runs is kept under it. */
export function programIdentity(): string {
  const location = import.meta.url;
  const { size, mtimeMs } = statSync(location.startsWith('file:') ? fileURLToPath(location) : location);
  const version = typeof __VERSION__ === 'undefined' ? 'development' : __VERSION__;
  return `${version} ${size} ${mtimeMs}`;
}
