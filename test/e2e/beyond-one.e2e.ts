/** What goes beyond the margin of one pool: alerts on how it would be liquidated, and all accounts together. */
import { expect, test } from 'vitest';
import { changeSettings } from './ask-background';
import type { ExtensionPage } from './browser';
import { openPart, readNumber, readPart } from './card';
import { fall } from './fall';
import { keepNotices, notices } from './notices';
import { cardText } from './overlay';
import { eventually } from './poll';
import { openPopup, readPopup } from './popup';
import { inBothBrowsers, openTrading, truthOf } from './stage';

const kinds = async (page: ExtensionPage) =>
  (await notices(page, 'hyperliquid')).map(id => /^\S+ ([a-z-]+)/.exec(id)?.[1] ?? '');

inBothBrowsers('alerts on the way to liquidation', { seed: 7 }, stage => {
  test('sigmas, likelihood, bets and late stops are said once, as the card says them', async () => {
    const { browser, simulator } = stage();
    await keepNotices(browser);
    await changeSettings(browser, settings => ({
      ...settings,
      alerts: {
        sigmas: { on: true, warn: 4, danger: 2.5 },
        probability: { on: true, warn: 0.01, danger: 0.05 },
        bets: { on: true, warn: 1.5, danger: 1.01 },
        withoutStop: true,
        lateStop: true,
      },
    }));
    const popup = await openPopup(browser);
    const tab = await openTrading(stage(), 'hyperliquid', 'standard');
    const kept = await openPart(tab, 'To keep 5 σ', ({ detail }) => /now \d/.test(detail));
    const stops = await openPart(tab, 'Stops on the way', ({ rows }) => rows.length >= 3);
    const late = stops.rows.filter(([, verdict]) => verdict?.includes('too late'));
    const odds = (await cardText(tab)) ?? '';
    const said = await eventually(
      () => kinds(popup),
      found => ['sigmas', 'probability', 'bets', 'late-stop'].every(kind => found.includes(kind)),
      { within: 15_000, what: 'an alert of each kind' },
    );
    for (const kind of ['sigmas', 'probability', 'bets']) {
      expect(said.filter(each => each === kind)).toHaveLength(1);
    }
    expect(said.filter(each => each === 'late-stop')).toHaveLength(late.length);
    // Of a position that has had no stop for less than a minute nothing is said.
    expect(said).not.toContain('without-stop');

    /** The popup draws itself anew now and then. */
    const alertOf = (title: RegExp) =>
      eventually(
        async () => (await readPopup(popup)).alerts.find(each => title.test(each)) ?? '',
        alert => alert !== '',
        { what: `${title} in the popup` },
      );
    const sigmas = /Close to liquidation: ([\d.]+) σ/.exec(await alertOf(/^Close to liquidation: [\d.]+ σ/));
    expect(sigmas?.[1]).toBe(/now ([\d.]+) σ/.exec(kept.detail)?.[1]);
    // The likelier end of the card's band: "about 1 in 96 to 1 in 790" is up to 1.1 %.
    const likely = readNumber((await alertOf(/^Liquidation within 24 h/)).replace('24 h', ''));
    const oneIn = readNumber(/about 1 in ([\d,]+)/.exec(odds)?.[1] ?? '');
    expect(Math.abs(likely / 100 - 1 / oneIn)).toBeLessThan(0.001);
    const bets = readNumber(await alertOf(/^Positions behave like/));
    expect(odds).toContain(`5 positions behave like ${bets.toFixed(1)} bets`);
    for (const [name = ''] of late) expect(await alertOf(/^Stop too late/)).toContain(name.split(' ')[0]);

    fall(simulator, 0.5);
    await eventually(
      () => kinds(popup),
      found => found.filter(kind => kind === 'sigmas').length === 2,
      { within: 15_000, what: 'the danger after the fall' },
    );
    await alertOf(/^Danger: liquidation within [\d.]+ σ/);
    await tab.close();
    await popup.close();
  });
});

inBothBrowsers('all accounts together', { seed: 7 }, stage => {
  test('what is held on two venues is netted by coin, and protects neither', async () => {
    const { simulator } = stage();
    const other = await openTrading(stage(), 'binance', 'oneway');
    const tab = await openTrading(stage(), 'hyperliquid', 'standard');
    const part = await openPart(tab, 'All accounts together', ({ detail }) => detail === '2 accounts');
    const held = [truthOf(simulator, 'binance', 'oneway'), truthOf(simulator, 'hyperliquid', 'standard')];
    const positions = held.flatMap(({ pools }) => pools.flatMap(pool => pool.positions));
    const factors = [...new Set(positions.filter(each => each.size !== 0).map(({ factor }) => factor))];
    expect(part.rows.map(([name = '']) => name.replace(' ⇄', '')).sort()).toEqual(factors.sort());
    for (const [name = '', net = '', long = '', short = ''] of part.rows) {
      const values = positions
        .filter(({ factor }) => factor === name.replace(' ⇄', ''))
        .map(({ size, mark }) => size * mark);
      const [up, down] = [Math.max, Math.min].map(side =>
        values.reduce((sum, each) => sum + side(0, each), 0),
      );
      expectDollars(net, (up ?? 0) + (down ?? 0), name);
      expectDollars(long, up ?? 0, name);
      expectDollars(short, down ?? 0, name);
      expect(name.includes('⇄'), name).toBe(values.some(each => each > 0) && values.some(each => each < 0));
    }
    expect(part.notes.join(' ')).toContain('does not protect the margin of this account');
    await other.close();
    await eventually(
      () => readPart(tab, 'All accounts together'),
      read => read === null,
      { within: 15_000, what: 'no such part once one account is all' },
    );
    await tab.close();
  });
});

/** "−$48.1K": three digits. */
const expectDollars = (text: string, amount: number, what: string) => {
  const [, sign = '', number = '', unit = ''] = /^([−-]?)\$([\d.,]+)([KM]?)$/.exec(text) ?? [];
  const scale = { '': 1, K: 1e3, M: 1e6 }[unit] ?? Number.NaN;
  const read = text === '–' ? 0 : (sign ? -1 : 1) * readNumber(number) * scale;
  expect(Math.abs(read - amount), `${what}: ${text} is not ${amount}`).toBeLessThanOrEqual(
    Math.abs(amount) * 0.006,
  );
};
