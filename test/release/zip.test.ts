import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { strFromU8, unzipSync } from 'fflate';
import { afterEach, expect, test } from 'vitest';
import { zipFolder } from './zip';

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

const folderOf = (files: [string, string][], time: number) => {
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-zip-'));
  folders.push(folder);
  for (const [name, text] of files) {
    mkdirSync(join(folder, name, '..'), { recursive: true });
    writeFileSync(join(folder, name), text);
    utimesSync(join(folder, name), time, time);
  }
  return folder;
};

test('the bytes depend on names and contents, not on times or the order of writing', () => {
  const files: [string, string][] = [
    ['b.js', 'two'],
    ['a/c.js', 'one'],
  ];
  const first = zipFolder(folderOf(files, 1_000_000_000));
  const second = zipFolder(folderOf([...files].reverse(), 1_700_000_000));
  expect(Buffer.from(first).equals(Buffer.from(second))).toBe(true);
  expect(Object.keys(unzipSync(first))).toEqual(['a/c.js', 'b.js']);
  expect(strFromU8(unzipSync(first)['a/c.js'] ?? new Uint8Array())).toBe('one');
});

test('another content gives other bytes', () => {
  const first = zipFolder(folderOf([['a', 'x']], 1));
  const second = zipFolder(folderOf([['a', 'y']], 1));
  expect(Buffer.from(first).equals(Buffer.from(second))).toBe(false);
});
