/** Numbers as Hyperliquid prints them: plain decimals, no trailing zeros, but at least one digit after the point. */

/** Rounded to so many decimals. */
export function decimal(value: number, places: number): string {
  return tidy(value.toFixed(places));
}

/** Money is kept in whole millionths of a dollar. */
export function dollars(micro: number): string {
  return decimal(micro / 1e6, 6);
}

export function tidy(text: string): string {
  const [whole, fraction = ''] = text.split('.');
  const kept = fraction.replace(/0+$/, '');
  const plain = `${whole}.${kept === '' ? '0' : kept}`;
  return /^-0\.0+$/.test(plain) ? plain.slice(1) : plain;
}

/** The decimal text of ten to the `places` times as much, digit by digit. */
export function shift(text: string, places: number): string {
  if (places === 0) return text;
  const [whole = '0', fraction = ''] = text.split('.');
  const padded = fraction.padEnd(places, '0');
  const moved = `${whole}${padded.slice(0, places)}`.replace(/^0+(?=\d)/, '');
  return `${moved}.${padded.slice(places) || '0'}`;
}
