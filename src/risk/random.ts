/** Reproducible random numbers: the same seed gives the same probability on every machine. */
import { normalQuantile } from './normal-quantile';

export interface Random {
  /** 32 random bits. */
  bits(): number;
  /** In (0, 1): 53 bits; never 0. */
  uniform(): number;
  normal(): number;
}

const WARM_UP = 12;

/** Doty-Humphrey's sfc32 (PractRand), seeded with (0, low 32 bits, high 32 bits, 1). */
export function random(seed: number): Random {
  let a = 0;
  let b = seed | 0;
  let c = Math.floor(seed / 2 ** 32) | 0;
  let d = 1;
  function bits(): number {
    const t = (((a + b) | 0) + d) | 0;
    d = (d + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + t) | 0;
    return t >>> 0;
  }
  function uniform(): number {
    for (;;) {
      const value = ((bits() >>> 5) * 2 ** 26 + (bits() >>> 6)) / 2 ** 53;
      if (value > 0) return value;
    }
  }
  for (let k = 0; k < WARM_UP; k++) bits();
  return { bits, uniform, normal: () => normalQuantile(uniform()) };
}
