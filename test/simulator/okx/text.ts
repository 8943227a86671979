/** How the exchange writes numbers: plain decimals in strings, sixteen digits at most, "" for what does not apply. */
export function text(value: number | null): string {
  if (value === null || !Number.isFinite(value)) return '';
  if (value === 0) return '0';
  const digits = Number(value.toPrecision(15));
  const plain = digits.toString();
  if (!/e/.test(plain)) return plain;
  const decimals = Math.min(24, Math.max(0, 15 - Math.floor(Math.log10(Math.abs(digits))) - 1));
  return digits.toFixed(decimals).replace(/\.?0+$/, '');
}
