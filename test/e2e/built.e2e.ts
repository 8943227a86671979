/** The release gate on what was built: what a store would get, read as files. No browser runs here. */
import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, sep } from 'node:path';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import source from '../../manifest.json' with { type: 'json' };
import { zipFolder } from '../release/zip';
import { builtExtension } from './browser';

const root = join(import.meta.dirname, '../..');
const vite = join(root, 'node_modules/vite/bin/vite.js');

interface BuiltManifest {
  version: string;
  permissions: string[];
  host_permissions: string[];
  icons: Record<string, string>;
  background: { service_worker?: string; scripts?: string[]; type?: string };
  content_scripts: { js: string[]; css?: string[]; matches: string[]; run_at: string; world?: string }[];
  action: { default_popup: string; default_icon: Record<string, string> };
  options_ui: { page: string };
  default_locale: string;
}

const filesIn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .sort();

describe.each(['chromium', 'firefox'] as const)('the extension built for %s', name => {
  const folder = builtExtension(name);
  const files = filesIn(folder);
  const read = (file: string) => readFileSync(join(folder, file), 'utf8');
  const manifestText = read('manifest.json');
  const manifest = JSON.parse(manifestText) as BuiltManifest;
  const texts = files.filter(file => /\.(js|css|html|json)$/.test(file));
  const scripts = files.filter(file => file.endsWith('.js'));

  test('pages can neither load its files nor message it, and it runs on the order pages alone', () => {
    expect(manifest).not.toHaveProperty('web_accessible_resources');
    expect(manifest).not.toHaveProperty('externally_connectable');
    expect(manifest).not.toHaveProperty('content_security_policy');
    expect(manifest).not.toHaveProperty('optional_host_permissions');
    expect(manifestText).not.toMatch(/<all_urls>|localhost|127\.0\.0\.1|http:|\*:\/\//);
    expect(manifest.permissions).toEqual(['storage', 'alarms', 'notifications']);
    // Nothing was added by the build: test/meta says what stands in the source, and why.
    expect(manifest.host_permissions).toEqual(source.host_permissions);
    expect(manifest.content_scripts.map(({ matches }) => matches)).toEqual(
      source.content_scripts.map(({ matches }) => matches),
    );
  });

  test('both content scripts are whole in one file and run before the page', () => {
    expect(manifest.content_scripts.map(({ js, world, run_at }) => ({ js, world, run_at }))).toEqual([
      { js: ['src/overlay/overlay.iife.js'], world: undefined, run_at: 'document_start' },
      { js: ['src/tap/tap.iife.js'], world: 'MAIN', run_at: 'document_start' },
    ]);
    for (const { js } of manifest.content_scripts)
      for (const file of js) {
        expect(file).not.toContain('loader');
        // An import would be a second file, and one that only a page-visible resource could serve.
        expect(read(file)).not.toMatch(/\bimport\s*[({"'*]|\bimport\s+\w|\bexport\s|\brequire\(|getURL\(/);
      }
  });

  test('the background is declared as this browser wants it', () => {
    const { service_worker, scripts: pages, type } = manifest.background;
    expect(type).toBe('module');
    if (name === 'chromium') {
      expect(pages).toBeUndefined();
      expect(files).toContain(service_worker);
    } else {
      expect(service_worker).toBeUndefined();
      expect(pages).toHaveLength(1);
      expect(files).toContain(pages?.[0]);
    }
  });

  test('every file that the manifest and the pages name is there', () => {
    const { icons, action, options_ui, default_locale, content_scripts } = manifest;
    const named = [
      ...Object.values(icons),
      ...Object.values(action.default_icon),
      action.default_popup,
      options_ui.page,
      `_locales/${default_locale}/messages.json`,
      ...content_scripts.flatMap(({ js, css = [] }) => [...js, ...css]),
    ];
    for (const file of named) expect(files).toContain(file);
    const pages = files.filter(file => file.endsWith('.html'));
    expect(pages).toEqual(['options', 'popup', 'welcome'].map(page => `src/pages/${page}/index.html`));
    for (const page of pages) {
      const links = [...read(page).matchAll(/(?:src|href)="([^"]+)"/g)].map(([, to]) => to ?? '');
      expect(links.length).toBeGreaterThan(0);
      for (const link of links) {
        const path = new URL(link, `https://extension.example/${page}`);
        expect(path.host, link).toBe('extension.example');
        expect(files).toContain(path.pathname.slice(1));
      }
    }
    const messages = JSON.parse(read(`_locales/${default_locale}/messages.json`));
    for (const [, key] of manifestText.matchAll(/__MSG_(\w+)__/g)) expect(messages).toHaveProperty(key ?? '');
  });

  test('nothing of the machine that built it, and nothing that is for development, is in it', () => {
    expect(
      files.filter(file => /\.map$|\.tsx?$|(^|\/)\.|\.test\.|manifest\.json\.|vendor\//.test(file)),
    ).toEqual([]);
    for (const file of texts) {
      const text = read(file);
      expect(text, file).not.toMatch(/sourceMappingURL|node_modules|file:\/\//);
      expect(text, file).not.toContain(root);
      expect(text, file).not.toMatch(/(?:^|["'`\s])\/(?:home|Users|root|tmp|work)\//);
      expect(text, file).not.toMatch(/localhost|127\.0\.0\.1|import\.meta\.hot|__vite/);
    }
  });

  test('no code is made from text, and none is fetched', () => {
    for (const file of scripts) {
      const text = read(file);
      expect(text, file).not.toMatch(/\beval\s*\(|new Function\b|[^\w.]Function\s*\(|importScripts/);
      expect(text, file).not.toMatch(/set(?:Timeout|Interval)\(\s*["'`]/);
      expect(text, file).not.toMatch(/import\(\s*["'`]https?:|createElement\(\s*["'`]script/);
    }
  });

  test('the scripts that run on pages are small, and the tap holds nothing but itself', () => {
    const gzipped = (file: string) => gzipSync(readFileSync(join(folder, file)), { level: 9 }).length;
    expect(gzipped('src/overlay/overlay.iife.js')).toBeLessThanOrEqual(30_000);
    expect(gzipped('src/tap/tap.iife.js')).toBeLessThanOrEqual(4_000);
    const tap = read('src/tap/tap.iife.js');
    // What these libraries cannot do without: the error texts, the marks of their objects.
    expect(tap).not.toMatch(/DecimalError|~standard|safeParse|Invalid type: |webextension-polyfill|inflate/i);
    expect(tap).not.toMatch(/\b(?:chrome|browser)\s*\.|console\./);
    // The overlay shows strings: arithmetic and parsing are the background's.
    expect(read('src/overlay/overlay.iife.js')).not.toMatch(/DecimalError|~standard|webextension-polyfill/);
    // The marks are the right ones: the background holds all three.
    const background = scripts.map(read).join('\n');
    for (const mark of ['DecimalError', '~standard', 'webextension-polyfill'])
      expect(background).toContain(mark);
  });

  test('no host but the venues’ is named in its scripts', () => {
    const known = new Set([
      ...['app', 'api', 'api-ui'].map(part => `${part}.hyperliquid.xyz`),
      ...['www', 'api', 'fapi', 'dapi', 'papi', 'fstream', 'dstream'].map(part => `${part}.binance.com`),
      ...['www', 'api', 'stream'].map(part => `${part}.bybit.com`),
      ...['www', 'ws'].map(part => `${part}.okx.com`),
      ...['dydx.trade', 'indexer.dydx.trade', 'www.deribit.com', 'www.w3.org'],
    ]);
    const hosts = scripts
      .flatMap(file => [...read(file).matchAll(/\b(?:https?|wss?):\/\/([\w.-]+\w)/g)])
      .map(([, host]) => host ?? '');
    expect([...new Set(hosts)].filter(host => !known.has(host))).toEqual([]);
  });
});

describe('two builds of one tree', () => {
  const build = promisify(execFile);
  let made = '';
  beforeAll(() => {
    made = mkdtempSync(join(tmpdir(), 'plimsoll-builds-'));
  });
  afterAll(() => {
    if (existsSync(made)) rmSync(made, { recursive: true });
  });

  test.each(['chrome', 'firefox'])('for %s, give the same zip, byte by byte', async mode => {
    const zips: Buffer[] = [];
    for (const turn of ['first', 'second']) {
      const folder = join(made, `${mode}-${turn}`);
      await build(process.execPath, [vite, 'build', '--mode', mode, '--outDir', folder, '--emptyOutDir'], {
        cwd: root,
        // What vitest sets would build another tree.
        env: {
          ...process.env,
          VITEST: undefined,
          NODE_ENV: undefined,
          TZ: turn === 'first' ? 'UTC' : 'Asia/Tokyo',
        },
      });
      zips.push(Buffer.from(zipFolder(folder)));
    }
    const [first, second] = zips;
    expect(first?.length).toBeGreaterThan(10_000);
    expect(first?.equals(second ?? Buffer.alloc(0))).toBe(true);
    // And what the other cases try is this very tree's.
    const built = Buffer.from(zipFolder(builtExtension(mode === 'chrome' ? 'chromium' : 'firefox')));
    expect(built.equals(first ?? Buffer.alloc(0)), 'dist is older than the sources: npm run build').toBe(
      true,
    );
  });
});
