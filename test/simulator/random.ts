/**
 * Reproducible randomness: sfc32 (C. Doty-Humphrey's Small Fast Counting generator, 32 bit), seeded by text.
 * The same seed gives the same market on every machine.
 */

export interface Random {
  /** Uniform in [0, 1). */
  uniform(): number;
  /** Standard normal (Box–Muller, one of the pair). */
  normal(): number;
  /** Uniform whole number in [0, below). */
  whole(below: number): number;
}

export function createRandom(seed: string): Random {
  let [a, b, c] = hash(seed);
  let counter = 1;
  const next = () => {
    const t = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + t;
    c |= 0;
    return t >>> 0;
  };
  for (let i = 0; i < 15; i++) next();
  const uniform = () => next() / 4294967296;
  return {
    uniform,
    normal: () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform()),
    whole: below => Math.floor(uniform() * below),
  };
}

/** Three 32-bit words out of a text (FNV-1a with three offsets). */
function hash(text: string): [number, number, number] {
  const words = [0x811c9dc5, 0x01000193, 0x9e3779b9];
  return words.map(offset => {
    let h = offset;
    for (const character of text) h = Math.imul(h ^ character.codePointAt(0)!, 0x01000193);
    return h | 0;
  }) as [number, number, number];
}
