import { sortBytes } from '../../lib/utf8.ts';
import type { Plain } from '../plain.ts';
import { YamlError } from './error.ts';
import { goFloat } from './go-float.ts';
import { goSyntax } from './go-syntax.ts';
import type { Raw } from './raw.ts';

const MAX_INT64 = 2n ** 63n - 1n;
const LONE_BYTE = /[\udc80-\udcff]/;

/**
 * Makes data fit JSON: keys become strings, integers numbers (unless `integers` keeps them as bigint), bytes that are no
 * UTF-8 U+FFFD. Throws YamlError for null and unsigned keys and for floats that are not finite.
 */
export function rawToPlain(raw: Raw, integers: boolean): Plain {
  const findings: Findings = { infinite: false };
  const plain = convert(raw, integers, findings);
  if (findings.infinite) refuseInfinite(plain);
  return plain;
}

interface Findings {
  infinite: boolean;
}

function convert(raw: Raw, integers: boolean, findings: Findings): Plain {
  if (raw === null || typeof raw === 'boolean') return raw;
  if (typeof raw === 'string') return validText(raw);
  if (typeof raw === 'bigint') return integers ? raw : Number(raw);
  if (typeof raw === 'number') {
    if (!Number.isFinite(raw)) findings.infinite = true;
    return raw;
  }
  if (Array.isArray(raw)) return raw.map((item) => convert(item, integers, findings));
  const map = new Map<string, Plain>();
  for (const [key, value] of raw) map.set(keyText(key, value), convert(value, integers, findings));
  return map;
}

/** The string a key becomes; floats are rounded to 32 bits for it. */
function keyText(key: Raw, value: Raw): string {
  if (typeof key === 'string') return validText(key);
  if (typeof key === 'boolean') return String(key);
  if (typeof key === 'bigint' && key <= MAX_INT64) return String(key);
  if (typeof key === 'number') return SPECIAL_KEYS[goFloat(key, 32)] ?? goFloat(key, 32);
  const type = key === null ? '%!s(<nil>)' : 'uint64';
  throw new YamlError(
    `unsupported map key of type: ${type}, key: ${goSyntax(key)}, value: ${goSyntax(value)}`,
  );
}

const SPECIAL_KEYS: Readonly<Record<string, string>> = { '+Inf': '.inf', '-Inf': '-.inf', NaN: '.nan' };

function validText(text: string): string {
  return LONE_BYTE.test(text) ? text.toWellFormed() : text;
}

/** Throws for the first number, in the order in which Go writes JSON, that JSON cannot hold. */
function refuseInfinite(plain: Plain): void {
  if (typeof plain === 'number' && !Number.isFinite(plain)) {
    throw new YamlError(`json: unsupported value: ${goFloat(plain, 64)}`);
  }
  if (Array.isArray(plain)) for (const item of plain) refuseInfinite(item);
  else if (plain instanceof Map)
    for (const key of sortBytes([...plain.keys()])) refuseInfinite(plain.get(key)!);
}
