/**
 * Portfolio Margin by hand: per asset x = owned − borrowed − interest + wallets + profits, of which counts
 * min(x·index·rate, x·index); maintenance of the positions and of the loans; liquidated at a ratio of 1.05.
 */
import { describe, expect, it } from 'vitest';
import { assess } from '../../engine/assess';
import { Decimal } from '../../engine/decimal';
import type { VenueMessage } from '../venue';
import { accounts } from './account';
import { draft } from './draft';
import {
  accountEvent,
  answered,
  bracketList,
  coinBrackets,
  coinContracts,
  envelope,
  fetched,
  framed,
  type Held,
  mark,
  pageAccount,
  positionList,
  positionRow,
  rateEvent,
  T0,
  told,
} from './fake-page';
import type { State } from './state';

const d = (text: string | number | Decimal) => new Decimal(text);
const totals = {
  uniMMR: '9.87654321',
  accountEquity: '40000',
  actualEquity: '45000',
  accountInitialMargin: '100',
  accountMaintMargin: '4050',
  accountStatus: 'NORMAL',
  virtualMaxWithdrawAmount: '1',
  totalAvailableBalance: '',
  totalMarginOpenLoss: '',
  updateTime: T0,
};
const margin = (asset: string, row: Record<string, string>, updateTime = T0 - 1000) => ({
  asset,
  totalWalletBalance: '0',
  crossMarginAsset: '0',
  crossMarginBorrowed: '0',
  crossMarginFree: '0',
  crossMarginInterest: '0',
  crossMarginLocked: '0',
  umWalletBalance: '0',
  umUnrealizedPNL: '0',
  cmWalletBalance: '0',
  cmUnrealizedPNL: '',
  updateTime,
  negativeBalance: '0',
  ...row,
});
const position = ({ symbol, side = 'BOTH', amount, entry, mark: markPrice }: Held) => ({
  symbol,
  positionAmt: amount,
  entryPrice: entry,
  markPrice,
  unRealizedProfit: '0',
  liquidationPrice: '6170.20509059',
  leverage: '10',
  positionSide: side,
  updateTime: T0 - 5000,
});

/** The assets, loans and positions of the FAQ's worked example; its index prices and result are not published. */
const RATES: Record<string, string> = { USDT: '1', BTC: '40000', ETH: '2500' };
const balances = [
  margin('USDT', { crossMarginAsset: '1000', umWalletBalance: '5000' }),
  margin('BTC', { crossMarginAsset: '0.1', crossMarginBorrowed: '0.04', cmWalletBalance: '0.1' }),
  margin('ETH', { crossMarginAsset: '20', crossMarginBorrowed: '15' }),
];
const um: Held[] = [
  { symbol: 'BTCUSDT', amount: '-0.05', entry: '52000', mark: '40000' },
  { symbol: 'BTCUSDT_220624', amount: '0.04', entry: '52350', mark: '42000' },
];
const cm: Held = { symbol: 'BTCUSD_PERP', amount: '100', entry: '50000', mark: '40000' };
const lists = (at = T0): VenueMessage[] => [
  answered('papi/v1/account', totals, at),
  answered('papi/v1/balance', balances, at),
  answered('papi/v1/um/positionRisk', um.map(position), at),
  answered('papi/v1/cm/positionRisk', [position(cm)], at),
];
const market: VenueMessage[] = [
  bracketList(['BTCUSDT', 'BTCUSDT_220624'], T0, [[0, 1e9, 0.005, 0]]),
  coinContracts(['BTCUSD_PERP']),
  coinBrackets(['BTCUSD_PERP']),
  answered('sapi/v1/portfolio/asset-index-price', [
    ...Object.entries(RATES).map(([asset, assetIndexPrice]) => ({ asset, assetIndexPrice })),
  ]),
  answered('sapi/v1/portfolio/collateralRate', [
    { asset: 'USDT', collateralRate: '1.0000' },
    { asset: 'BTC', collateralRate: '0.9500' },
    { asset: 'ETH', collateralRate: '0.9000' },
  ]),
];
const state = told([...lists(), ...market]);

/** All bitcoin prices, the index too, multiplied by one factor. */
function figures(move: Decimal | number = 1) {
  const btc = d(40000).times(move);
  const near = d(40000).times(move);
  const far = d(42000).times(move);
  const usdt = d(6000).plus(near.minus(52000).times('-0.05')).plus(far.minus(52350).times('0.04'));
  const coins = d('0.16').plus(d(100).times(d(100).div(50000).minus(d(100).div(near))));
  const counted = (x: Decimal, index: Decimal, rate: string) =>
    Decimal.min(x.times(index), x.times(index).times(rate));
  const equity = counted(usdt, d(1), '1')
    .plus(counted(coins, btc, '0.95'))
    .plus(counted(d(5), d(2500), '0.9'));
  const maintenance = near
    .times('0.05')
    .plus(far.times('0.04'))
    .times('0.005')
    .plus(d(10000).div(near).times('0.004').times(btc))
    .plus(d('0.04').times('0.1').times(btc))
    .plus(d(15).times('0.1').times(2500));
  return { equity, maintenance };
}

describe('Portfolio Margin', () => {
  it('is one pool of margin assets, loans, and the positions of both products', () => {
    const readings = accounts(state);
    expect(readings.map(one => [one.label, one.mode])).toEqual([['Portfolio Margin', 'portfolio margin']]);
    const { account, problems } = readings[0]!;
    expect(account.pools.map(({ id, unit }) => [id, unit])).toEqual([['portfolio-margin', 'USD']]);
    const [pool] = assess(account).pools;
    const { equity, maintenance } = figures();
    expect(d(pool!.equity!).minus(equity).abs().lt('1e-12')).toBe(true);
    expect(d(pool!.maintenanceMargin!).minus(maintenance).abs().lt('1e-12')).toBe(true);
    expect(d(pool!.marginRatio!).minus(equity.div(maintenance)).abs().lt('1e-12')).toBe(true);
    expect(pool!.headroom).toBe(d(pool!.equity!).minus(d(pool!.maintenanceMargin!).times('1.05')).toFixed());
    // Its leverage was not said: the highest rate is taken for the loans.
    expect(problems.map(one => one.code)).toEqual(['assumed-unimmr', 'assumed-loan-rate']);
  });

  it('is liquidated at 1.05, with the coin that is owned moving along', () => {
    const { ETH: _, ...fewer } = Object.fromEntries(balances.map(row => [row.asset, row]));
    const thin = answered(
      'papi/v1/balance',
      [{ ...fewer.USDT, umWalletBalance: '1000' }, fewer.BTC],
      T0 + 20_000,
    );
    const [pool] = assess(accounts(told([thin], state))[0]!.account).pools;
    const price = pool!.positions[0]!.liquidation.below;
    const whole = figures(d(price!).div(40000));
    const equity = whole.equity.minus(d(5).times(2500).times('0.9')).minus(4000);
    const maintenance = whole.maintenance.minus(d(15).times('0.1').times(2500));
    expect(equity.div(maintenance).minus('1.05').abs().lt('1e-9')).toBe(true);
  });

  it('gives what is owed no relief', () => {
    const debt = balances.map(row => (row.asset === 'ETH' ? { ...row, crossMarginAsset: '2' } : row));
    const owing = told([...lists(), ...market, answered('papi/v1/balance', debt, T0 + 20_000)]);
    const [pool] = assess(accounts(owing)[0]!.account).pools;
    // x = 2 − 15 = −13 ETH, at its whole index.
    const expected = figures().equity.minus(d(5).times(2500).times('0.9')).minus(d(13).times(2500));
    expect(d(pool!.equity!).minus(expected).abs().lt('1e-12')).toBe(true);
  });

  it('takes a loan’s rate by its leverage', () => {
    const said = answered('sapi/v1/portfolio/margin-asset-leverage', [
      { asset: 'BTC', leverage: 10 },
      { asset: 'ETH', leverage: 5 },
    ]);
    const { account, problems } = accounts(told([said], state))[0]!;
    const lower = d('0.04').times(40000).times('0.05').plus(d(15).times(2500).times('0.02'));
    const expected = figures().maintenance.minus(lower);
    expect(d(assess(account).pools[0]!.maintenanceMargin!).minus(expected).abs().lt('1e-12')).toBe(true);
    expect(problems.map(one => one.code)).toEqual(['assumed-unimmr']);
  });

  it('hears its stream: both products, loans, transfers, the loss of resting orders, its level', () => {
    const line = (event: object, at: number) => ({
      ...framed(event, at),
      url: 'wss://fstream.binance.com/pm/ws/…',
    });
    const changed = (symbol: string, amount: string, entry: string, T: number) => {
      const event = accountEvent({ positions: [{ symbol, amount, entry }] }, T);
      for (const row of event.a.P as Record<string, unknown>[]) {
        delete row.mt;
        delete row.iw;
      }
      return event;
    };
    const next = told(
      [
        line({ fs: 'UM', ...changed('BTCUSDT', '-0.1', '45000', T0 + 5) }, T0 + 6),
        line({ fs: 'CM', ...changed('BTCUSD_PERP', '50', '50000', T0 + 7) }, T0 + 8),
        line(
          {
            e: 'liabilityChange',
            E: T0 + 9,
            a: 'ETH',
            t: 'REPAY',
            T: 1352286576452864000,
            p: '-5',
            i: '0',
            l: '10.01',
          },
          T0 + 10,
        ),
        line(
          { e: 'outboundAccountPosition', E: T0 + 11, u: 1, U: 1, B: [{ a: 'USDT', f: '1500', l: '250' }] },
          T0 + 12,
        ),
        line({ e: 'openOrderLoss', E: T0 + 13, O: [{ a: 'BTC', o: '-0.001' }] }, T0 + 14),
        line(
          { e: 'riskLevelChange', E: T0 + 15, u: '1.4', s: 'MARGIN_CALL', eq: '30', ae: '28', m: '20' },
          T0 + 16,
        ),
      ],
      state,
    );
    const { account } = accounts(next)[0]!;
    const [pool] = account.pools;
    expect(pool!.positions.map(one => [one.symbol, one.size])).toEqual([
      ['BTCUSDT', '-0.1'],
      ['BTCUSDT_220624', '0.04'],
      ['BTCUSD_PERP', '50'],
    ]);
    const amounts = Object.fromEntries(pool!.collateral.map(row => [row.asset, row.amount]));
    expect(amounts).toEqual({
      USDT: '6750',
      BTC: '0.16',
      'BTC loan': '-0.04',
      ETH: '9.99',
      'ETH loan': '-10.01',
    });
    expect(pool!.adjustments).toEqual([
      { reason: 'open loss of resting orders in BTC', equity: '-40', requirement: '0' },
    ]);
    expect(next.portfolio.said).toMatchObject({ uniMMR: '1.4', equity: '28', status: 'MARGIN_CALL' });
  });

  it('takes the loss of resting orders off, by the later of event and answer', () => {
    const loss = answered('papi/v1/account', { ...totals, totalMarginOpenLoss: '123.5' }, T0 + 1000);
    const said = told([loss], state);
    const equity = (of: State) => d(assess(accounts(of)[0]!.account).pools[0]!.equity!);
    expect(equity(said).minus(figures().equity.minus('123.5')).abs().lt('1e-12')).toBe(true);
    const event = { e: 'openOrderLoss', E: T0 + 2000, O: [{ a: 'USDT', o: '-7' }] };
    const later = { ...framed(event, T0 + 2000), url: 'wss://fstream.binance.com/pm/ws/…' };
    expect(
      equity(told([later], said))
        .minus(figures().equity.minus(7))
        .abs()
        .lt('1e-12'),
    ).toBe(true);
  });

  it('says of Portfolio Margin Pro that it is not covered', () => {
    const event = { fs: 'UM', ...accountEvent({ balances: { USDT: '3' } }, T0 + 5) };
    const pro = { ...framed(event, T0 + 6), url: 'wss://fstream.binance.com/pm-classic/ws/…' };
    const [reading] = accounts(told([pro], state));
    expect(reading!.problems.map(one => one.code)).toContain('not-covered');
    expect(assess(reading!.account).pools[0]!.state).toBe('unknown');
  });

  it('is unknown until everything was listed', () => {
    const whole = [...lists(), ...market];
    for (const k of [2, 3]) {
      const lacking = told(whole.filter((_, index) => index !== k));
      expect(assess(accounts(lacking)[0]!.account).pools[0]!.state).toBe('unknown');
    }
    // Without the assets one by one the totals stand in, and say so.
    const byTotals = assess(accounts(told(whole.filter((_, index) => index !== 1)))[0]!.account).pools[0]!;
    expect(byTotals.problems.map(one => one.code)).toEqual(['estimate']);
    expect(byTotals.equity).toBe('40000');
    const noRates = told(whole.slice(0, -1));
    expect(assess(accounts(noRates)[0]!.account).pools[0]!.state).toBe('unknown');
    expect(accounts(noRates)[0]!.problems.map(one => one.code)).toContain('no-collateral-rates');
  });

  it('is found out by the answers: a refusal means that there is none, a complaint of the clock means nothing', () => {
    const refused = (code: number, at = T0) => answered('papi/v1/account', { code, msg: '' }, at, 400);
    expect(told([refused(-2015)]).portfolio.is).toEqual({ is: false, at: T0 });
    expect(told([refused(-1021)]).portfolio.is).toBeNull();
    expect(told([refused(-1022)]).portfolio.is).toBeNull();
    expect(told([refused(-2015, T0 + 9)], state).portfolio.is).toMatchObject({ is: true });
    // Lists of the single accounts say nothing of it, and lists of it nothing without it.
    const single = answered('fapi/v3/positionRisk', [], T0 + 20_000);
    expect(told([single], state)).toEqual(state);
    const early = told(lists().slice(1));
    expect(early.trader.positions.listedAt).toBeNull();
  });

  it('takes the equity that the ratio is made of, whichever name it has', () => {
    const swapped = { ...totals, accountEquity: '45000', actualEquity: '40000' };
    for (const each of [totals, swapped]) {
      expect(told([answered('papi/v1/account', each)]).portfolio.said!.equity).toBe('40000');
    }
  });
});

describe('the panel of Portfolio Margin on the page', () => {
  const panel = (data: unknown, at = T0) =>
    fetched(
      'https://www.binance.com/bapi/margin/v1/private/margin/portfolio/account-indicate',
      envelope(data),
      at,
    );
  const page = [positionList(um), bracketList(['BTCUSDT', 'BTCUSDT_220624'], T0, [[0, 1e9, 0.005, 0]])];
  const rates = rateEvent({ USDT: ['1', '0.0001', '0.0001'] });

  it('gives the totals, in the documented shape; the positions move, the rest stands still', () => {
    const seen = told([...page, rates, panel(totals)]);
    const reading = pageAccount(seen);
    const [pool] = assess(reading.account).pools;
    expect(pool!.equity).toBe('40000');
    expect(pool!.maintenanceMargin).toBe('4050');
    expect(pool!.problems.map(one => one.code)).toEqual(['estimate']);
    expect(accounts(seen, T0 + 60_000)[0]!.outdated).toBe(false);
    expect(accounts(seen, T0 + 180_000)[0]!.outdated).toBe(true);
    const moved = told([mark('BTCUSDT', '41000', T0 + 10)], seen);
    const [next] = assess(pageAccount(moved).account).pools;
    expect(next!.equity).toBe('39950');
    expect(next!.maintenanceMargin).toBe(d(4050).plus(d(1000).times('0.05').times('0.005')).toFixed());
  });

  it('waits for the positions where the totals came first, and not for too long', () => {
    const [list, tables] = page;
    const later = (message: VenueMessage, at: number) => ({ ...message, at });
    const soon = told([panel(totals), later(list!, T0 + 900), later(tables!, T0 + 1000), rates]);
    expect(assess(pageAccount(soon).account).pools[0]!.equity).toBe('40000');
    const late = told([
      panel(totals),
      later(list!, T0 + 30_000),
      later(tables!, T0 + 30_000),
      later(rates, T0 + 30_000),
    ]);
    expect(assess(pageAccount(late).account).pools[0]!.state).toBe('unknown');
    expect(pageAccount(late).problems.map(one => one.code)).toContain('no-portfolio');
  });

  it('takes orders of both products into the one pool', () => {
    const rates2 = rateEvent({ USDT: ['1', '0.0001', '0.0001'], BTC: ['40000', '0.05', '0.05'] });
    const web = [
      fetched(
        'v1/private/delivery/user-data/user-position',
        envelope([positionRow({ ...cm, asset: 'BTC' })]),
      ),
      coinContracts(['BTCUSD_PERP']),
      coinBrackets(['BTCUSD_PERP']),
    ];
    const seen = told([...page, ...web, rates2, panel(totals)]);
    const { account } = pageAccount(seen);
    const form = {
      symbol: 'BTCUSDT',
      side: 'buy',
      type: 'market',
      price: null,
      size: '0.02',
      sizeUnit: 'base',
      leverage: null,
      marginMode: 'cross',
      reduceOnly: false,
      leg: null,
      action: null,
      unsure: null,
    } as const;
    const coins = { ...form, symbol: 'BTCUSD_PERP', size: '5', sizeUnit: 'contracts' } as const;
    const fees = [d('0.02').times(40000).times('0.0005'), d(500).div(40000).times('0.0005').times(40000)];
    for (const [k, each] of [form, coins].entries()) {
      const reading = draft(seen, account, each);
      if ('unsure' in reading) throw new Error(reading.unsure);
      expect(reading.draft.pool).toBe('portfolio-margin');
      const after = assess({ ...account, draft: reading.draft }).whatIf!.pools[0]!;
      expect(d(after.equity!).minus(d(40000).minus(fees[k]!)).abs().lt('1e-12')).toBe(true);
    }
  });

  it('is named where its shape is another, and says nothing where it is empty', () => {
    for (const nothing of [null, {}, []]) {
      expect(pageAccount(told([...page, panel(nothing)])).mode).toBe('single-asset');
    }
    const strange = told([...page, panel({ ratio: '3' })]);
    expect(pageAccount(strange).problems.map(one => one.code)).toContain('format-changed');
    const renamed = told([...page, rates, panel({ uniMmr: '3.2', equity: '1' })]);
    expect(pageAccount(renamed).mode).toBe('portfolio margin');
    expect(assess(pageAccount(renamed).account).pools[0]!.state).toBe('unknown');
  });
});
