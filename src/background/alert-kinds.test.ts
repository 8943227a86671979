import { describe, expect, it } from 'vitest';
import messages from '../../public/_locales/en/messages.json';
import { DEFAULT_SETTINGS, type Settings } from '../settings';
import { formats } from '../ui/format';
import { textOf } from '../ui/text';
import { itemsOf, type Observation, type Watched } from './alert-kinds';
import { createAlerting } from './alerting';
import { fakeArea, fakeClock } from './fake-parts';

const text = textOf(messages);
const format = formats('en');

const seen = (watched: Partial<Watched> | null = null): Observation => ({
  account: 'binance:main',
  title: 'Binance · main',
  usage: 0.1,
  joint: 0.5,
  move: { move: -0.5, market: 'BTC' },
  watched: watched && {
    sigmas: 9,
    probability: 1e-6,
    bets: 3,
    withoutStop: [],
    stops: [],
    ...watched,
  },
});

const all: Settings = {
  ...DEFAULT_SETTINGS,
  alerts: {
    sigmas: { on: true, warn: 4, danger: 2.5 },
    probability: { on: true, warn: 0.01, danger: 0.05 },
    bets: { on: true, warn: 1.5, danger: 1.1 },
    withoutStop: true,
    lateStop: true,
  },
};

const alerting = (settings: Settings) => {
  const clock = fakeClock();
  const shown: { title: string; message: string }[] = [];
  const made = createAlerting({
    clock,
    area: fakeArea(),
    notices: {
      async show(_id, title, message) {
        shown.push({ title, message });
      },
      shown: async () => [],
    },
    text,
    format,
    settings: () => settings,
    onProblem: () => {},
  });
  const titles = () => shown.splice(0).map(each => each.title);
  return {
    clock,
    shown,
    titles,
    observe: (watched: Partial<Watched> | null) => made.observe([seen(watched)]),
  };
};

describe('what is switched off', () => {
  it('has no figure: only margin used, distance and late stops are looked at by default', () => {
    const watched = { sigmas: 1, withoutStop: [{ symbol: 'A', bare: true }], stops: [] };
    const kinds = (settings: Settings) =>
      itemsOf(seen(watched), settings, text, format).map(({ kind }) => kind);
    expect(kinds(DEFAULT_SETTINGS)).toEqual(['usage', 'joint']);
    expect(kinds(all)).toEqual(['usage', 'joint', 'sigmas', 'probability', 'bets', 'without-stop']);
  });
});

describe('a figure', () => {
  it.each([
    [
      'sigmas',
      3.97,
      'Close to liquidation: 3.9 σ of a day',
      2.4,
      'Danger: liquidation within 2.4 σ of a day',
    ],
    [
      'probability',
      0.0123,
      'Liquidation within 24 h: up to 1.3%',
      0.051,
      'Danger: liquidation within 24 h: up to 5.1%',
    ],
    ['bets', 1.43, 'Positions behave like 1.4 bets', 1.09, 'Positions are nearly one bet: 1'],
  ] as const)(
    '%s: is said at each threshold, rounded to the worse side',
    async (kind, warn, said, danger, worse) => {
      const { observe, titles } = alerting(all);
      await observe({});
      expect(titles()).toEqual([]);
      await observe({ [kind]: warn });
      expect(titles()).toEqual([said]);
      await observe({ [kind]: danger });
      expect(titles()).toEqual([worse]);
      await observe({ [kind]: danger });
      expect(titles()).toEqual([]);
    },
  );

  it('takes nothing from silence: while it is unknown nothing falls and nothing is said', async () => {
    const { observe, titles } = alerting(all);
    await observe({ sigmas: 3 });
    expect(titles()).toHaveLength(1);
    await observe({ sigmas: null });
    await observe(null);
    await observe({ sigmas: 3 });
    expect(titles()).toEqual([]);
  });
});

describe('a condition of one position', () => {
  it('is said of each position by itself', async () => {
    const { observe, titles, shown } = alerting(all);
    await observe({
      withoutStop: [
        { symbol: 'BTCUSDT', bare: true },
        { symbol: 'ETHUSDT', bare: false },
      ],
    });
    expect(titles()).toEqual(['No stop: BTCUSDT']);
    await observe({
      withoutStop: [
        { symbol: 'BTCUSDT', bare: true },
        { symbol: 'ETHUSDT', bare: true },
      ],
      stops: [{ symbol: 'BTCUSDT', trigger: '72500', late: true }],
    });
    expect(shown).toEqual([
      {
        title: 'No stop: ETHUSDT',
        message: 'Binance · main: no stop of ETHUSDT has been seen for a minute.',
      },
      {
        title: 'Stop too late: BTCUSDT',
        message: 'Binance · main: the stop of BTCUSDT at 72500 is reached only after liquidation.',
      },
    ]);
  });

  it('that holds of several at once is one notification that names them', async () => {
    const { observe, shown } = alerting(all);
    const stop = (symbol: string) => ({ symbol, trigger: '72500', late: true });
    await observe({ stops: [stop('BTCUSDT'), stop('ETHUSDT'), stop('SOLUSDT')] });
    expect(shown).toEqual([
      {
        title: 'Stop too late: BTCUSDT, and 2 more',
        message: 'Binance · main: BTCUSDT 72500, ETHUSDT 72500, SOLUSDT 72500',
      },
    ]);
    await observe({ stops: [stop('BTCUSDT'), stop('ETHUSDT'), stop('SOLUSDT')] });
    expect(shown).toHaveLength(1);
  });

  it('that is gone with its position may come again; within the cool-down one that trembles is not said twice', async () => {
    const { observe, titles } = alerting(all);
    const late = (is: boolean) => ({ stops: [{ symbol: 'A', trigger: '1', late: is }] });
    await observe(late(true));
    await observe(late(false));
    await observe(late(true));
    expect(titles()).toEqual(['Stop too late: A']);
    await observe({ stops: [] });
    await observe(late(true));
    expect(titles()).toEqual(['Stop too late: A']);
  });

  it('that is not known is not gone', async () => {
    const { observe, titles } = alerting(all);
    await observe({ stops: [{ symbol: 'A', trigger: '1', late: true }] });
    await observe({ stops: null });
    await observe({ stops: [{ symbol: 'A', trigger: '1', late: true }] });
    expect(titles()).toEqual(['Stop too late: A']);
  });
});
