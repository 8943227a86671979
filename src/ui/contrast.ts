/** WCAG 2.2 relative luminance and contrast of sRGB colours. Channels are 0…255. */
export type Rgb = readonly [number, number, number];

export function rgb(hex: string): Rgb {
  const value = Number.parseInt(hex.slice(1), 16);
  return [(value >> 16) & 255, (value >> 8) & 255, value & 255];
}

export function luminance(colour: Rgb): number {
  const [r, g, b] = colour.map(channel => {
    const c = channel / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** 1…21. */
export function contrast(a: Rgb, b: Rgb): number {
  const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y) as [number, number];
  return (high + 0.05) / (low + 0.05);
}

/** `over` painted with this opacity on `under`. */
export function blend(over: Rgb, under: Rgb, opacity: number): Rgb {
  return over.map((channel, i) =>
    Math.round(channel * opacity + under[i]! * (1 - opacity)),
  ) as unknown as Rgb;
}
