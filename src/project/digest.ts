import { sha256Of } from '../system/digest.ts';

/** `sha256:` and the digest of a content in hexadecimal. */
export function digestOf(content: string | Uint8Array): string {
  return `sha256:${sha256Of(content)}`;
}
