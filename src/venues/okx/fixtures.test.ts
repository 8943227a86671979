/**
 * The venue's own printed figures out of samples of its messages (not part of the project: skipped where they are
 * absent). Each sample takes the way of a message: reduce, account, assess.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Account } from '../../engine/account';
import { assess } from '../../engine/assess';
import { Decimal } from '../../engine/decimal';
import type { VenueMessage } from '../venue';
import {
  answered,
  balance,
  config,
  fees,
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

const folder = join(import.meta.dirname, '../../../../shared/fixtures/okx');
const isHere = existsSync(folder);
// biome-ignore lint/suspicious/noExplicitAny: samples of many shapes, taken apart by their names
const sample = (name: string): any => JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8'));

const TIERS: [string, string][] = [
  ['0', '0.004'],
  ['50000.01', '0.005'],
  ['100000.01', '0.0075'],
];
const near = (ours: string | null | undefined, theirs: string | Decimal, relative = 1e-12) => {
  expect(ours, `nothing beside ${theirs}`).toBeTruthy();
  const off = new Decimal(ours!).div(theirs).minus(1).abs().toNumber();
  expect(off, `${ours} and ${theirs}`).toBeLessThanOrEqual(relative);
};
const first = (account: Account) => assess(account).pools[0]!;

describe.skipIf(!isHere)('figures that OKX printed', () => {
  it('cross linear short: margin ratio, maintenance, initial margin and liquidation price', () => {
    const { position, balance: cash } = sample('recompute__1_cross_linear_short');
    const state = told([
      config('2'),
      fees('SWAP', '-0.0005'),
      instruments([instrumentRow('ETH-USDT-SWAP', { ctVal: '0.1', tickSz: '0.01' })]),
      tiers('ETH-USDT', TIERS),
      balance([
        { ccy: 'USDT', cashBal: cash.cashBal },
        { ccy: 'BTC', cashBal: '0.9642726541956157' },
      ]),
      positions([{ instId: 'ETH-USDT-SWAP', ...position }]),
    ]);
    const { account, checked, problems } = theAccount(state);
    expect(problems).toEqual([]);
    const pool = first(account);
    expect(pool.unit).toBe('USDT');
    near(pool.marginRatio, position.mgnRatio, 1e-14);
    const [row] = pool.positions;
    near(row!.printedLiquidationPrice, position.liqPx, 1e-15);
    expect(row!.unrealizedPnl!.slice(0, 12)).toBe(position.upl.slice(0, 12));
    expect(new Decimal(row!.value!).div(position.lever).toFixed()).toBe(position.imr);
    const fee = new Decimal(row!.value!).times('0.0005');
    expect(new Decimal(row!.maintenanceMargin!).minus(fee).toFixed()).toBe(position.mmr);
    const check = first(checked!);
    near(check.marginRatio, checked!.pools[0]!.reported!.marginRatio!, 1e-14);
  });

  it('isolated inverse longs: the price is one tick nearer', () => {
    const frame = sample('ws_positions__snapshot_paged');
    const state = told([
      config('2', 'long_short_mode', T0, frame.arg.uid),
      fees('SWAP', '-0.0005'),
      fees('FUTURES', '-0.0005'),
      instruments(
        ['ETH-USD-SWAP', 'ETH-USD-210430'].map(instId =>
          instrumentRow(instId, { ctVal: '10', tickSz: '0.01' }),
        ),
      ),
      ...(['SWAP', 'FUTURES'] as const).map(type =>
        tiers('ETH-USD', [['0', '0.008']], { type, mode: 'isolated' }),
      ),
      balance([{ ccy: 'ETH', cashBal: '1' }]),
      { at: T0, via: 'websocket', url: 'wss://ws.okx.com:8443/ws/v5/private', direction: 'in', body: frame },
    ]);
    const { account } = theAccount(state);
    const isolated = assess(account).pools.filter(({ kind }) => kind === 'isolated');
    expect(isolated).toHaveLength(2);
    for (const pool of isolated) {
      near(pool.positions[0]!.printedLiquidationPrice, '2352.8496681818233', 1e-15);
    }
  });

  it('a resting order moves the whole position to the next tier, and leaves the printed price where it is', () => {
    const { position, cashBal, snapshots } = sample('recompute__4_cross_inverse_tier_jump_by_pending_order');
    const before = [
      config('2', 'long_short_mode'),
      fees('SWAP', '-0.0005'),
      instruments([instrumentRow('BTC-USD-SWAP')]),
      tiers('BTC-USD', [
        ['0', '0.004'],
        ['2000.1', '0.005'],
        ['5000.1', '0.0075'],
      ]),
      balance([{ ccy: 'BTC', cashBal }]),
      positions([
        {
          instId: 'BTC-USD-SWAP',
          pos: position.pos,
          posSide: 'short',
          avgPx: position.avgPx,
          markPx: '78962.8',
          lever: '100',
        },
      ]),
    ];
    const [alone, resting] = snapshots;
    const plain = first(theAccount(told(before)).account);
    near(plain.positions[0]!.printedLiquidationPrice, alone.positionRow.liqPx, 1e-15);
    const { pending, accountRow } = resting;
    const withOrder = told([
      ...before,
      orders([{ instId: 'BTC-USD-SWAP', side: 'sell', posSide: 'short', sz: pending.sz, px: pending.px }]),
      // The account's own row was made at this mark.
      mark('BTC-USD-SWAP', new Decimal(2900).times(100).times('0.005').div(accountRow.mmr).toFixed(30)),
    ]);
    const pool = first(theAccount(withOrder).account);
    near(pool.marginRatio, accountRow.mgnRatio, 1e-14);
    near(pool.positions[0]!.printedLiquidationPrice, resting.positionRow.liqPx, 1e-15);
    // eq − imr − order fee, with its initial margin at the order's own price.
    const orderFee = new Decimal(1000).times(100).div(pending.px).times('0.0005');
    near(pool.equity, new Decimal(accountRow.eq).minus(orderFee), 1e-14);
    near(new Decimal(pool.equity!).minus(accountRow.imr).toFixed(), accountRow.availBal, 1e-13);
  });

  it('rows of one account with orders at several prices: the ratio of each', () => {
    for (const row of sample('recompute__5_cross_mgnratio_with_pending').rows) {
      const mmr = new Decimal(row.mmr);
      const pending = row.pendingPx !== null;
      const markPx = new Decimal(pending ? 2000 : 100).times(100).times('0.004').div(mmr);
      // Equity before the fee of the order: what is available, what is frozen, and that fee.
      const fee = pending ? new Decimal(1900).times(100).div(row.pendingPx).times('0.0005') : new Decimal(0);
      const eq = new Decimal(row.availBal).plus(row.imr).plus(fee);
      const state = told([
        config('2', 'long_short_mode'),
        fees('SWAP', '-0.0005'),
        instruments([instrumentRow('BTC-USD-SWAP')]),
        tiers('BTC-USD', [
          ['0', '0.004'],
          ['2000.1', '0.005'],
        ]),
        balance([{ ccy: 'BTC', cashBal: eq.toFixed(20) }]),
        positions([
          {
            instId: 'BTC-USD-SWAP',
            pos: '100',
            posSide: 'short',
            avgPx: markPx.toFixed(20),
            markPx: markPx.toFixed(20),
          },
        ]),
        ...(pending
          ? [
              orders([
                { instId: 'BTC-USD-SWAP', side: 'sell', posSide: 'short', sz: '1900', px: row.pendingPx },
              ]),
            ]
          : []),
      ]);
      near(first(theAccount(state).account).marginRatio, row.mgnRatio, 1e-12);
    }
  });

  it('the documents’ cross position: the cash that its ratio implies gives its price', () => {
    const p = sample('recompute__7_docs_signal_bot_cross');
    const value = new Decimal(p.pos).times(p.ctVal).times(p.markPx);
    const cash = new Decimal(p.mgnRatio).times(value).times('0.0085').minus(p.upl);
    const state = told([
      config('2'),
      fees('SWAP', '-0.0005'),
      instruments([instrumentRow(p.instId, { ctVal: p.ctVal, tickSz: '0.01' })]),
      tiers('ETH-USDT', [['0', p.mmrRate]]),
      balance([{ ccy: 'USDT', cashBal: cash.toFixed(20) }]),
      positions([{ instId: p.instId, pos: p.pos, avgPx: p.avgPx, markPx: p.markPx }]),
    ]);
    const pool = first(theAccount(state).account);
    near(pool.positions[0]!.printedLiquidationPrice, p.liqPx, 1e-15);
    near(pool.marginRatio, p.mgnRatio, 1e-15);
  });

  it('isolated margin trading: ratio, price and maintenance of what is owed', () => {
    const message = sample('account_positions__docs_margin_isolated');
    const [row] = message.data;
    const state = told([
      config('3'),
      fees('MARGIN', '-0.001', { takerU: '', makerU: '' }),
      tiers('BTC-USDT', [['0', '0.02']], { type: 'MARGIN', mode: 'isolated', by: 'instId' }),
      balance([], T0, { adjEq: '0' }),
      answered('account/positions', message.data),
    ]);
    const { account } = theAccount(state);
    const pool = assess(account).pools.find(({ kind }) => kind === 'isolated')!;
    const [position] = pool.positions;
    near(pool.marginRatio, row.mgnRatio, 1e-15);
    near(position!.printedLiquidationPrice, row.liqPx, 1e-15);
    const fee = new Decimal(position!.value!).times('1.02').times('0.001');
    near(new Decimal(position!.maintenanceMargin!).minus(fee).toFixed(), row.mmr, 2e-12);
  });

  it('portfolio margin: the requirement that the reported ratio tells of, with the fee of what is owed', () => {
    const [answer] = sample('account_position_builder').data;
    const { eq, borrowMmr, derivMmr, marginRatio, totalMmr } = answer;
    const usdt = { ccy: 'USDT', cashBal: eq, eqUsd: eq, disEq: eq };
    const state = told([
      config('4'),
      balance([usdt], T0, { adjEq: eq, mmr: totalMmr, mgnRatio: marginRatio }),
      positions([]),
    ]);
    const pool = first(theAccount(state).account);
    const fee = new Decimal(eq).abs().times('1.02').times('0.001');
    near(pool.maintenanceMargin, new Decimal(borrowMmr).plus(derivMmr).plus(fee), 1e-15);
    near(pool.headroom, new Decimal(eq).minus(pool.maintenanceMargin!), 1e-15);
    expect(pool.problems.map(({ code }) => code)).toEqual(['estimate']);
  });

  it('every tier of the real haircut ladder: the running sums are the venue’s', () => {
    const message = sample('public_discount_rate__real_btc');
    const [{ details }] = message.data;
    const before = [
      config('3'),
      answered('public/discount-rate-interest-free-quota?ccy=BTC', message.data),
      positions([]),
    ];
    let compared = 0;
    for (const { maxAmt, disCcyEq } of details) {
      const cash = balance([{ ccy: 'BTC', cashBal: maxAmt, eq: maxAmt, eqUsd: maxAmt }], T0, { adjEq: '1' });
      const pool = first(theAccount(told([...before, cash])).account);
      expect(pool.equity).toBe(new Decimal(disCcyEq).toFixed());
      compared++;
    }
    expect(compared).toBe(83);
  });
});

describe.skipIf(!isHere)('samples of every kind', () => {
  const api = (path: string, body: unknown): VenueMessage => ({
    at: T0,
    via: 'api',
    url: `https://www.okx.com/api/v5/${path}`,
    direction: 'in',
    body: body as string,
  });
  const stream = (body: unknown): VenueMessage => ({
    at: T0,
    via: 'websocket',
    url: 'wss://ws.okx.com:8443/ws/v5/private',
    direction: 'in',
    body: body as string,
  });

  it.each<[string, (body: unknown) => VenueMessage]>([
    ['account_balance__docs', body => api('x/y', body)],
    ['account_balance__real_spot_mode_2025_04', body => api('x/y', body)],
    ['account_config', body => api('x/y', body)],
    ['account_leverage_info', body => api('x/y', body)],
    ['account_positions__docs_margin_isolated', body => api('x/y', body)],
    ['account_trade_fee', body => api('x/y', body)],
    ['public_discount_rate__docs', body => api('x/y', body)],
    ['public_instruments_swap__real', body => api('x/y', body)],
    ['public_mark_price', body => api('x/y', body)],
    ['public_mark_price__real', body => api('x/y', body)],
    ['public_position_tiers', body => api('x/y?instType=MARGIN&tdMode=cross&instId=BTC-USDT', body)],
    ['trade_orders_pending', body => api('x/y', body)],
    ['trade_orders_pending__attached_tp_sl', body => api('x/y', body)],
    ['trade_orders_algo_pending', body => api('x/y', body)],
    ['ws_account', stream],
    ['ws_account__real_2025_07', stream],
    ['ws_balance_and_position', stream],
    ['ws_mark_price', stream],
    ['ws_orders', stream],
    ['ws_orders_algo', stream],
    ['ws_positions', stream],
    ['ws_positions__snapshot_paged', stream],
  ])('%s is known by its shape alone, and read without a doubt', (name, message) => {
    const sent = message(JSON.stringify(sample(name)));
    const nothing = told([]);
    const state = told([sent]);
    expect(state).not.toBe(nothing);
    expect(Object.values(state.trader.problems)).toEqual([]);
    expect(Object.values(state.market.problems)).toEqual([]);
  });

  it('what tells of nothing that is counted is left alone', () => {
    for (const name of [
      'account_risk_state',
      'account_position_risk',
      'account_interest_rate',
      'account_collateral_assets',
      'market_candles',
    ]) {
      expect(told([api('x/y', JSON.stringify(sample(name)))]), name).toBe(told([]));
    }
    expect(told([stream(JSON.stringify(sample('ws_liquidation_warning')))])).toBe(told([]));
  });

  it('names the mode of an account that is not covered', () => {
    const state = told([config('1'), api('x/y', sample('account_balance__real_spot_mode_2025_04'))]);
    expect(theAccount(state).problems.map(({ code }) => code)).toContain('not-covered');
    expect(assess(theAccount(state).account).pools.every(({ state: known }) => known === 'unknown')).toBe(
      true,
    );
  });
});
