/**
 * Multi-assets mode by hand: margin balance = Σ (wallet + profit)·index·(1 ∓ buffer), maintenance at the index, and
 * the prices at which the two meet, worked out in the test from that definition alone.
 */
import { describe, expect, it } from 'vitest';
import { assess } from '../../engine/assess';
import { Decimal } from '../../engine/decimal';
import type { FormReading } from '../venue';
import { needs } from './api';
import { draft } from './draft';
import {
  accountEvent,
  answered,
  balanceList,
  balanceRow,
  bracketList,
  codes,
  envelope,
  fetched,
  framed,
  mark,
  multiAssets,
  pageAccount,
  positionList,
  rateEvent,
  T0,
  told,
} from './fake-page';

const eth = { symbol: 'ETHUSDT', amount: '10', entry: '2800', mark: '2840' };
const btcc = { symbol: 'BTCUSDC', amount: '-0.2', entry: '86000', mark: '86500', asset: 'USDC' };
const RATES: Record<string, [string, string, string]> = {
  USDT: ['0.9999', '0.0001', '0.0001'],
  USDC: ['1.0002', '0', '0.0002'],
  BTC: ['86400', '0.05', '0.05'],
};
const state = told([
  multiAssets(true),
  rateEvent(RATES),
  positionList([eth, btcc]),
  balanceList({ USDT: '500', USDC: '-20', BTC: '0.05' }),
  bracketList(['ETHUSDT', 'BTCUSDC']),
]);
type Figure = string | number | Decimal;
const d = (text: Figure) => new Decimal(text);
/** The definition, with ETH, BTC as given (marks and index of BTC move together). */
function figures(ethMark: Figure, btcMove: Figure = 1) {
  const btcMark = d('86500').times(btcMove);
  const usdt = d('500').plus(d(ethMark).minus(2800).times(10));
  const usdc = d('-20').plus(btcMark.minus(86000).times('-0.2'));
  const value = (amount: Decimal, [index, bid, ask]: [string, string, string]) =>
    amount.times(index).times(amount.gte(0) ? d(1).minus(bid) : d(1).plus(ask));
  const btc = d('0.05').times(d('86400').times(btcMove)).times('0.95');
  const equity = value(usdt, RATES.USDT!).plus(value(usdc, RATES.USDC!)).plus(btc);
  const maintenance = d(ethMark)
    .times(10)
    .times('0.004')
    .times('0.9999')
    .plus(btcMark.times('0.2').times('0.004').times('1.0002'));
  return { equity, maintenance };
}

describe('multi-assets mode', () => {
  it('is one pool of all assets, in dollars', () => {
    const { account, mode } = pageAccount(state);
    expect(mode).toBe('multi-assets');
    expect(account.pools.map(pool => [pool.id, pool.unit])).toEqual([['usdm:multi-assets', 'USD']]);
    const [pool] = assess(account).pools;
    const { equity, maintenance } = figures(2840);
    expect(pool!.equity).toBe(equity.toFixed());
    expect(pool!.maintenanceMargin).toBe(maintenance.toFixed());
    expect(codes(state)).toEqual(['assumed-index-rate', 'assumed-frozen-collateral']);
  });

  it('is liquidated where balance and maintenance meet; bitcoin that is owned falls with its contract', () => {
    const [pool] = assess(pageAccount(state).account).pools;
    const [ethRow, btcRow] = pool!.positions;
    const below = figures(ethRow!.liquidation.below!);
    expect(below.equity.minus(below.maintenance).abs().lt('1e-9')).toBe(true);
    expect(ethRow!.printedLiquidationPrice).toBe(ethRow!.liquidation.below);
    const move = d(btcRow!.liquidation.above!).div(86500);
    const above = figures(2840, move);
    expect(above.equity.minus(above.maintenance).abs().lt('1e-9')).toBe(true);
    // Printed, the collateral stands still: as if the short were naked, nearer than the truth.
    expect(d(btcRow!.printedLiquidationPrice!).lt(btcRow!.liquidation.above!)).toBe(true);
  });

  it('is shown by margin that is free beyond what an asset has, and by none that it is not', () => {
    const list = (usdt: string, usdc: string, at: number) =>
      fetched(
        'v6/private/future/user-data/user-balance',
        envelope([
          { ...balanceRow('USDT', '100'), availableBalance: usdt },
          { ...balanceRow('USDC', '0'), availableBalance: usdc },
        ]),
        at,
      );
    const base = told([positionList([])]);
    const mode = (...messages: Parameters<typeof told>[0]) => pageAccount(told(messages, base)).mode;
    expect(mode(list('250', '250', T0))).toBe('multi-assets');
    expect(mode(list('100', '0', T0))).toBe('single-asset');
    expect(mode(list('250', '250', T0), list('100', '0', T0 + 20_000))).toBe('single-asset');
    // What is said in so many words stands against a list that may have been made before.
    expect(mode(multiAssets(false, T0), list('250', '250', T0 + 1000))).toBe('single-asset');
    expect(mode(multiAssets(false, T0), list('250', '250', T0 + 20_000))).toBe('multi-assets');
    // Profit of a position is free too: that is no proof.
    const profit = fetched(
      'v6/private/future/user-data/user-balance',
      envelope([{ ...balanceRow('USDC', '0'), unrealizedProfit: '30', availableBalance: '12' }]),
      T0,
    );
    expect(mode(profit)).toBe('single-asset');
  });

  it('changes while the page is open, and back', () => {
    const single = told([multiAssets(false, T0 + 10)], state);
    expect(pageAccount(single).account.pools.map(pool => pool.id)).toEqual([
      'usdm:USDT',
      'usdm:USDC',
      'usdm:BTC',
    ]);
    expect(codes(single)).toEqual([]);
    const again = told([multiAssets(true, T0 + 20)], single);
    expect(pageAccount(again).account).toEqual(pageAccount(state).account);
  });

  it('follows events and ticks of marks and rates', () => {
    const event = accountEvent({ balances: { USDT: '620' } }, T0 + 50);
    const moved = told(
      [
        framed(event, T0 + 51),
        mark('ETHUSDT', '2700', T0 + 60),
        rateEvent({ ...RATES, BTC: ['80000', '0.05', '0.05'] }, T0 + 60),
        rateEvent(RATES, T0 + 55),
      ],
      state,
    );
    const [pool] = assess(pageAccount(moved).account).pools;
    const usdt = d('620').plus(d(-100).times(10)).times('0.9999').times('1.0001');
    const usdc = d('-20').minus(d(500).times('0.2')).times('1.0002').times('1.0002');
    const expected = usdt.plus(usdc).plus(d('0.05').times(80000).times('0.95'));
    expect(pool!.equity).toBe(expected.toFixed());
  });

  it('compares a printed price only with rates of its own moment, and shows it all the same', () => {
    const list = (at: number) => positionList([{ ...eth, liquidation: '2789.5' }, btcc], at);
    const [fresh] = assess(
      pageAccount(told([rateEvent(RATES, T0 + 500), list(T0 + 900)], state)).checked!,
    ).pools;
    expect(fresh!.state).toBe('safe');
    const { checked } = pageAccount(told([list(T0 + 4000)], state));
    expect(checked!.pools[0]!.positions[0]!.reported!.liquidationPrice).toBe('2789.5');
    expect(assess(checked!).pools[0]!.state).toBe('unknown');
  });

  it('is unknown without the rate of what is owned, and asks for it', () => {
    const { BTC: _, ...others } = RATES;
    const lacking = told([
      multiAssets(true),
      rateEvent(others),
      positionList([eth]),
      balanceList({ USDT: '500', BTC: '0.05' }),
      bracketList(['ETHUSDT']),
    ]);
    expect(assess(pageAccount(lacking).account).pools[0]!.state).toBe('unknown');
    expect(pageAccount(lacking).problems).toContainEqual(
      expect.objectContaining({ code: 'no-rate', path: 'rates.BTC' }),
    );
    const urls = needs(lacking, T0, { address: null }).map(one => one.url);
    expect(urls).toContain('https://fapi.binance.com/fapi/v1/assetIndex');
    const row = { symbol: 'BTCUSD', time: T0, index: '86400', bidBuffer: '0.05', askBuffer: '0.05' };
    const said = { ...row, bidRate: '82080.00000000', askRate: '90720.00000000' };
    const whole = told([answered('fapi/v1/assetIndex', [said])], lacking);
    expect(assess(pageAccount(whole).account).pools[0]!.state).toBe('safe');
    // Rates that contradict their buffers have another meaning than we know.
    const other = told([answered('fapi/v1/assetIndex', [{ ...said, bidRate: '86400' }])], lacking);
    expect(codes(other)).toContain('format-changed');
    expect(assess(pageAccount(other).account).pools[0]!.state).toBe('unknown');
  });

  it('takes orders into the one pool', () => {
    const form: FormReading = {
      symbol: 'BTCUSDT',
      side: 'buy',
      type: 'market',
      price: null,
      size: '0.1',
      sizeUnit: 'base',
      leverage: '20',
      marginMode: 'cross',
      reduceOnly: false,
      leg: null,
      action: null,
      unsure: null,
    };
    const ready = told([mark('BTCUSDT', '86450'), bracketList(['BTCUSDT', 'ETHUSDT', 'BTCUSDC'])], state);
    const { account } = pageAccount(ready);
    const reading = draft(ready, account, form);
    if ('unsure' in reading) throw new Error(reading.unsure);
    expect(reading.draft).toMatchObject({ pool: 'usdm:multi-assets', position: { settle: 'USDT' } });
    const after = assess({ ...account, draft: reading.draft }).whatIf!.pools[0]!;
    const fee = d('0.1').times(86450).times('0.0005').times('0.9999').times('0.9999');
    expect(after.equity).toBe(figures(2840).equity.minus(fee).toFixed());
  });
});

describe('the EU’s Credits Trading Mode', () => {
  it('is margined in credits, whatever the contract’s name says; other assets back them in multi-assets mode', () => {
    const credits = [
      positionList([{ ...eth, asset: 'BNFCR' }]),
      balanceList({ BNFCR: '4000', BTC: '0.05' }),
      bracketList(['ETHUSDT']),
    ];
    const single = pageAccount(told(credits));
    expect(single.account.pools.map(pool => pool.id)).toEqual(['usdm:BNFCR', 'usdm:BTC']);
    expect(assess(single.account).pools[0]!.equity).toBe('4400');
    const joint = told([...credits, multiAssets(true), rateEvent(RATES)]);
    const [pool] = assess(pageAccount(joint).account).pools;
    expect(pool!.equity).toBe(d(4400).plus(d('0.05').times(86400).times('0.95')).toFixed());
    expect(pool!.maintenanceMargin).toBe(d(28400).times('0.004').toFixed());
    expect(codes(joint)).toContain('assumed-credits-at-par');
  });
});
