/** A zip whose bytes depend on nothing but the files: sorted names, one fixed time, no extra fields. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { type Zippable, zipSync } from 'fflate';

/** The earliest time that the format can hold; local on purpose, since the format stores no zone. */
const fixedTime = new Date(1980, 0, 1);

const filesOf = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter(entry => entry.isFile())
    .map(entry => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .sort();

export const zipFolder = (folder: string): Uint8Array => {
  const files: Zippable = Object.fromEntries(
    filesOf(folder).map(name => [name, new Uint8Array(readFileSync(join(folder, name)))]),
  );
  return zipSync(files, { level: 9, mtime: fixedTime, os: 3 });
};
