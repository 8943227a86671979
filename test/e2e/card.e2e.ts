/** What the exchange does not say, in the card: bets, scenarios, stops, isolating, and what restores a distance. */
import { expect, test } from 'vitest';
import { startSimulator } from '../simulator';
import { estimateOf } from '../simulator/betas';
import type { PoolTruth } from '../simulator/exchange';
import { openPart, readNumber, readPart } from './card';
import { eventually } from './poll';
import { inBothBrowsers, openTrading, poolTruth, type Stage } from './stage';
import { chooseSide, chooseType, sizeField, submit, type, type VenueName } from './trader';

const seed = 7;

/** The pool after the market has moved so far and every coin with it by its beta, by a second exchange on which it did. */
const truthMoved = async (
  { simulator }: Stage,
  venue: VenueName,
  account: string,
  symbol: string,
  move: number,
): Promise<PoolTruth> => {
  const mirror = await startSimulator({ scenario: 'still', seed });
  try {
    const factors = poolTruth(simulator, venue, account, symbol).positions.map(({ factor }) => factor);
    const { betas } = estimateOf(simulator.market, factors);
    for (const factor of factors) {
      const mark = Number(simulator.market.mark(factor)) * (1 + (betas[factor] ?? Number.NaN) * move);
      mirror.market.setMark(factor, mark.toPrecision(5));
    }
    return poolTruth(mirror, venue, account, symbol);
  } finally {
    await mirror.close();
  }
};

/** Types a market order and presses the button. */
const order = async (tab: Parameters<typeof submit>[0], side: 'buy' | 'sell', size: string) => {
  await chooseType(tab, 'Market');
  await chooseSide(tab, side);
  await type(tab, sizeField, size);
  await submit(tab, side);
};

inBothBrowsers('the card', { seed }, stage => {
  test('five longs that stack behave like one bet, and it says so', async () => {
    const tab = await openTrading(stage(), 'hyperliquid', 'standard');
    const bets = await openPart(tab, '5 positions behave like');
    const part = await tab.overlay(root => root.querySelector('details summary > span .l-warn')?.textContent);
    expect(readNumber(part?.replace('5 positions', '') ?? '')).toBeLessThan(1.5);
    expect(bets.rows).toHaveLength(5);
    const ways = await tab.overlay(root =>
      [...root.querySelectorAll('.tabs button')].map(each => each.textContent ?? ''),
    );
    expect(ways?.map(each => each.replace(/[>\d.]+ σ.*/, '').trim())).toEqual([
      'as now',
      'all as one',
      'halved',
    ]);
    await tab.overlay(root => (root.querySelectorAll('.tabs button')[1] as HTMLElement).click());
    const cells = await eventually(
      async () => (await readPart(tab, '5 positions'))?.rows.flatMap(row => row.slice(1)) ?? [],
      read => read.every(cell => cell === '·' || cell === '.99'),
      { what: 'correlations of one' },
    );
    expect(cells).toHaveLength(25);
    await tab.close();
  });

  test('a stop inside its own liquidation price that the others make too late', async () => {
    const tab = await openTrading(stage(), 'hyperliquid', 'standard');
    const stops = await openPart(tab, 'Stops on the way', ({ rows }) => rows.length >= 3);
    const path = await openPart(tab, 'The likely way there');
    const to = (coin: string) => readNumber(path.rows.find(([name]) => name === coin)?.[2] ?? '');
    const pool = poolTruth(stage().simulator, 'hyperliquid', 'standard', 'BTC');
    for (const [name = '', verdict = ''] of stops.rows.filter(([each]) => each?.includes(' stop '))) {
      const [coin = '', , price = ''] = name.split(' ');
      const trigger = readNumber(price);
      // The exchange's own liquidation price of the position lies far beyond the stop: there it looks safe.
      const own = pool.positions.find(({ symbol }) => symbol === coin);
      expect(trigger, name).toBeGreaterThan(own?.below ?? 0);
      const gone = / at ([\d,.]+)$/.exec(verdict)?.[1];
      // Reached before the way ends at liquidation; one farther along fires only if those before it have helped.
      if (trigger > to(coin)) expect(verdict, name).toMatch(/fires first/);
      if (gone !== undefined) expect(readNumber(gone), `${name}: ${verdict}`).toBeGreaterThan(trigger);
    }
    expect(stops.rows.filter(([, verdict]) => verdict?.includes('too late')).length).toBeGreaterThan(0);
    expect(stops.rows.at(-1)).toEqual(['DOGE, LINK', '▼ no stop seen']);
    await tab.close();
  });

  test.each<[VenueName, string, string, number[]]>([
    ['hyperliquid', 'unified', 'BTC', [-0.05, -0.1, 0.1]],
    // Farther away its resting orders are filled, which the table leaves out and says so.
    ['binance', 'oneway', 'BTCUSDT', [-0.05]],
  ])(
    '%s: the scenario table is what an exchange says on which it has happened',
    async (venue, account, symbol, moves) => {
      const tab = await openTrading(stage(), venue, account, symbol);
      const table = await openPart(tab, 'If it happened now', ({ rows }) => rows[0]?.[1] !== '–');
      for (const move of moves) {
        const name = `BTC ${move < 0 ? '−' : '+'}${Math.abs(move) * 100}%`;
        const [, equity = '', used = ''] = table.rows.find(([each]) => each === name) ?? [];
        const truth = await truthMoved(stage(), venue, account, symbol, move);
        // Marks of the exchange are rounded to five digits.
        expect(Math.abs(readNumber(equity) - truth.equity), `${name}: ${equity}`).toBeLessThan(20);
        expect(
          Math.abs(readNumber(used) / 100 - (truth.usage ?? Number.NaN)),
          `${name}: ${used}`,
        ).toBeLessThan(0.011);
      }
      await tab.close();
    },
  );

  test('isolating: nothing comes farther away, and the loss is split', async () => {
    const tab = await openTrading(stage(), 'hyperliquid', 'unified');
    const part = await openPart(tab, 'If \\w+ were isolated');
    const [distance = [], loss = []] = part.rows.filter(
      ([name]) => name !== undefined && /distance|lost/.test(name),
    );
    const [now = 0, alone = 0, rest = 0] = distance.slice(1).map(readNumber);
    expect(alone).toBeLessThanOrEqual(now);
    expect(rest).toBeLessThanOrEqual(now);
    const [all = 0, one = 0, other = 0] = loss.slice(1).map(readNumber);
    const { equity } = poolTruth(stage().simulator, 'hyperliquid', 'unified', 'BTC');
    expect(Math.abs(all - equity)).toBeLessThan(2);
    expect(Math.abs(one + other - all)).toBeLessThan(3);
    await tab.close();
  });
});

inBothBrowsers('a promise of the card', { seed }, stage => {
  test('the largest order is made, and the distance is the chosen one', async () => {
    const tab = await openTrading(stage(), 'hyperliquid', 'unified');
    await chooseType(tab, 'Market');
    await chooseSide(tab, 'buy');
    const before = await openPart(tab, 'To keep 5 σ', ({ notes }) => /buy [\d.]+ BTC/.test(notes.join()));
    const size = /buy ([\d.,]+) BTC/.exec(before.notes.join())?.[1] ?? '';
    await order(tab, 'buy', size.replaceAll(',', ''));
    const after = await eventually(
      () => readPart(tab, 'To keep 5 σ'),
      part => /(?:kept:|now) 5\.0 σ|now 4\.9 σ/.test(part?.detail ?? ''),
      { what: `five sigmas after buying ${size}` },
    );
    // Between the promise and the fill lies the spread, which the promise does not know.
    expect(after?.detail).toMatch(/kept: 5\.0 σ|now 4\.9 σ/);
    await tab.close();
  });

  test('a remedy is made in the form, and the distance is the one that it promised', async () => {
    const first = await openTrading(stage(), 'hyperliquid', 'standard');
    const before = await openPart(first, 'To keep 5 σ', ({ chips }) => chips.length > 0);
    const [now = 5] = [readNumber(before.detail)];
    expect(now).toBeLessThan(5);
    const cuts = before.chips.flatMap(({ text, hint }) => {
      const [, coin = '', size = ''] =
        /^cut (\w+) by.*\|sell ([\d.,]+) \w+, reduce only.*becomes 5\.\d σ\.$/.exec(`${text}|${hint}`) ?? [];
      return coin === '' ? [] : [{ coin, size: size.replaceAll(',', '') }];
    });
    const [cut] = cuts;
    if (!cut) throw new Error(`no position to cut in ${JSON.stringify(before.chips)}`);
    await first.close();
    const tab = await openTrading(stage(), 'hyperliquid', 'standard', cut.coin);
    await order(tab, 'sell', cut.size);
    await openPart(tab, 'To keep 5 σ', ({ detail }) => /kept: 5\.\d σ|now 4\.9 σ/.test(detail));
    await tab.close();
  });
});
