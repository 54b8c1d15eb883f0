const EXPONENTIAL = /e([-+])([0-9])$/;

/**
 * A float64 as strconv.FormatFloat(value, 'g', -1, 64) prints it: shortest digits that read back, exponent form below 1e-4
 * and from 1e6 on, exponents of two digits at least. NaN and infinities as `NaN`, `+Inf`, `-Inf`.
 */
export function formatFloat(value: number): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? 'NaN' : value > 0 ? '+Inf' : '-Inf';
  if (value === 0) return Object.is(value, -0) ? '-0' : '0';
  const size = Math.abs(value);
  if (size >= 1e-4 && size < 1e6) return String(value);
  return value.toExponential().replace(EXPONENTIAL, 'e$10$2');
}

/** A float64 that went through JSON and was read again: whole numbers that fit 64 bits lose their exponent and `-0` its sign. */
export function formatReadNumber(value: number): string {
  if (Number.isSafeInteger(value)) return String(value + 0);
  if (Number.isInteger(value) && value > -1e21 && value < 1e21) {
    const digits = String(value);
    const integer = BigInt(digits);
    if (integer < 1n << 64n && integer >= -(1n << 63n)) return digits;
  }
  return formatFloat(value);
}

/** A float64 as a YAML v3 emitter writes it. */
export function formatYamlFloat(value: number): string {
  if (Number.isFinite(value)) return formatFloat(value);
  return Number.isNaN(value) ? '.nan' : value > 0 ? '.inf' : '-.inf';
}
