import { describe, expect, it } from 'vitest';
import { assess } from '../../engine/assess';
import { accounts } from './account';
import {
  bitcoinSummary,
  hear,
  instrumentOf,
  longBitcoin,
  positionOf,
  positions,
  pushed,
  summaries,
  summaryOf,
  T0,
  ticker,
  told,
} from './fake-page';
import type { State } from './state';

const NOW = T0 + 1000;
const active = (state: State) => accounts(state, NOW)[0]!;
const report = (state: State) => assess(active(state).account);
const pool = (state: State, id: string) => report(state).pools.find(each => each.id === id)!;
const codes = (state: State) => active(state).problems.map(each => each.code);

/** Where f changes sign between two points; plain bisection. */
function root(f: (x: number) => number, low: number, high: number): number {
  let [a, b] = [low, high];
  for (let k = 0; k < 200; k++) {
    const middle = (a + b) / 2;
    if (f(middle) > 0 === f(a) > 0) a = middle;
    else b = middle;
  }
  return (a + b) / 2;
}

describe('segregated standard margin', () => {
  const bitcoin = hear([...summaries([bitcoinSummary()]), ...positions([longBitcoin()])]);

  it('counts in coin: margin balance, maintenance and where it ends', () => {
    const { equity, maintenanceMargin, positions: rows } = pool(bitcoin, 'segregated:BTC');
    const coins = 200000 / 86420;
    expect(Number(equity)).toBeCloseTo(2 + 200000 * (1 / 85000 - 1 / 86420), 12);
    expect(Number(maintenanceMargin)).toBeCloseTo(coins * (0.01 + 0.00005 * coins), 12);
    // 2 + 200,000·(1/85,000 − 1/p) = (200,000/p)·(1 % + 0.005 %·200,000/p)
    const headroom = (p: number) =>
      2 + 200000 * (1 / 85000 - 1 / p) - (200000 / p) * (0.01 + (0.00005 * 200000) / p);
    const truth = root(headroom, 20000, 86420);
    expect(Math.abs(Number(rows[0]!.liquidation.below) - truth)).toBeLessThan(0.05);
    expect(rows[0]!.liquidation.above).toBeNull();
    expect(active(bitcoin)).toMatchObject({
      mode: 'segregated_sm',
      label: 'main',
      accountAt: T0,
      pricesAt: T0,
    });
    expect(codes(bitcoin)).toEqual([]);
  });

  it('moves with the ticker, from the venue’s balance and not from its marks', () => {
    const later = hear([ticker('BTC-PERPETUAL', 79000, T0 + 500)], bitcoin);
    const { equity } = pool(later, 'segregated:BTC');
    expect(Number(equity)).toBeCloseTo(2 + 200000 * (1 / 85000 - 1 / 79000), 12);
    // A summary of the meanwhile is the same account.
    const told = hear([pushed('user.portfolio.btc', bitcoinSummary(79000), T0 + 600)], later);
    expect(Number(pool(told, 'segregated:BTC').equity)).toBeCloseTo(Number(equity), 12);
  });

  it('is one pool a settlement currency, and one that is empty is safe', () => {
    const state = hear([
      ...summaries([
        bitcoinSummary(),
        summaryOf('USDC', { balance: 5000, equity: 5000, margin_balance: 5000 }),
      ]),
      ...positions([longBitcoin()]),
    ]);
    expect(report(state).pools.map(({ id, state: word }) => [id, word])).toEqual([
      ['segregated:BTC', 'safe'],
      ['segregated:USDC', 'safe'],
    ]);
  });

  it('a perpetual and a dated future move together, and the trigger is strict', () => {
    const dated = positionOf('BTC-27MAR26', {
      size: -200000,
      direction: 'sell',
      average_price: 80000,
      settlement_price: 85000,
      floating_profit_loss: -200000 * (1 / 85000 - 1 / 86420),
      maintenance_margin: 0.02341,
    });
    const state = hear([
      ...summaries([bitcoinSummary(86420, { futures_session_upl: 0, margin_balance: 2, equity: 2 })]),
      ...positions([longBitcoin(), dated]),
    ]);
    const { account } = active(state);
    expect(account.pools[0]!.positions.map(each => each.factor)).toEqual(['BTC', 'BTC']);
    expect(account.pools[0]!.rules.liquidatedWhen).toBe('below');
    expect(Number(pool(state, 'segregated:BTC').equity)).toBeCloseTo(2, 12);
  });

  it('linear contracts: at the index, the published examples to the cent', () => {
    // support.deribit.com, "Linear Perpetual": 25 BTC at 100,000: 28,125 USDC; 25 SOL at 200: 100.625 USDC.
    const state = hear([
      ...summaries([
        summaryOf('USDC', {
          balance: 90000,
          equity: 90000,
          margin_balance: 90000,
          maintenance_margin: 28225.625,
        }),
      ]),
      ...positions([
        positionOf('BTC_USDC-PERPETUAL', {
          size: 25,
          direction: 'buy',
          average_price: 100100,
          mark_price: 100100,
          index_price: 100000,
          maintenance_margin: 28125,
        }),
        positionOf('SOL_USDC-PERPETUAL', {
          size: -25,
          direction: 'sell',
          average_price: 200,
          mark_price: 200,
          index_price: 200,
          maintenance_margin: 100.625,
        }),
      ]),
    ]);
    const rows = pool(state, 'segregated:USDC').positions;
    expect(Number(rows[0]!.maintenanceMargin)).toBeCloseTo(28125, 6);
    expect(Number(rows[1]!.maintenanceMargin)).toBeCloseTo(100.625, 6);
    expect(codes(state)).toEqual([]);
  });

  it('takes the venue’s own maintenance where it is not of the published rates, and says so', () => {
    const state = hear([
      ...summaries([bitcoinSummary(86420, { maintenance_margin: 0.06 })]),
      ...positions([longBitcoin(86420, { maintenance_margin: 0.06 })]),
    ]);
    expect(Number(pool(state, 'segregated:BTC').maintenanceMargin)).toBeCloseTo(0.06, 10);
    expect(codes(state)).toEqual(['assumed-margin-rate']);
  });

  it('says when the positions at hand are not those of the summary, and counts what is missing', () => {
    const state = hear([
      ...positions([longBitcoin()]),
      ...summaries([bitcoinSummary(86420, { maintenance_margin: 0.05 })]),
    ]);
    expect(codes(state)).toEqual(['sums-differ']);
    expect(Number(pool(state, 'segregated:BTC').maintenanceMargin)).toBeCloseTo(0.05, 10);
  });

  it('is unknown, not zero, before the positions are listed or the balance is said', () => {
    const noList = hear(summaries([bitcoinSummary()]));
    expect(pool(noList, 'segregated:BTC')).toMatchObject({ state: 'unknown', equity: null });
    expect(codes(noList)).toContain('no-positions');
    expect(active(noList).accountAt).toBeNull();
    const noBalance = hear(positions([longBitcoin()]));
    expect(report(noBalance).pools[0]).toMatchObject({ state: 'unknown', equity: null });
    expect(codes(noBalance)).toContain('no-balance');
  });

  it('a list of which it is not known what was asked counts where its margins make up the account’s', () => {
    const [, answer] = positions([longBitcoin()]);
    const state = hear([answer!, ...summaries([bitcoinSummary()])]);
    expect(pool(state, 'segregated:BTC').state).toBe('safe');
    const part = hear([answer!, ...summaries([bitcoinSummary(86420, { maintenance_margin: 0.03 })])]);
    expect(pool(part, 'segregated:BTC').state).toBe('unknown');
    expect(codes(part)).toContain('no-positions');
  });

  it('an empty account is safe and holds nothing', () => {
    const state = hear([...summaries([summaryOf('BTC'), summaryOf('ETH')]), ...positions([])]);
    expect(report(state).pools).toMatchObject([{ state: 'safe', equity: '0', maintenanceMargin: '0' }]);
    expect(codes(state)).toEqual([]);
  });

  it('compares with the printed liquidation price at the marks of its own moment', () => {
    const state = hear([
      ...told('public/get_instrument', { instrument_name: 'BTC-PERPETUAL' }, instrumentOf('BTC-PERPETUAL')),
      ...summaries([bitcoinSummary()]),
      ...positions([longBitcoin(86420, { estimated_liquidation_price: 46000.5 })]),
      ticker('BTC-PERPETUAL', 81000, T0 + 400),
    ]);
    const { checked, account } = active(state);
    expect(account.pools[0]!.positions[0]!.markPrice).toBe('81000');
    expect(checked!.pools[0]!.positions[0]).toMatchObject({
      markPrice: '86420',
      tick: '0.5',
      reported: { liquidationPrice: '46000.5' },
    });
  });

  it('after the daily settlement the session profit of a position is not that of a summary', () => {
    const eight = Date.UTC(2026, 10, 26, 8);
    const settled = bitcoinSummary(86420, {
      balance: 2.03865988,
      futures_session_upl: 0,
      margin_balance: 2.03865988,
      equity: 2.03865988,
    });
    const state = hear([
      ...summaries([bitcoinSummary()], {}, eight - 60_000),
      ...positions([longBitcoin()], { currency: 'any' }, eight - 60_000),
      pushed('user.portfolio.btc', settled, eight + 1000),
    ]);
    // At the mark of the summary's moment the equity is the summary's own.
    expect(Number(pool(state, 'segregated:BTC').equity)).toBeCloseTo(2.03865988, 8);
    expect(codes(state)).toContain('assumed-marks');
  });
});

describe('cross collateral, standard margin', () => {
  const totals = (more = {}) => ({
    margin_model: 'cross_sm',
    cross_collateral_enabled: true,
    total_margin_balance_usd: 0,
    total_maintenance_margin_usd: 0,
    ...more,
  });
  const rows = (btc: number) => {
    const whole = 1 * btc + 20000 * 0.9992 - 3000;
    const maintenance = 60000 * 0.01 + (60000 / btc) * 0.00005 * 60000;
    const all = totals({ total_margin_balance_usd: whole, total_maintenance_margin_usd: maintenance });
    return [
      summaryOf('BTC', {
        ...all,
        balance: 1,
        equity: 1,
        margin_balance: whole / btc,
        maintenance_margin: maintenance / btc,
      }),
      summaryOf('USDT', {
        ...all,
        balance: 20000,
        equity: 20000,
        margin_balance: whole / 0.9992,
        maintenance_margin: maintenance / 0.9992,
      }),
      summaryOf('USDC', {
        ...all,
        balance: -3000,
        equity: -3000,
        margin_balance: whole,
        maintenance_margin: maintenance,
      }),
    ];
  };
  const short = positionOf('BTC-PERPETUAL', {
    size: -60000,
    direction: 'sell',
    average_price: 86420,
    floating_profit_loss: 0,
    maintenance_margin: (60000 / 86420) * (0.01 + (0.00005 * 60000) / 86420),
  });
  const state = hear([...summaries(rows(86420)), ...positions([short])]);

  it('adds the currencies’ own balances, not the rows that repeat the whole', () => {
    const { unit, equity, collateral, maintenanceMargin } = pool(state, 'cross:USD');
    expect(unit).toBe('USD');
    expect(Number(equity)).toBeCloseTo(86420 + 20000 * 0.9992 - 3000, 3);
    expect(collateral.map(each => each.asset)).toEqual(['BTC', 'USDT', 'USDC']);
    expect(Number(maintenanceMargin)).toBeCloseTo(600 + (60000 / 86420) * 0.00005 * 60000, 4);
    expect(codes(state)).toEqual(['assumed-debt']);
  });

  it('coins among the collateral fall with the market, and their profit with them', () => {
    const down = hear([ticker('BTC-PERPETUAL', 43210, T0 + 500)], state);
    // 1 BTC, and 60,000 · (1/43,210 − 1/86,420) BTC of profit, at 43,210: 43,210 + 30,000.
    expect(Number(pool(down, 'cross:USD').equity)).toBeCloseTo(43210 + 30000 + 20000 * 0.9992 - 3000, 2);
  });

  it('a session profit that is not of the currency’s own positions is not taken for it', () => {
    const own = rows(86420).map(row => ({ ...row, futures_session_upl: 1234.5 }));
    const repeated = hear([...summaries(own), ...positions([short])]);
    expect(Number(pool(repeated, 'cross:USD').equity)).toBeCloseTo(86420 + 20000 * 0.9992 - 3000, 3);
  });

  it('is not printed a liquidation price', () => {
    expect(active(state).checked).toBeUndefined();
  });
});

describe('portfolio margin and options', () => {
  const portfolio = { margin_model: 'segregated_pm', portfolio_margining_enabled: true };
  const call = positionOf('BTC-27MAR26-100000-C', {
    kind: 'option',
    size: -10,
    direction: 'sell',
    average_price: 0.05,
    mark_price: 0.06,
    index_price: 86420,
    delta: -4.2,
    maintenance_margin: 1.35,
    floating_profit_loss: -0.1,
  });

  it('portfolio margin: the venue’s maintenance now, the delta along a move, said to be an estimate', () => {
    const state = hear([
      ...summaries([bitcoinSummary(86420, { ...portfolio, maintenance_margin: 0.31 })]),
      ...positions([longBitcoin(), call]),
    ]);
    const { maintenanceMargin, positions: held, problems } = pool(state, 'segregated:BTC');
    expect(maintenanceMargin).toBe('0.31');
    expect(held.map(each => each.symbol)).toEqual(['BTC-PERPETUAL', 'BTC-27MAR26-100000-C']);
    expect(problems.map(each => each.code)).toContain('estimate');
    // The delta of both: 200,000 dollars long, 4.2 · 86,420 dollars short.
    expect(active(state).account.pools[0]!.positions[1]!.size).toBe('-362964');
  });

  it('standard margin: a short option weighs by its margin and its delta, a long one not at all', () => {
    const long = { ...call, size: 10, direction: 'buy', delta: 4.2, maintenance_margin: 0 };
    const maintenance = (200000 / 86420) * (0.01 + (0.00005 * 200000) / 86420);
    const withShort = hear([
      ...summaries([bitcoinSummary(86420, { options_value: -0.6, maintenance_margin: maintenance + 1.35 })]),
      ...positions([longBitcoin(), call]),
    ]);
    expect(Number(pool(withShort, 'segregated:BTC').maintenanceMargin)).toBeCloseTo(maintenance + 1.35, 10);
    expect(pool(withShort, 'segregated:BTC').problems.map(each => each.code)).toContain('estimate');
    const withLong = hear([
      ...summaries([bitcoinSummary(86420, { options_value: 0.6 })]),
      ...positions([longBitcoin(), long]),
    ]);
    expect(pool(withLong, 'segregated:BTC').positions).toHaveLength(1);
    expect(codes(withShort)).toEqual([]);
  });

  it('an option without a delta makes the pool unknown', () => {
    const { delta: _, ...without } = call;
    const state = hear([...summaries([bitcoinSummary(86420, portfolio)]), ...positions([without])]);
    expect(pool(state, 'segregated:BTC').state).toBe('unknown');
    expect(codes(state)).toContain('no-delta');
  });
});

describe('switched while open', () => {
  const first = [...summaries([bitcoinSummary()]), ...positions([longBitcoin()])];

  it('another margin model: unknown until every currency is said anew', () => {
    const whole = {
      margin_model: 'cross_sm',
      total_margin_balance_usd: 180000,
      total_maintenance_margin_usd: 2300,
    };
    const usdc = summaryOf('USDC', { ...whole, balance: 100, equity: 100, margin_balance: 180000 });
    const half = hear([...first, pushed('user.portfolio.usdc', usdc, T0 + 10)]);
    expect(report(half).pools).toMatchObject([{ id: 'cross:USD', state: 'unknown' }]);
    expect(codes(half)).toContain('mode-unclear');
    const done = hear([pushed('user.portfolio.btc', bitcoinSummary(86420, whole), T0 + 20)], half);
    expect(report(done).pools).toMatchObject([{ id: 'cross:USD', state: 'safe' }]);
  });

  it('another account: the former is from before, the new one begins with nothing', () => {
    const state = hear([
      ...first,
      ...summaries(
        [summaryOf('BTC', { balance: 1, equity: 1, margin_balance: 1, maintenance_margin: 0.1 })],
        { id: 11, type: 'subaccount' },
        T0 + 100,
      ),
    ]);
    const [now, before] = accounts(state, NOW);
    expect(now).toMatchObject({ label: 'subaccount 11', outdated: false });
    expect(assess(now!.account).pools[0]!.state).toBe('unknown');
    expect(before).toMatchObject({ label: 'main', outdated: true });
    expect(before!.problems.map(each => each.code)).toContain('not-shown');
  });

  it('another account’s figures that are asked for by its number are not the page’s', () => {
    const peek = told(
      'private/get_account_summaries',
      { subaccount_id: 11 },
      {
        id: 11,
        type: 'subaccount',
        summaries: [summaryOf('BTC', { balance: 9, equity: 9, margin_balance: 9 })],
      },
    );
    expect(hear([...first, ...peek]).trader).toEqual(hear(first).trader);
  });
});
