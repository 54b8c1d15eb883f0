import { InfraError } from '../lib/error.ts';
import type { LockedValue } from '../project/lock.ts';

/** Below patches/derived/: what charts make up for a target alone, so that it stays the same. */
export const FROZEN_FILE = 'frozen.lock';

/** The text that keeps values of generated fields. */
export function writeFrozen(frozen: readonly LockedValue[]): string {
  return `${JSON.stringify({ frozen }, undefined, 2)}\n`;
}

/** The values that a text keeps. Throws InfraError PROJECT for a text that is another one. */
export function readFrozen(text: string, file: string): readonly LockedValue[] {
  try {
    const { frozen } = JSON.parse(text) as { frozen?: unknown };
    if (Array.isArray(frozen) && frozen.every(isValue)) return frozen;
  } catch {
    // Told below.
  }
  throw new InfraError('PROJECT', `${file} is not as infra wrote it`, {
    location: { file },
    hint: 'restore it from Git; without it, what the chart makes up for this target gets new values',
  });
}

function isValue(value: unknown): value is LockedValue {
  if (typeof value !== 'object' || value === null) return false;
  const { identity, path, value: frozen, place = '', generator } = value as Record<string, unknown>;
  const isFrozen =
    typeof frozen === 'string' ||
    (Array.isArray(frozen) && frozen.every((piece) => typeof piece === 'string'));
  return isFrozen && [identity, path, place, generator].every((text) => typeof text === 'string');
}
