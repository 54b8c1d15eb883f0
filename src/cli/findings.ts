import type { Finding } from '../lib/finding.ts';
import { printMessage } from './output.ts';

/** Tells a person what was found, a line each: where, what, and its code. */
export function printFindings(findings: readonly Finding[]): void {
  for (const { location, severity, message, code, hint } of findings) {
    const place =
      location &&
      [location.file, location.line, location.column].filter((part) => part !== undefined).join(':');
    const where = place === undefined ? '' : `${place}: `;
    printMessage(`${where}${severity}: ${message} [${code}]${hint === undefined ? '' : ` (${hint})`}\n`);
  }
}
