/**
 * Makes a fresh clone ready: packages always, a browser unless `--packages` is given.
 * Runs on bare Node, so it imports nothing that has to be installed first. Quiet when there is nothing to do.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findBrowser } from './e2e/find-browser.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const packagesOnly = process.argv.includes('--packages');

/** @param {string} text */
const say = text => process.stderr.write(`${text}\n`);

/** @param {string} line */
const giveUp = line => {
  say(`plimsoll: ${line}`);
  process.exit(1);
};

/** Standard input is left alone: the command that follows may want it; output goes to stderr. */
const run = (/** @type {string} */ command, /** @type {string[]} */ args, env = {}) =>
  execFileSync(command, args, {
    cwd: root,
    stdio: ['ignore', 2, 2],
    env: { ...process.env, ...env },
    shell: process.platform === 'win32',
  });

const checkNode = () => {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(part => Number.parseInt(part, 10));
  if (major < 20 || (major === 20 && minor < 19))
    giveUp(`needs Node 20.19 or newer, this is ${process.versions.node}`);
};

const packagesAreInstalled = () => {
  const installed = join(root, 'node_modules/.package-lock.json');
  if (!existsSync(installed)) return false;
  /** @param {string} path @returns {Record<string, { version?: string; optional?: boolean }>} */
  const packagesOf = path => JSON.parse(readFileSync(path, 'utf8')).packages;
  const present = packagesOf(installed);
  return Object.entries(packagesOf(join(root, 'package-lock.json'))).every(
    ([path, wanted]) => path === '' || wanted.optional || present[path]?.version === wanted.version,
  );
};

const installPackages = () => {
  if (packagesAreInstalled()) return;
  say('plimsoll: installing packages …');
  run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error']);
};

/** Debian's packages by the name of the browser. */
const debian = { chromium: 'chromium', firefox: 'firefox-esr' };

const isDebianRoot = () => process.getuid?.() === 0 && existsSync('/usr/bin/apt-get');

/** @param {('chromium' | 'firefox')[]} missing */
const installBrowsers = missing => {
  if (missing.length === 0) return;
  if (!isDebianRoot())
    giveUp(
      `install ${missing.join(' and ')} (Chromium, Chrome for Testing or Firefox), or name it in CHROMIUM_PATH / FIREFOX_PATH`,
    );
  const names = missing.map(name => debian[name]);
  say(`plimsoll: installing ${names.join(' and ')} …`);
  const quiet = { DEBIAN_FRONTEND: 'noninteractive' };
  run('apt-get', ['update', '-qq'], quiet);
  run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...names, 'fonts-dejavu-core'], quiet);
};

checkNode();
installPackages();
if (!packagesOnly) {
  const wanted = /** @type {('chromium' | 'firefox')[]} */ (
    process.env.npm_lifecycle_event === 'test' ? ['chromium', 'firefox'] : ['chromium']
  );
  const missing = wanted.filter(name => findBrowser(name) === null);
  const anyServes = process.env.npm_lifecycle_event === 'start' && findBrowser('firefox') !== null;
  if (!anyServes) installBrowsers(missing);
}
