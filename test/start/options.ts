/** The words after `npm start --`. */
import type { ScenarioName } from '../simulator/scenarios';

export interface StartOptions {
  venue: 'hyperliquid' | 'binance' | 'bybit' | 'okx' | 'dydx' | 'deribit';
  scenario: ScenarioName;
  account: string | null;
  seed: number;
  browser: 'chromium' | 'firefox' | null;
  headless: boolean;
  /** The file to write the picture to; null: none. */
  screenshot: string | null;
  /** How long a headless run lasts. */
  seconds: number;
}

const defaultPicture = 'plimsoll.png';

const oneOf = <const T extends string>(name: string, value: string, allowed: readonly T[]): T => {
  const found = allowed.find(entry => entry === value);
  if (found === undefined) throw new Error(`--${name} is one of ${allowed.join(', ')}, not "${value}"`);
  return found;
};

const whole = (name: string, value: string): number => {
  if (!/^\d{1,9}$/.test(value)) throw new Error(`--${name} takes a whole number, not "${value}"`);
  return Number.parseInt(value, 10);
};

/**
 * @param args the words as the shell gave them
 * @param hasDisplay whether a window could be shown: without one the run is headless
 * @throws Error naming the word that is not understood
 */
export const parseStartOptions = (
  args: string[],
  hasDisplay: boolean,
  scenarios: readonly ScenarioName[],
): StartOptions => {
  const options: StartOptions = {
    venue: 'hyperliquid',
    scenario: 'calm',
    account: null,
    seed: 1,
    browser: null,
    headless: !hasDisplay,
    screenshot: null,
    seconds: 8,
  };
  const rest = args.flatMap(word =>
    word.startsWith('--') && word.includes('=') ? splitAtEquals(word) : [word],
  );
  while (rest.length > 0) {
    const word = rest.shift() ?? '';
    const value = () => {
      const next = rest.shift();
      if (next === undefined || next.startsWith('--')) throw new Error(`${word} takes a value`);
      return next;
    };
    if (word === '--headless') options.headless = true;
    else if (word === '--screenshot')
      options.screenshot = rest[0] === undefined || rest[0].startsWith('--') ? defaultPicture : value();
    else if (word === '--venue')
      options.venue = oneOf('venue', value(), ['hyperliquid', 'binance', 'bybit', 'okx', 'dydx', 'deribit']);
    else if (word === '--browser') options.browser = oneOf('browser', value(), ['chromium', 'firefox']);
    else if (word === '--scenario') options.scenario = oneOf('scenario', value(), scenarios);
    else if (word === '--account') options.account = value();
    else if (word === '--seed') options.seed = whole('seed', value());
    else if (word === '--seconds') options.seconds = whole('seconds', value());
    else
      throw new Error(
        `"${word}" is not understood; there are --venue, --scenario, --account, --seed, --browser, --headless, --screenshot FILE, --seconds N`,
      );
  }
  if (options.screenshot !== null) options.headless = true;
  return options;
};

const splitAtEquals = (word: string): string[] => {
  const at = word.indexOf('=');
  return [word.slice(0, at), word.slice(at + 1)];
};
