/** Where the browsers of this machine are. Plain JavaScript: it also runs before anything is installed. */
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/**
 * Branded Chrome is left out: since version 137 it refuses to load an unpacked extension from the command line.
 * @type {Record<'chromium' | 'firefox', { variable: string; commands: string[]; paths: string[] }>}
 */
const known = {
  chromium: {
    variable: 'CHROMIUM_PATH',
    commands: ['chromium', 'chromium-browser', 'chrome-for-testing'],
    paths: [
      '/Applications/Chromium.app/Contents/MacOS/Chromium',
      '/Applications/Google Chrome for Testing.app/Contents/MacOS/Google Chrome for Testing',
      'C:\\Program Files\\Chromium\\Application\\chrome.exe',
    ],
  },
  firefox: {
    variable: 'FIREFOX_PATH',
    commands: ['firefox-esr', 'firefox'],
    paths: [
      '/Applications/Firefox.app/Contents/MacOS/firefox',
      'C:\\Program Files\\Mozilla Firefox\\firefox.exe',
    ],
  },
};

/**
 * @param {'chromium' | 'firefox'} name
 * @returns {string | null} the path of the executable, or null when none is installed
 */
export const findBrowser = name => {
  const { variable, commands, paths } = known[name];
  const named = process.env[variable];
  if (named) return existsSync(named) ? named : null;
  const folders = (process.env.PATH ?? '').split(delimiter).filter(Boolean);
  const onPath = commands.flatMap(command => folders.map(folder => join(folder, command)));
  return [...onPath, ...paths].find(path => existsSync(path)) ?? null;
};
