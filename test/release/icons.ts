/**
 * Draws public/icons: the Plimsoll mark, a circle with the load line through it. Run by hand when the mark
 * changes; the pictures are the same byte for byte on every machine of one Node version.
 */
import { writeFileSync } from 'node:fs';
import { crc32, deflateSync } from 'node:zlib';

type Colour = [red: number, green: number, blue: number];
const SEA: Colour = [15, 19, 24];
const RING: Colour = [233, 237, 242];
const LINE: Colour = [230, 159, 0];
const SAMPLES = 8;

/** The colour at a point of the unit square; null: outside of the rounded plate. */
function colourAt(x: number, y: number, size: number): Colour | null {
  const corner = 0.2;
  const dx = Math.max(corner - x, 0, x - 1 + corner);
  const dy = Math.max(corner - y, 0, y - 1 + corner);
  if (Math.hypot(dx, dy) > corner) return null;
  // The small sizes need a heavier stroke, in whole pixels where it runs level.
  const heavy = size <= 32;
  const stroke = heavy ? 2 / Math.max(size, 16) : 0.085;
  const radius = 0.31;
  if (Math.abs(y - 0.5) <= (heavy ? 1 / 16 : 0.055) && x > 0.07 && x < 0.93) return LINE;
  if (Math.abs(Math.hypot(x - 0.5, y - 0.5) - radius) <= Math.max(stroke, 0.09) / 2) return RING;
  return SEA;
}

function pixels(size: number): Buffer {
  const rows: Buffer[] = [];
  for (let row = 0; row < size; row++) {
    const line = Buffer.alloc(1 + size * 4);
    for (let column = 0; column < size; column++) {
      const sum = [0, 0, 0];
      let covered = 0;
      for (let i = 0; i < SAMPLES * SAMPLES; i++) {
        const x = (column + ((i % SAMPLES) + 0.5) / SAMPLES) / size;
        const y = (row + (Math.floor(i / SAMPLES) + 0.5) / SAMPLES) / size;
        const colour = colourAt(x, y, size);
        if (!colour) continue;
        covered += 1;
        for (let c = 0; c < 3; c++) sum[c]! += colour[c]!;
      }
      const at = 1 + column * 4;
      for (let c = 0; c < 3; c++) line[at + c] = covered ? Math.round(sum[c]! / covered) : 0;
      line[at + 3] = Math.round((covered / SAMPLES ** 2) * 255);
    }
    rows.push(line);
  }
  return Buffer.concat(rows);
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const check = Buffer.alloc(4);
  check.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, check]);
}

/** PNG, 8 bits, RGBA (ISO/IEC 15948). */
function png(size: number): Buffer {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(size, 0);
  head.writeUInt32BE(size, 4);
  head.set([8, 6, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]),
    chunk('IHDR', head),
    chunk('IDAT', deflateSync(pixels(size), { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

for (const size of [16, 32, 48, 128]) {
  writeFileSync(new URL(`../../public/icons/${size}.png`, import.meta.url), png(size));
}
