/** Binance's other modes from the page to the strip: multi-assets mode, COIN-M pages, a mode that is turned over. */
import { expect, test } from 'vitest';
import type { BinanceExchange } from '../simulator/binance';
import type { PoolTruth } from '../simulator/exchange';
import { expectDistance, expectUsage, nearer, readPercent } from './figures';
import { comesTrue, expectForetold, settled } from './foretold';
import { cardText, openCard, type ReadStrip, readStrip } from './overlay';
import { eventually } from './poll';
import { inBothBrowsers, openTrading, poolTruth, truthAfter } from './stage';
import { chooseType, goTo, sizeField, submit, type } from './trader';

const seed = 7;

/** Contracts of one coin are equally near: which of them the strip names is not told by their distance. */
const expectFigures = (strip: ReadStrip | null, pool: PoolTruth): void => {
  expectDistance(strip?.joint.now ?? '', nearer(pool.joint));
  expectUsage(strip?.usage.now ?? '', pool.usage ?? Number.NaN);
};

inBothBrowsers('Binance’s other modes', { seed }, stage => {
  test.each([
    ['multi', 'BTCUSDT'],
    ['coinm', 'BTCUSD_PERP'],
    ['coinm', 'ETHUSD_PERP'],
    ['coinm-hedge', 'BTCUSD_PERP'],
  ])('account %s on %s: the figures are the simulator’s', async (account, symbol) => {
    const tab = await openTrading(stage(), 'binance', account, symbol);
    expectFigures(await readStrip(tab), poolTruth(stage().simulator, 'binance', account, symbol));
    await tab.close();
  });

  test('Portfolio Margin is known on the page by its totals, and said to be an estimate', async () => {
    const tab = await openTrading(stage(), 'binance', 'portfolio', 'BTCUSDT');
    const strip = await readStrip(tab);
    const pool = poolTruth(stage().simulator, 'binance', 'portfolio', 'BTCUSDT');
    expectUsage(strip?.usage.now ?? '', pool.usage ?? Number.NaN);
    await openCard(tab);
    await eventually(
      () => cardText(tab),
      text => /collateral is known by Binance’s totals alone/.test(text ?? ''),
      { what: 'the word on the estimate' },
    );
    await tab.close();
  });

  test.each([
    ['multi', 'ETHUSDT'],
    ['coinm', 'BTCUSD_PERP'],
  ])(
    'account %s: the figures stay alive, what the page does not say is asked for',
    async (account, symbol) => {
      const tab = await openTrading(stage(), 'binance', account, symbol);
      // Longer than any figure may be old.
      const until = Date.now() + 20_000;
      while (Date.now() < until) {
        await new Promise(resolve => setTimeout(resolve, 1000));
        expect((await readStrip(tab))?.word).toMatch(/^(?:safe|close|danger)$/);
      }
      expectFigures(await readStrip(tab), poolTruth(stage().simulator, 'binance', account, symbol));
      await tab.close();
    },
  );

  test.each([
    ['multi', 'BTCUSDT', '0.1'],
    ['coinm', 'BTCUSD_PERP', '120'],
  ])('account %s: what an order of %s does is foretold, and comes', async (account, symbol, size) => {
    const tab = await openTrading(stage(), 'binance', account, symbol);
    await chooseType(tab, 'Market');
    await type(tab, sizeField, size);
    const strip = await settled(tab, 2);
    const order = { symbol, side: 'buy', size, price: null } as const;
    const after = await truthAfter(seed, 'binance', account, order);
    expectForetold(strip.joint.after[0]!, after);
    await submit(tab, 'buy');
    await comesTrue(tab, strip.joint.after[0]!);
    await tab.close();
  });

  test('a COIN-M page is followed from contract to contract', async () => {
    const tab = await openTrading(stage(), 'binance', 'coinm', 'BTCUSD_PERP');
    await goTo(tab, 'ETHUSD_PERP');
    const pool = poolTruth(stage().simulator, 'binance', 'coinm', 'ETHUSD_PERP');
    await eventually(
      () => readStrip(tab),
      strip => Math.abs(readPercent(strip?.joint.now ?? '0%') - (nearer(pool.joint) ?? 0)) < 0.0011,
      { what: 'the figures of ether' },
    );
    await tab.close();
  });

  test('the mode that is turned over while the page is open is the one that is shown', async () => {
    const { simulator } = stage();
    const exchange = simulator.exchanges.binance as BinanceExchange;
    const tab = await openTrading(stage(), 'binance', 'multi', 'ETHUSDT');
    const shows = (what: string) =>
      eventually(
        () => readStrip(tab),
        strip => {
          const pool = poolTruth(simulator, 'binance', 'multi', 'ETHUSDT');
          const figure = strip?.joint.now ?? '';
          return figure.includes('%') && Math.abs(readPercent(figure) - (nearer(pool.joint) ?? 0)) < 0.0011;
        },
        { within: 15_000, what },
      );
    const before = poolTruth(simulator, 'binance', 'multi', 'ETHUSDT');
    exchange.setMultiAssets('multi', false);
    const after = poolTruth(simulator, 'binance', 'multi', 'ETHUSDT');
    expect(after.id).toBe('usdm:USDT');
    expect(nearer(after.joint)).not.toBeCloseTo(nearer(before.joint) ?? 0, 2);
    await shows('the pool of USDT alone');
    exchange.setMultiAssets('multi', true);
    await shows('the pool of all assets again');
    await tab.close();
  });
});
