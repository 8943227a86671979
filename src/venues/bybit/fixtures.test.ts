/**
 * Documented and captured answers, against the figures that Bybit itself printed with them. The captures are not
 * part of the repository; where they are absent these tests are skipped.
 */
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { assess } from '../../engine/assess';
import { Decimal } from '../../engine/decimal';
import type { VenueMessage } from '../venue';
import { closingFee } from './closing-fee';
import {
  accountInfo,
  codes,
  collateralTiers,
  feeRates,
  fetched,
  framed,
  ISOLATED,
  loanTiers,
  pageAccount,
  positionList,
  RATIOS,
  riskLimits,
  T0,
  told,
  walletList,
} from './fake-page';
import { markOf } from './marks';
import { verdict } from './verdict';

const FOLDER = '../shared/fixtures/bybit';
// biome-ignore lint/suspicious/noExplicitAny: captures of many shapes
type Capture = any;
const load = (name: string): Capture => JSON.parse(readFileSync(`${FOLDER}/${name}.json`, 'utf8'));
const api = (path: string, name: string): VenueMessage => ({
  ...fetched(`https://api.bybit.com/v5/${path}`, load(name)),
  via: 'api',
});

/** Our maintenance margin of the only position, in a cross account with its risk limits. */
function maintenance(capture: Capture, markPrice: string): Decimal {
  const state = told([
    accountInfo('REGULAR_MARGIN'),
    walletList([{ coin: 'USDT', wallet: '1000' }]),
    collateralTiers(RATIOS),
    loanTiers({ USDT: '0.04' }),
    riskLimits(capture.symbol, [[capture.riskLimitValue ?? '2000000', capture.mmr, '']]),
    feeRates({ [capture.symbol]: capture.takerFee }),
    positionList([
      {
        symbol: capture.symbol,
        side: capture.side,
        size: capture.size,
        entry: capture.avgPrice,
        mark: markPrice,
        leverage: capture.leverage,
      },
    ]),
  ]);
  expect(codes(state)).toEqual([]);
  const [pool] = assess(pageAccount(state).account).pools;
  return new Decimal(pool!.positions[0]!.maintenanceMargin!);
}

describe.skipIf(!existsSync(FOLDER))('documented and captured answers', () => {
  it('Y1, Y2: maintenance margin with the fee to close (of the years in which it went by the entry price)', () => {
    const short = load('recompute__1_issue15928_testnet_short');
    expect(maintenance(short, short.avgPrice).toFixed()).toBe(short.reported.positionMM);
    const long = load('recompute__2_ltcusdt_2023_11');
    const ours = maintenance(long, long.avgPrice);
    expect(ours.minus(long.reported.positionMM).abs().toNumber()).toBeLessThan(6e-7);
  });

  it('Y3: maintenance margin by the mark, 2025-11', () => {
    // Both prices of the capture are one lower than its own value and margins imply.
    const [row] = load('ws_position__real_ethusdt_short_2025_11').data;
    const capture = { ...row, avgPrice: '3642.075', mmr: '0.005', takerFee: '0.00055' };
    const ours = maintenance(capture, '3642.33');
    expect(ours.div(row.positionMM).minus(1).abs().toNumber()).toBeLessThan(2e-6);
    const fee = closingFee(
      { ...pageRow(), size: '-0.01', entryPrice: '3642.075', leverage: '30' },
      '0.00055',
    )!.times('0.01');
    const initial = new Decimal('36.4233').div(30).plus(fee);
    expect(initial.div(row.positionIM).minus(1).abs().toNumber()).toBeLessThan(1e-6);
  });

  it('Y4: portfolio margin is the printed requirement over the equity', () => {
    const { wallet } = load('asset_portfolio_margin').result;
    const state = told([
      accountInfo('PORTFOLIO_MARGIN'),
      positionList([]),
      walletList([{ coin: 'USDT', wallet: wallet.equity, maintenance: '' }], {
        totalEquity: wallet.equity,
        totalMaintenanceMargin: wallet.accountMM,
      }),
    ]);
    const [pool] = assess(pageAccount(state).account).pools;
    expect(pool!.equity).toBe(wallet.equity);
    expect(new Decimal(pool!.marginRatio!).toFixed(4, Decimal.ROUND_DOWN)).toBe(wallet.accountMMRate);
    expect(pool!.problems.map(({ code }) => code)).toContain('estimate');
  });

  it('Y5: the liquidation price of an isolated position, by the help centre', () => {
    const example = load('recompute__4_isolated_help_example');
    const margin = new Decimal(example.entry).div(example.leverage);
    const state = told([
      accountInfo('ISOLATED_MARGIN'),
      walletList([{ coin: 'USDT', wallet: '1000' }], ISOLATED),
      riskLimits('BTCUSDT', [['2000000', example.mmr, '']]),
      feeRates({ BTCUSDT: '0' }),
      positionList([
        {
          symbol: 'BTCUSDT',
          size: example.size,
          entry: example.entry,
          mark: '21000',
          leverage: example.leverage,
          balance: margin.toFixed(),
        },
      ]),
    ]);
    const [pool] = assess(pageAccount(state).account).pools;
    expect(pool!.positions[0]!.printedLiquidationPrice).toBe(example.published.liqPrice);
  });

  it('reads the answers and frames of the documents without a word', () => {
    const state = told([
      api('account/wallet-balance?accountType=UNIFIED', 'account_wallet_balance__docs'),
      api('account/info', 'account_info'),
      api('account/collateral-info', 'account_collateral_info'),
      api('account/fee-rate?category=linear', 'account_fee_rate'),
      api('position/list?category=inverse&symbol=BTCUSD', 'position_list__docs_inverse'),
      api('order/realtime?category=linear&settleCoin=USDT', 'order_realtime'),
      api('order/realtime?category=linear&settleCoin=USDT&orderFilter=tpslOrder', 'order_realtime__tp_sl'),
      api('market/risk-limit?category=inverse&symbol=BTCUSD', 'market_risk_limit'),
      api('market/instruments-info?category=linear', 'market_instruments_info__linear_inverse'),
      api('market/tickers?category=inverse&symbol=BTCUSD', 'market_tickers__inverse'),
      api('market/tickers?category=option', 'market_tickers__option'),
      api('market/tickers?category=spot', 'market_tickers__spot'),
      api('spot-margin-trade/collateral', 'spot_margin_trade_collateral'),
      api('spot-margin-trade/position-tiers', 'spot_margin_trade_position_tiers'),
      framed(load('ws_position')),
      framed(load('ws_position__real_ethusdt_short_2025_11')),
      framed(load('ws_wallet')),
      framed(load('ws_order')),
      framed(load('ws_order__stop_loss')),
      framed(load('ws_ticker_linear'), T0, 'stream.bybit.com/v5/public/linear'),
      framed(load('ws_tickers__linear_snapshot'), T0 + 120_000, 'stream.bybit.com/v5/public/linear'),
    ]);
    expect(state.trader.problems).toEqual({});
    expect(state.market.problems).toEqual({});
    expect(state.trader.mode).toMatchObject({ is: 'REGULAR_MARGIN', said: true });
    expect(state.trader.positions.rows['BTCUSD:0']).toMatchObject({ size: '-300', category: 'inverse' });
    expect(state.trader.positions.rows['ETHUSDT:0']).toMatchObject({ size: '-0.01', entryPrice: '3641.075' });
    expect(state.trader.coins.rows.BTC).toMatchObject({ amount: '0.00102964' });
    // 36.70759517 US dollars of 0.00102964 BTC.
    expect(state.trader.coins.rows.BTC!.price).toBe('35650.9024222');
    // Percentages of the documents.
    expect(state.market.tiers.BTCUSD).toEqual([{ from: '0', rate: '0.005', deduction: '0' }]);
    expect(markOf(state.market, 'BTCUSDT')!.price).toBe('66666.60');
    expect(state.market.usd.BTC!.price).toBe('114890.92');
    const orders = Object.values(state.trader.orders.rows);
    expect(orders.filter(({ open }) => open).map(({ type }) => type)).toEqual(
      expect.arrayContaining(['limit', 'stop', 'take-profit']),
    );
    expect(state.trader.orders.rows['5cf98598-39a7-459e-97bf-76ca765ee020']!.open).toBe(false);
  });

  it('takes what was borrowed for spot off the wallet', () => {
    // Its time is made up.
    const answer = { ...load('wallet_balance__spot_borrow'), time: T0 };
    const state = told([fetched('v5/account/wallet-balance?accountType=UNIFIED', answer)]);
    expect(state.trader.coins.rows.USDT).toMatchObject({
      amount: '1000',
      equity: '1000.00',
      borrowed: '200.00',
    });
  });

  it('tells a read-only key', () => {
    expect(verdict({ status: 200, body: JSON.stringify(load('user_query_api')) })).toMatchObject({
      is: 'read-only',
      label: 'UID …8939',
    });
  });
});

const pageRow = () => ({
  symbol: 'ETHUSDT',
  category: 'linear' as const,
  index: 0 as const,
  balance: null,
  maintenance: null,
  delta: null,
  value: null,
  changed: 0,
  seq: 0,
  at: 0,
});
