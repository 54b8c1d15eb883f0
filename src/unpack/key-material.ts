import { decodeBase64 } from '../lib/base64.ts';
import { fromBytes } from '../lib/utf8.ts';

/** What stands in a base where a chart would have written a certificate or key that it had just made. */
const LEFT_OUT = 'generated-by-the-chart-and-left-out';

const PEM = /-----BEGIN [A-Z0-9 ]+-----[^-]*-----END [A-Z0-9 ]+-----/g;
/** The same in base64, from its first line on. */
const PEM_IN_BASE64 = /LS0tLS1CRUdJTi[A-Za-z0-9+/]*={0,2}/g;

/** Whether a text holds keys or certificates in PEM, as they are or in base64. */
export function holdsKeyMaterial(text: string): boolean {
  return text.includes('-----BEGIN ') || text.includes('LS0tLS1CRUdJTi');
}

/** Whether a text is nothing but keys or certificates. */
export function isKeyMaterial(text: string): boolean {
  return holdsKeyMaterial(text) && text.replace(PEM, '').replace(PEM_IN_BASE64, '').trim() === '';
}

/** The text with a mark in place of each key or certificate. */
export function markKeyMaterial(text: string): string {
  return text.replace(PEM, LEFT_OUT).replace(PEM_IN_BASE64, LEFT_OUT);
}

/** The text that base64 stands for; undefined where it is none. */
export function textOfBase64(base64: string): string | undefined {
  try {
    return fromBytes(decodeBase64(base64));
  } catch {
    return undefined;
  }
}
