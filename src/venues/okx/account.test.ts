/** Accounts by hand, figure by figure: the sums stand beside each. */
import { describe, expect, it } from 'vitest';
import { assess } from '../../engine/assess';
import { accounts } from './account';
import {
  answered,
  balance,
  codes,
  config,
  discounts,
  fees,
  framed,
  type Held,
  instrumentRow,
  instruments,
  mark,
  orders,
  positions,
  T0,
  theAccount,
  tiers,
  told,
} from './fake-venue';
import type { State } from './state';

const BTC = 'BTC-USDT-SWAP';
const ETH = 'ETH-USDT-SWAP';
const STEPS: [string, string][] = [
  ['0', '0.004'],
  ['1000', '0.005'],
  ['5000', '0.01'],
];
const market = [
  instruments([
    instrumentRow(BTC),
    instrumentRow('BTC-USDT-251226'),
    instrumentRow(ETH, { ctVal: '0.1', tickSz: '0.01' }),
    instrumentRow('BTC-USD-SWAP'),
  ]),
  tiers('BTC-USDT', STEPS),
  tiers('BTC-USDT', STEPS, { type: 'FUTURES' }),
  tiers('BTC-USDT', STEPS, { mode: 'isolated' }),
  tiers('ETH-USDT', STEPS),
  tiers('BTC-USD', STEPS),
  tiers('BTC-USD', STEPS, { mode: 'isolated' }),
  fees('SWAP', '-0.0005'),
  fees('FUTURES', '-0.0005'),
];
const usdt = (cashBal: string) => balance([{ ccy: 'USDT', cashBal }]);
const pools = (state: State) => assess(theAccount(state).account).pools;
const long = (more: Partial<Held> = {}): Held => ({
  instId: BTC,
  pos: '100',
  avgPx: '80000',
  markPx: '81000',
  ...more,
});

describe('futures mode', () => {
  it('one contract: equity, requirement with the closing fee, both sides, the printed price', () => {
    const state = told([config('2'), ...market, usdt('10000'), positions([long()])]);
    const [pool] = pools(state);
    // 100 contracts of 0.01 BTC: 1 BTC. 10000 + (81000 − 80000); 81000·(0.004 + 0.0005).
    expect(pool).toMatchObject({
      id: 'cross:USDT',
      equity: '11000',
      maintenanceMargin: '364.5',
      state: 'safe',
    });
    // (80000 − 10000)/(1 − 0.0045)
    expect(pool!.positions[0]!.printedLiquidationPrice!.slice(0, 12)).toBe('70316.423907');
    expect(pool!.positions[0]!.liquidation.above).toBeNull();
    expect(codes(state)).toEqual([]);
  });

  it('several contracts in one currency: no price is printed, the true ones stand', () => {
    const eth: Held = { instId: ETH, pos: '-50', avgPx: '3000', markPx: '2900' };
    const state = told([config('2'), ...market, usdt('10000'), positions([long(), eth])]);
    const [pool] = pools(state);
    expect(pool!.positions.map(one => one.printedLiquidationPrice)).toEqual([null, null]);
    expect(pool!.positions[0]!.liquidation.below).not.toBeNull();
    expect(pool!.positions[1]!.liquidation.above).not.toBeNull();
    const { checked } = theAccount(state);
    // The venue printed "" for each: as it should.
    expect(checked!.pools[0]!.positions.map(one => one.reported)).toEqual([
      { liquidationPrice: null },
      { liquidationPrice: null },
    ]);
  });

  it('a swap and a dated future share their tier, both legs of a hedge count, isolated ones do not', () => {
    const state = told([
      config('2', 'long_short_mode'),
      ...market,
      usdt('100000'),
      positions([
        long({ pos: '600', posSide: 'long' }),
        long({ pos: '300', posSide: 'short' }),
        long({ instId: 'BTC-USDT-251226', pos: '100', posSide: 'long' }),
        long({ pos: '700', posSide: 'long', mgnMode: 'isolated', margin: '9000' }),
      ]),
    ]);
    const [cross, isolated] = pools(state);
    // 600 + 300 + 100 = 1000: the second tier, to all of it: 10 BTC · 81000 · (0.005 + 0.0005).
    expect(cross!.maintenanceMargin).toBe('4455');
    // 700 alone: 7 BTC · 81000 · 0.0045.
    expect(isolated).toMatchObject({
      id: `isolated:${BTC}:long`,
      maintenanceMargin: '2551.5',
      equity: '16000',
    });
    expect(theAccount(state).account.pools[0]!.positions.filter(one => one.symbol === BTC)).toHaveLength(2);
  });

  it('an inverse contract is backed by its coin alone, dollars beside it do not help', () => {
    const state = told([
      config('2'),
      ...market,
      balance([
        { ccy: 'BTC', cashBal: '0.1' },
        { ccy: 'USDT', cashBal: '50000' },
      ]),
      positions([{ instId: 'BTC-USD-SWAP', pos: '50', avgPx: '80000', markPx: '80000' }]),
    ]);
    const [btc, dollars] = pools(state);
    expect(btc).toMatchObject({ id: 'cross:BTC', unit: 'BTC', equity: '0.1' });
    // 5000·1.0045/(0.1 + 5000/80000)
    expect(btc!.positions[0]!.printedLiquidationPrice!.slice(0, 12)).toBe('30907.692307');
    expect(dollars).toMatchObject({
      id: 'cross:USDT',
      equity: '50000',
      maintenanceMargin: '0',
      state: 'safe',
    });
  });

  it('isolated: a long is printed one tick higher, a short one lower; a lone inverse short has none', () => {
    const isolated = { mgnMode: 'isolated' as const };
    const state = told([
      config('2', 'long_short_mode'),
      ...market,
      usdt('0'),
      positions([
        long({ ...isolated, posSide: 'long', margin: '8000' }),
        long({ ...isolated, posSide: 'short', margin: '8000' }),
        {
          instId: 'BTC-USD-SWAP',
          pos: '50',
          avgPx: '80000',
          markPx: '80000',
          posSide: 'short',
          margin: '0.1',
          ...isolated,
        },
      ]),
    ]);
    const prices = pools(state)
      .filter(({ kind }) => kind === 'isolated')
      .map(pool => pool.positions[0]!.printedLiquidationPrice);
    // (80000 − 8000)/(1 − 0.0045) + 0.1; (80000 + 8000)/(1 + 0.0045) − 0.1; 5000/80000 < 0.1: none.
    expect(prices[0]!.slice(0, 11)).toBe('72325.56459');
    expect(prices[1]!.slice(0, 11)).toBe('87605.67401');
    expect(prices[2]).toBeNull();
  });

  it('resting orders: those that open count, those that close or wait for a trigger do not', () => {
    const before = [
      config('2', 'long_short_mode'),
      ...market,
      usdt('100000'),
      positions([long({ pos: '900', posSide: 'long' })]),
    ];
    const [plain] = pools(told(before));
    expect(plain!.maintenanceMargin).toBe('3280.5');
    const opening = {
      instId: BTC,
      side: 'buy' as const,
      posSide: 'long' as const,
      sz: '200',
      accFillSz: '100',
      px: '70000',
    };
    const closing = { ...opening, ordId: '2', side: 'sell' as const };
    const [none] = pools(told([...before, orders([closing])]));
    expect(none).toMatchObject({ equity: plain!.equity, maintenanceMargin: '3280.5' });
    const state = told([...before, orders([opening, closing])]);
    const [pool] = pools(state);
    // 900 and 100 are 1000: 0.5 % of all. The fee of the fill: 1 BTC · 70000 · 0.0005.
    expect(pool!.maintenanceMargin).toBe('4455');
    expect(pool!.equity).toBe('108965');
    expect(codes(state)).toEqual(['assumed-resting-orders']);
    // The printed price leaves them out: 900 contracts in the first tier.
    expect(pool!.positions[0]!.printedLiquidationPrice).toBe(plain!.positions[0]!.printedLiquidationPrice);
  });

  it('net mode: an order against the position opens what goes beyond it, and the assumption is said', () => {
    const order = { instId: BTC, side: 'sell' as const, sz: '150', px: '90000' };
    const state = told([config('2'), ...market, usdt('10000'), positions([long()]), orders([order])]);
    const [pool] = pools(state);
    // 50 contracts beyond: 0.5 BTC · 81000 · 0.0045 more, 0.5 BTC · 90000 · 0.0005 less.
    expect(pool!.maintenanceMargin).toBe('546.75');
    expect(pool!.equity).toBe('10977.5');
    expect(codes(state)).toEqual(['assumed-resting-orders', 'assumed-net-orders']);
    const inside = told([
      config('2'),
      ...market,
      usdt('10000'),
      positions([long()]),
      orders([{ ...order, sz: '100' }]),
    ]);
    expect(pools(inside)[0]!.maintenanceMargin).toBe('364.5');
  });

  it('an order for a contract that is not held counts too', () => {
    const state = told([
      config('2'),
      ...market,
      usdt('10000'),
      positions([]),
      mark(ETH, '3000'),
      orders([{ instId: ETH, side: 'buy', sz: '100', px: '2900' }]),
    ]);
    const [pool] = pools(state);
    // 10 ETH · 3000 · 0.0045, 10 ETH · 2900 · 0.0005.
    expect(pool).toMatchObject({ maintenanceMargin: '135', equity: '9985.5' });
  });

  it('the account’s own fee is taken once it was said; until then that of a regular user, and it is said', () => {
    const base = [config('2'), ...market.slice(0, -2), usdt('10000'), positions([long()])];
    expect(pools(told(base))[0]!.maintenanceMargin).toBe('364.5');
    expect(codes(told(base))).toEqual(['assumed-fee']);
    const vip = told([...base, fees('SWAP', '-0.0004', { takerU: '-0.0003' })]);
    // 81000 · (0.004 + 0.0003)
    expect(pools(vip)[0]!.maintenanceMargin).toBe('348.3');
    const group = { feeGroup: [{ groupId: '4', maker: '0', taker: '-0.0002' }] };
    expect(pools(told([...base, fees('SWAP', '-0.0004', group)]))[0]!.maintenanceMargin).toBe('340.2');
    expect(codes(vip)).toEqual([]);
  });
});

describe('multi-currency mode', () => {
  const haircuts = [
    discounts('USDT', [['0', '10000000', '1']]),
    discounts('BTC', [
      ['0', '1', '0.98'],
      ['1', '10', '0.95'],
    ]),
    tiers(
      'USDT',
      [
        ['0', '0.02'],
        ['100000', '0.03'],
      ],
      { type: 'MARGIN', by: 'ccy' },
    ),
  ];
  const cash = (usdtCash: string, btc: string) =>
    balance(
      [
        { ccy: 'USDT', cashBal: usdtCash, eqUsd: usdtCash, disEq: usdtCash },
        { ccy: 'BTC', cashBal: btc, eqUsd: String(Number(btc) * 80000), disEq: '1' },
      ],
      T0,
      { adjEq: '1' },
    );

  it('each slice of a coin counts at its own rate, what is owed counts whole and requires by its own tiers', () => {
    const state = told([config('3'), ...market, ...haircuts, cash('-40000', '2'), positions([long()])]);
    const [pool] = pools(state);
    // 0.98·80000 + 0.95·80000 − 40000 + 1000
    expect(pool!.equity).toBe('115400');
    // 81000·0.0045 + (40000 − 1000)·(0.02 + 1.02·0.001)
    expect(pool!.maintenanceMargin).toBe('1184.28');
    expect(pool).toMatchObject({ id: 'cross', unit: 'USD', state: 'safe' });
    expect(codes(state)).toEqual(['assumed-multi-currency']);
    // Down: the coins that back it fall with what it holds.
    expect(pool!.positions[0]!.liquidation.below).not.toBeNull();
  });

  it('without a haircut, a borrow tier or a price nothing is known, and which one is said', () => {
    const of = (drop: number) =>
      told([
        config('3'),
        ...market,
        ...haircuts.filter((_, k) => k !== drop),
        cash('-40000', '2'),
        positions([long()]),
      ]);
    expect(codes(of(1))).toContain('no-discounts');
    expect(pools(of(1))[0]!.state).toBe('unknown');
    expect(codes(of(2))).toContain('no-tiers');
    expect(pools(of(2))[0]!.state).toBe('unknown');
    const priceless = told([
      config('3'),
      ...market,
      ...haircuts,
      balance([{ ccy: 'USDT', cashBal: '5', eqUsd: '' }]),
      positions([long()]),
    ]);
    expect(pools(priceless)[0]!.state).toBe('unknown');
  });

  it('a coin that the trader or the venue has switched off counts nothing', () => {
    const state = told([
      config('3'),
      ...haircuts,
      balance(
        [
          { ccy: 'USDT', cashBal: '100', eqUsd: '100', disEq: '100' },
          { ccy: 'BTC', cashBal: '2', eqUsd: '160000', disEq: '0', collateralEnabled: false },
        ],
        T0,
        { adjEq: '100' },
      ),
      positions([]),
    ]);
    expect(pools(state)[0]!.equity).toBe('100');
  });
});

describe('portfolio margin', () => {
  it('takes the requirement that was reported, and says that it is an estimate', () => {
    const state = told([
      config('4'),
      ...market,
      balance([{ ccy: 'USDT', cashBal: '50000', eqUsd: '50000', disEq: '50000' }], T0, {
        adjEq: '51000',
        mmr: '3900',
        mgnRatio: '12.75',
      }),
      positions([long()]),
    ]);
    const [pool] = pools(state);
    expect(pool).toMatchObject({ equity: '51000', maintenanceMargin: '4000', marginRatio: '12.75' });
    expect(pool!.problems.map(({ code }) => code)).toEqual(['estimate']);
  });

  it('knows nothing without it', () => {
    const state = told([config('4'), ...market, usdt('100'), positions([long()])]);
    expect(pools(state)[0]!.state).toBe('unknown');
    expect(codes(state)).toContain('no-requirement');
  });
});

describe('what is not covered or not known is said', () => {
  it('spot mode', () => {
    const state = told([config('1'), usdt('10'), positions([])]);
    expect(codes(state)).toEqual(['not-covered']);
    expect(theAccount(state).mode).toBe('spot');
    expect(pools(state)[0]!.state).toBe('unknown');
  });

  it('a mode that was not said: futures mode alone can be told by what is printed', () => {
    const futures = told([...market, usdt('10000'), positions([long()])]);
    expect(codes(futures)).toEqual(['assumed-futures-mode']);
    expect(pools(futures)[0]!.equity).toBe('11000');
    const wide = told([
      ...market,
      balance([{ ccy: 'USDT', cashBal: '1' }], T0, { adjEq: '1' }),
      positions([long()]),
    ]);
    expect(codes(wide)).toContain('mode-unknown');
    expect(pools(wide).every(pool => pool.state === 'unknown')).toBe(true);
  });

  it('the mode is switched while the page is open', () => {
    const before = told([config('2'), ...market, usdt('10000'), positions([long()])]);
    const after = told([config('3', 'net_mode', T0 + 1000)], before);
    expect(theAccount(before).mode).toBe('futures');
    expect(theAccount(after).mode).toBe('multi-currency');
    expect(pools(after)[0]!.id).toBe('cross');
    expect(codes(after)).toContain('no-discounts');
    expect(theAccount(after).checked).toBeUndefined();
  });

  it('the sub-account is switched while the page is open: the other one is kept apart, nothing of it remains', () => {
    const before = told([config('2'), ...market, usdt('10000'), positions([long()])]);
    const other = '99999999999999991234';
    const after = told([config('2', 'net_mode', T0 + 1000, other)], before);
    const [active, parked] = accounts(after, T0);
    expect(active).toMatchObject({ label: 'sub-1234', accountAt: null });
    expect(active!.problems.map(({ code }) => code)).toEqual(['no-positions', 'no-balance']);
    expect(parked!.account.account).toBe('main');
    expect(parked!.account.pools[0]!.positions).toHaveLength(1);
    const told2 = told(
      [
        framed(
          'positions',
          [],
          T0 + 2000,
          { eventType: 'snapshot', curPage: 1, lastPage: true },
          { uid: other, instType: 'ANY' },
        ),
        balance([{ ccy: 'USDT', cashBal: '7' }], T0 + 2000),
      ],
      after,
    );
    expect(theAccount(told2).account).toMatchObject({ account: 'sub-1234' });
    expect(pools(told2)[0]).toMatchObject({ equity: '7', positions: [] });
    // And back: what was known is not believed until it is told again.
    const back = told([config('2', 'net_mode', T0 + 3000), positions([])], told2);
    expect(theAccount(back).account.account).toBe('main');
  });

  it('options in the account: held as they were last said, and named', () => {
    const option: Held = {
      instId: 'BTC-USDT-251226-90000-C',
      pos: '10',
      avgPx: '0.05',
      markPx: '0.06',
      optVal: '600',
      mmr: '150',
      ccy: 'USDT',
    };
    const state = told([config('2'), ...market, usdt('10000'), positions([long(), option])]);
    const [pool] = pools(state);
    expect(pool).toMatchObject({ equity: '11600', maintenanceMargin: '514.5' });
    expect(codes(state)).toEqual(['assumed-options']);
    const bare = told([config('2'), ...market, usdt('10000'), positions([{ ...option, mmr: '' }])]);
    expect(codes(bare)).toContain('no-requirement');
    expect(pools(bare)[0]!.state).toBe('unknown');
  });

  it('an empty account is safe; 200 positions and odd names are all there', () => {
    const empty = told([config('2'), balance([]), positions([])]);
    expect(codes(empty)).toEqual([]);
    const names = Array.from({ length: 200 }, (_, k) =>
      k === 0 ? '1000PEPE-USDT-SWAP' : k === 1 ? '1INCH-USDT-SWAP' : `C${k}-USDT-SWAP`,
    );
    const state = told([
      config('2'),
      instruments(names.map(instId => instrumentRow(instId))),
      ...names.map(instId => tiers(instId.replace('-SWAP', ''), STEPS)),
      fees('SWAP', '-0.0005'),
      usdt('1000000'),
      positions(names.map(instId => ({ instId, pos: '1', avgPx: '10', markPx: '10' }))),
    ]);
    expect(codes(state)).toEqual([]);
    const { account } = theAccount(state);
    expect(account.pools[0]!.positions).toHaveLength(200);
    expect(account.pools[0]!.positions.slice(0, 2).map(one => one.factor)).toEqual(['PEPE', '1INCH']);
  });

  it.each<[string, string, () => State]>([
    [
      'no instrument',
      'no-instrument',
      () => told([config('2'), ...market.slice(1), usdt('1'), positions([long()])]),
    ],
    ['no tiers', 'no-tiers', () => told([config('2'), market[0]!, usdt('1'), positions([long()])])],
    [
      'no balance of the currency',
      'no-balance',
      () => told([config('2'), ...market, balance([]), positions([long()])]),
    ],
    [
      'no mark',
      'no-mark',
      () => told([config('2'), ...market, usdt('1'), positions([long({ markPx: '' })])]),
    ],
    [
      'no margin of an isolated one',
      'no-margin',
      () => told([config('2'), ...market, usdt('1'), positions([long({ mgnMode: 'isolated' })])]),
    ],
    [
      'cross margin trading',
      'not-covered',
      () => told([config('2'), ...market, usdt('1'), positions([long({ instId: 'BTC-USDT', ccy: 'USDT' })])]),
    ],
  ])('%s', (_, code, state) => {
    expect(codes(state())).toContain(code);
    expect(pools(state()).some(pool => pool.state === 'unknown')).toBe(true);
  });

  it('balances without positions, positions without balances', () => {
    expect(codes(told([usdt('1')]))).toEqual(['no-positions']);
    expect(codes(told([answered('account/positions', [])]))).toEqual(['no-balance']);
    expect(accounts(told([]), T0)).toEqual([]);
  });
});
