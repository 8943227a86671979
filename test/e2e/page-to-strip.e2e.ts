/** From a position on the exchange's page to the strip beside its order form, against the simulator's numbers. */
import { expect, test } from 'vitest';
import { expectStrip } from './figures';
import { comesTrue, expectForetold, expectForetoldUsage, settled } from './foretold';
import { cardText, openCard, readStrip } from './overlay';
import { eventually } from './poll';
import { inBothBrowsers, openTrading, poolTruth, type Stage, truthAfter } from './stage';
import { chooseSide, chooseType, goTo, sizeField, submit, type, type VenueName } from './trader';

const seed = 7;

const accounts: [VenueName, string, string][] = [
  ['hyperliquid', 'unified', 'BTC'],
  ['hyperliquid', 'standard', 'ETH'],
  ['hyperliquid', 'isolated', 'BTC'],
  ['hyperliquid', 'hip3', 'xyz:TSLA'],
  ['hyperliquid', 'seed', 'ETH'],
  ['binance', 'oneway', 'BTCUSDT'],
  ['binance', 'hedge', 'BTCUSDT'],
  ['binance', 'mixed', 'BTCUSDT'],
];

inBothBrowsers('page to strip', { seed }, stage => {
  test.each(accounts)(
    '%s, account %s on %s: the figures are the simulator’s',
    async (venue, account, symbol) => {
      const tab = await openTrading(stage(), venue, account, symbol);
      expectStrip(await readStrip(tab), poolTruth(stage().simulator, venue, account, symbol));
      await tab.close();
    },
  );

  test('the card shows each liquidation price beside the venue’s own, and that they agree', async () => {
    const tab = await openTrading(stage(), 'binance', 'oneway');
    await openCard(tab);
    const card = await eventually(
      () => cardText(tab),
      text => text?.includes('as the venue') ?? false,
      { what: 'the cross-check in the card' },
    );
    expect(card).not.toContain('differs');
    const pool = poolTruth(stage().simulator, 'binance', 'oneway', 'BTCUSDT');
    for (const { symbol } of pool.positions) expect(card).toContain(symbol);
    await tab.close();
  });
});

/** What the strip promises once the order stands in the form. */
const promised = async (
  stage: Stage,
  venue: VenueName,
  account: string,
  side: 'buy' | 'sell',
  size: string,
) => {
  const tab = await openTrading(stage, venue, account);
  await chooseType(tab, 'Market');
  await chooseSide(tab, side);
  await type(tab, sizeField, size);
  const strip = await settled(tab, 1);
  const at = strip?.joint.after.length === 2 && side === 'sell' ? 1 : 0;
  return {
    tab,
    joint: strip?.joint.after[at] ?? '',
    usage: strip?.usage.after[strip.usage.after.length === 2 ? at : 0] ?? '',
  };
};

const orders: [VenueName, string, 'buy' | 'sell', string, string][] = [
  ['hyperliquid', 'unified', 'buy', '0.3', 'adds'],
  ['hyperliquid', 'unified', 'sell', '0.25', 'reduces'],
  ['hyperliquid', 'unified', 'sell', '0.85', 'closes'],
  ['hyperliquid', 'unified', 'sell', '2', 'flips'],
  ['binance', 'oneway', 'buy', '0.25', 'adds'],
  ['binance', 'oneway', 'sell', '0.4', 'reduces'],
  ['binance', 'oneway', 'sell', '2.5', 'flips'],
];

inBothBrowsers('the order being typed', { seed }, stage => {
  test.each(orders)('%s, account %s: to %s %s, which %s, is foretold', async (venue, account, side, size) => {
    const symbol = venue === 'binance' ? 'BTCUSDT' : 'BTC';
    const { tab, joint, usage } = await promised(stage(), venue, account, side, size);
    const other = venue === 'binance' ? 'ETHUSDT' : 'ETH';
    const after = await truthAfter(seed, venue, account, { symbol, side, size, price: null }, other);
    expectForetold(joint, after);
    expectForetoldUsage(usage, after);
    await tab.close();
  });

  test.each<[VenueName, string]>([
    ['hyperliquid', 'unified'],
    ['binance', 'oneway'],
  ])('%s: every keystroke is answered, and an empty field takes the answer away', async (venue, account) => {
    const tab = await openTrading(stage(), venue, account);
    await chooseType(tab, 'Market');
    await type(tab, sizeField, '0');
    const seen: string[] = [];
    for (const key of ['.', '2', '5']) {
      await tab.page.keyboard.press(key as never);
      await new Promise(resolve => setTimeout(resolve, 400));
      seen.push((await readStrip(tab))?.joint.after.join() ?? '');
    }
    expect(seen[0]).toBe('');
    expect(seen[1]).toContain('%');
    expect(seen[2]).toContain('%');
    expect(seen[2]).not.toBe(seen[1]);
    for (let i = 0; i < 4; i++) await tab.page.keyboard.press('Backspace');
    await eventually(
      () => readStrip(tab),
      strip => strip?.joint.after.length === 0,
      { what: 'no figures after an order that is not there' },
    );
    await tab.close();
  });

  test.each<[VenueName, string]>([
    ['hyperliquid', 'unified'],
    ['binance', 'oneway'],
  ])('%s: what was foretold is what comes when the button is pressed', async (venue, account) => {
    const { tab, joint } = await promised(stage(), venue, account, 'buy', '0.2');
    await submit(tab, 'buy');
    const symbol = venue === 'binance' ? 'BTCUSDT' : 'BTC';
    const strip = await comesTrue(tab, joint);
    expectStrip(strip, poolTruth(stage().simulator, venue, account, symbol));
    await tab.close();
  });

  test.each<[VenueName, string, string, string]>([
    ['hyperliquid', 'standard', 'ETH', 'ETH'],
    ['binance', 'oneway', 'ETHUSDT', 'ETHUSDT'],
  ])('%s: the strip follows a soft navigation', async (venue, account, link, symbol) => {
    const tab = await openTrading(stage(), venue, account);
    await goTo(tab, link);
    await chooseType(tab, 'Market');
    await type(tab, sizeField, '5');
    const strip = await settled(tab, 1);
    expect(tab.page.url()).toContain(symbol);
    const after = await truthAfter(seed, venue, account, { symbol, side: 'buy', size: '5', price: null });
    // The account of the exchange may hold the fill of an earlier case: only the untouched one is compared.
    if (account === 'standard') expectForetold(strip.joint.after[0]!, after);
    await tab.close();
  });
});
