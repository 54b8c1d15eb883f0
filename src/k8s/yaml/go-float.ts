/**
 * A float as Go prints it with the format `g` and the fewest digits that tell it from its neighbours of 64 or 32 bits: with
 * an exponent if that is below -4 or above 5.
 */
export function goFloat(value: number, bits: 32 | 64): string {
  const rounded = bits === 32 ? Math.fround(value) : value;
  if (Number.isNaN(rounded)) return 'NaN';
  if (!Number.isFinite(rounded)) return rounded > 0 ? '+Inf' : '-Inf';
  if (rounded === 0) return Object.is(rounded, -0) ? '-0' : '0';
  const [mantissa, power] = (bits === 32 ? shortest32(rounded) : rounded.toExponential()).split('e');
  const exponent = Number(power);
  return exponent < -4 || exponent > 5
    ? scientific(mantissa!, exponent)
    : String(Number(`${mantissa}e${exponent}`));
}

function shortest32(value: number): string {
  for (let digits = 0; digits < 8; digits++) {
    const text = value.toExponential(digits);
    if (Math.fround(Number(text)) === value) return text;
  }
  return value.toExponential(8);
}

function scientific(mantissa: string, exponent: number): string {
  const digits = Math.abs(exponent);
  return `${mantissa}e${exponent < 0 ? '-' : '+'}${digits < 10 ? '0' : ''}${digits}`;
}
