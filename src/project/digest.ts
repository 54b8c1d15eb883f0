import { createHash } from 'node:crypto';

/** `sha256:` and the digest of a content in hexadecimal. */
export function digestOf(content: string | Uint8Array): string {
  return `sha256:${createHash('sha256').update(content).digest('hex')}`;
}
