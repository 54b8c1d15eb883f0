import { hash } from 'node:crypto';

/** `sha256:` and the digest of a content in hexadecimal. */
export function digestOf(content: string | Uint8Array): string {
  return `sha256:${hash('sha256', content, 'hex')}`;
}
