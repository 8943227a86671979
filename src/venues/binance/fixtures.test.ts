/** The venue's documented and captured answers, where they are at hand; they are no part of this project. */
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { assess } from '../../engine/assess';
import { Decimal } from '../../engine/decimal';
import type { VenueMessage } from '../venue';
import { readBrackets } from './brackets';
import { bracketRow, codes, envelope, fetched, framed, pageAccount, T0, told } from './fake-page';
import { markOf } from './marks';

const FOLDER = '../shared/fixtures/binance';
// biome-ignore lint/suspicious/noExplicitAny: captures of many shapes
type Capture = any;
const load = (name: string): Capture => JSON.parse(readFileSync(`${FOLDER}/${name}.json`, 'utf8'));
const api = (path: string, body: unknown, at = T0): VenueMessage => ({
  at,
  via: 'api',
  url: `https://fapi.binance.com/fapi/${path}`,
  direction: 'in',
  body,
});

describe.skipIf(!existsSync(FOLDER))('documented and captured answers', () => {
  const flat = (symbol: string, rate: number, cum: number) =>
    // One step whose amount is `cum`: a table of two steps that meet where the second takes over.
    bracketRow(
      symbol,
      cum === 0
        ? [[0, 9e9, rate, 0]]
        : [
            [0, cum / (rate / 2), rate / 2, 0],
            [cum / (rate / 2), 9e9, rate, cum],
          ],
    );
  const brackets = (rows: unknown[]) =>
    fetched('v1/friendly/future/common/brackets', envelope({ brackets: rows }));

  it('B1: the FAQ', () => {
    const { positions, walletBalance, published, isolatedVariant } = load('recompute__faq_cross_oneway');
    const rows = positions.map((one: Capture) => ({
      ...one,
      positionSide: 'BOTH',
      liquidationPrice: published[one.symbol],
      isolatedWallet: '0',
      updateTime: T0,
    }));
    const tables = brackets(positions.map((one: Capture) => flat(one.symbol, +one.mmr, +one.cum)));
    const balances = api('v3/balance', [{ asset: 'USDT', crossWalletBalance: walletBalance }]);
    const cross = pageAccount(told([tables, balances, api('v3/positionRisk', rows)]));
    expect(cross.problems).toEqual([]);
    expect(printed(cross.checked!)).toEqual(published);
    const alone = rows.map((row: Capture) => ({ ...row, isolatedWallet: isolatedVariant.isolatedWallet }));
    const isolated = pageAccount(told([tables, balances, api('v3/positionRisk', alone)]));
    expect(isolated.account.pools.map(pool => pool.kind)).toEqual(['cross', 'isolated', 'isolated']);
    expect(printed(isolated.checked!)).toMatchObject({
      ETHUSDT: isolatedVariant.ETHUSDT,
      BTCUSDT: isolatedVariant.BTCUSDT,
    });
  });

  it('B2: two isolated legs', () => {
    const { rows, bracket, symbol } = load('recompute__docs_isolated_hedge_pair');
    const list = rows.map((row: Capture) => ({ ...row, symbol, updateTime: T0 }));
    const { account, checked, problems } = pageAccount(
      told([
        brackets([flat(symbol, +bracket.maintMarginRatio, +bracket.cum)]),
        api('v3/balance', [{ asset: 'USDT', crossWalletBalance: '1' }]),
        api('v2/positionRisk', list),
      ]),
    );
    expect(problems).toEqual([]);
    const report = assess(checked!);
    rows.forEach((row: Capture, k: number) => {
      expect(new Decimal(report.pools[k]!.positions[0]!.printedLiquidationPrice!).toFixed(2)).toBe(
        row.liquidationPrice,
      );
      // isolatedMargin is the wallet with the profit in it.
      expect(report.pools[k]!.equity).toBe(row.isolatedMargin);
    });
    expect(account.pools.map(({ id }) => id)).toContain(`isolated:${symbol}:SHORT`);
  });

  it.each(['hedge', 'oneway'])('B3: maintenance margin of positionRisk, %s', mode => {
    const rows = load(`fapi_v3_positionRisk__${mode}`);
    const tables = brackets(
      rows.map((row: Capture) => flat(row.symbol, row.symbol === 'ADAUSDT' ? 0.0065 : 0.01, 0)),
    );
    const messages = [tables, api('v3/balance', load('fapi_v3_balance')), api('v3/positionRisk', rows)];
    const { checked } = pageAccount(told(messages));
    const [pool] = assess(checked!).pools;
    checked!.pools[0]!.positions.forEach((position, j) => {
      const difference = new Decimal(pool!.positions[j]!.maintenanceMargin!).minus(
        position.reported!.maintenanceMargin!,
      );
      expect(difference.abs().lt('1e-8')).toBe(true);
    });
  });

  it('B7: every bracket table is continuous and read whole', () => {
    const { symbols } = load('leverageBracket__real_2024_10');
    const list = Object.entries(symbols).map(([symbol, brackets]) => ({ symbol, brackets }));
    const reading = readBrackets(list);
    expect((reading as Capture).value.unreadable).toEqual({});
    expect(Object.keys((reading as Capture).value.brackets)).toHaveLength(list.length);
    const web = readBrackets(load('web_common_brackets__real_2026_08_02').rows);
    // ETHUSDT was captured without rates: left out and named, BTCUSDT stands.
    expect(web).toMatchObject({
      value: { unreadable: { ETHUSDT: 'riskBrackets.0.bracketMaintenanceMarginRate' } },
    });
    expect((web as Capture).value.brackets.BTCUSDT[1]).toEqual({
      from: '300000',
      rate: '0.005',
      deduction: '300',
    });
  });

  it('reads the events of the documents', () => {
    const state = told([
      framed(load('ws_fapi_ACCOUNT_UPDATE')),
      framed(load('ws_fapi_ORDER_TRADE_UPDATE')),
      framed(load('ws_fapi_ALGO_UPDATE')),
      framed(load('ws_fapi_ACCOUNT_CONFIG_UPDATE__leverage')),
      framed(load('ws_fapi_markPriceUpdate')),
      framed({ stream: '!markPrice@arr', data: load('ws_fapi_markPrice_arr') }),
      framed(load('ws_fapi_contractInfo')),
      framed(load('ws_fapi_MARGIN_CALL')),
      framed(load('ws_fapi_assetIndex_arr')),
      framed(load('ws_fapi_ACCOUNT_UPDATE__bnfcr')),
    ]);
    expect(state.trader.problems).toEqual({});
    expect(state.market.problems).toEqual({});
    expect(state.trader.positions.rows['BTCUSDT:SHORT']).toMatchObject({
      amount: '-10',
      marginType: 'ISOLATED',
    });
    expect(state.trader.balances.rows.BNFCR).toMatchObject({ crossWallet: '5001.28983031' });
    expect(state.market.brackets.IOTAUSDT).toHaveLength(2);
    expect(markOf(state.market, 'BTCUSDT')!.price).toBe('11185.87786614');
    expect(codes(state)).toContain('no-positions');
  });

  it('reads the answers of the documents', () => {
    const state = told([
      api('v3/account', load('fapi_v3_account__single_asset')),
      api('v1/symbolConfig', load('fapi_v1_symbolConfig')),
      api('v1/openOrders', load('fapi_v1_openOrders')),
      api('v1/openAlgoOrders', load('fapi_v1_openAlgoOrders')),
      api('v1/accountConfig', load('fapi_v1_accountConfig')),
      api('v2/positionRisk', load('fapi_v2_positionRisk__oneway')),
      api('v1/premiumIndex', load('fapi_v1_premiumIndex')),
    ]);
    expect(state.trader.problems).toEqual({});
    expect(state.market.problems).toEqual({});
    expect(state.trader).toMatchObject({ hedge: true, multiAssets: { said: { is: false } } });
    expect(state.trader.config.rows.BTCUSDT).toMatchObject({ marginType: 'CROSSED', leverage: '21' });
    expect(state.trader.orders.rows['BTCUSDT:1917641']).toMatchObject({
      size: '0.4',
      triggerPrice: '9300',
      open: true,
    });
    expect(state.trader.conditional.rows['algo:2148627']).toMatchObject({
      type: 'TAKE_PROFIT',
      size: '0.01',
    });
    const joint = told([api('v1/multiAssetsMargin', load('fapi_v1_multiAssetsMargin'))], state);
    expect(pageAccount(joint).mode).toBe('multi-assets');
  });

  const papi = (path: string, body: unknown, at = T0): VenueMessage => ({
    ...api('', body, at),
    url: `https://${path.startsWith('sapi') ? 'api' : path.slice(0, 4)}.binance.com/${path}`,
  });

  it('B4: maintenance margin of a position under Portfolio Margin', () => {
    const row = load('papi_um_position__ccxt_pr21180');
    const markPrice = new Decimal(row.notional).div(row.positionAmt).toFixed();
    const position = { ...row, markPrice, positionSide: 'BOTH', updateTime: T0 };
    const state = told([
      papi('papi/v1/account', load('papi_v1_account')),
      papi('papi/v1/um/positionRisk', [position]),
      papi('papi/v1/cm/positionRisk', []),
      papi('papi/v1/balance', load('papi_v1_balance')),
      papi('sapi/v1/portfolio/collateralRate', [{ asset: 'USDT', collateralRate: '1' }]),
      papi('sapi/v1/portfolio/asset-index-price', [{ asset: 'USDT', assetIndexPrice: '1' }]),
      brackets([flat('BTCUSDT', 0.004, 0)]),
    ]);
    const [ours] = assess(pageAccount(state).account).pools[0]!.positions;
    expect(new Decimal(ours!.unrealizedPnl!).minus(row.unrealizedProfit).abs().lt('1e-12')).toBe(true);
    expect(new Decimal(ours!.maintenanceMargin!).toFixed(8, Decimal.ROUND_DOWN)).toBe(row.maintMargin);
  });

  it('B5: uniMMR is adjusted equity over maintenance margin', () => {
    const event = load('ws_papi_riskLevelChange');
    const stream = { ...framed(event), url: 'wss://fstream.binance.com/pm/ws/…' };
    const positions = api('v3/positionRisk', []);
    const { account } = pageAccount(told([positions, stream]));
    const [pool] = assess(account).pools;
    expect(pool!.equity).toBe(event.ae);
    expect(new Decimal(pool!.marginRatio!).toFixed(8, Decimal.ROUND_DOWN)).toBe(event.u);
    expect(pool!.headroom).toBe(new Decimal(event.ae).minus(new Decimal(event.m).times('1.05')).toFixed());
  });

  it('B6: the margin call came at 80.6 %', () => {
    const { cw, p } = load('ws_fapi_MARGIN_CALL');
    const [row] = p;
    const rate = new Decimal('0.0065');
    const entry = new Decimal(row.mp).minus(new Decimal(row.up).div(row.pa));
    const listed = {
      symbol: row.s,
      positionSide: row.ps,
      positionAmt: row.pa,
      entryPrice: entry.toFixed(18),
      markPrice: row.mp,
      liquidationPrice: '0',
      isolatedWallet: '0',
      marginAsset: 'USDT',
      updateTime: T0,
    };
    const state = told([
      brackets([flat(row.s, rate.toNumber(), 0)]),
      api('v3/balance', [{ asset: 'USDT', crossWalletBalance: cw }]),
      api('v3/positionRisk', [listed]),
    ]);
    const [pool] = assess(pageAccount(state).account).pools;
    expect(new Decimal(pool!.maintenanceMargin!).toFixed(6)).toBe('1.614446');
    expect(new Decimal(pool!.maintenanceMargin!).minus(row.mm).abs().lt('2e-6')).toBe(true);
    expect(new Decimal(pool!.marginRatio!).times(100).toFixed(2)).toBe('80.64');
  });

  it('reads the answers and events of COIN-M and Portfolio Margin', () => {
    const coin = told([
      papi('dapi/v1/account', load('dapi_v1_account')),
      papi('dapi/v1/positionRisk', load('dapi_v1_positionRisk')),
      papi('dapi/v2/leverageBracket', load('dapi_v2_leverageBracket')),
    ]);
    expect(coin.delivery.trader.problems).toEqual({});
    expect(coin.market.problems).toEqual({});
    expect(coin.delivery.trader.positions.rows['BTCUSD_201225:LONG']).toMatchObject({ amount: '1' });
    expect(coin.delivery.trader.balances.rows.BTC).toMatchObject({ crossWallet: '0.00241969' });
    expect(coin.market.scaled).toEqual({ BTCUSD_PERP: '1.5' });

    const line = (name: string) => ({ ...framed(load(name)), url: 'wss://fstream.binance.com/pm/ws/…' });
    const joint = told([
      papi('papi/v1/account', load('papi_v1_account')),
      papi('papi/v1/balance', load('papi_v1_balance')),
      papi('papi/v1/um/positionRisk', load('papi_v1_um_positionRisk')),
      papi('papi/v1/cm/positionRisk', load('papi_v1_cm_positionRisk')),
      papi('papi/v1/cm/leverageBracket', load('papi_v1_cm_leverageBracket')),
      papi('papi/v1/um/leverageBracket', load('papi_v1_um_leverageBracket')),
      papi('sapi/v1/portfolio/collateralRate', load('sapi_v1_portfolio_collateralRate')),
      papi('sapi/v1/portfolio/margin-asset-leverage', load('sapi_v1_portfolio_margin_asset_leverage')),
      line('ws_papi_ACCOUNT_UPDATE'),
      line('ws_papi_liabilityChange'),
      line('ws_papi_openOrderLoss'),
    ]);
    for (const trader of [joint.trader, joint.delivery.trader]) expect(trader.problems).toEqual({});
    expect(joint.market.problems).toEqual({});
    // The sample's equity before haircuts bears the name of the one after them: the ratio tells.
    expect(joint.portfolio.said).toMatchObject({ equity: '122607.35137903', uniMMR: '5167.92171923' });
    expect(joint.portfolio.openLoss!.rows).toEqual({ BUSD: '0.1232313', BNB: '12.1232313' });
    // The sample of the event is of 2019, the list of 2021: no news.
    expect(Object.keys(joint.portfolio.margin.rows)).toEqual(['USDT']);
    // Pro has its rates in tiers, of which it is not said whether they are marginal.
    const pro = papi('sapi/v2/portfolio/collateralRate', load('sapi_v2_portfolio_collateralRate_tiered'));
    expect(Object.keys(told([pro]).market.problems)).toEqual(['collateralRate']);
    const rates = told([
      api('v1/assetIndex', load('fapi_v1_assetIndex__all')),
      framed(load('ws_fapi_assetIndex_arr')),
    ]).market;
    expect(rates.problems).toEqual({});
    expect(rates.rates.USDT).toMatchObject({ index: '0.99987691', bidBuffer: '0.00010000' });
  });

  it('computes the multi-assets sample: USD totals of two assets at par', () => {
    const account = load('fapi_v3_account__multi_assets');
    const par = (asset: string) => ({
      symbol: `${asset}USD`,
      time: 1,
      index: '1',
      bidBuffer: '0',
      askBuffer: '0',
      bidRate: '1',
      askRate: '1',
    });
    const state = told([
      api('v3/account', account),
      api('v3/positionRisk', []),
      api('v1/assetIndex', ['USDT', 'BUSD'].map(par)),
    ]);
    expect(pageAccount(state).mode).toBe('multi-assets');
    const [pool] = assess(pageAccount(state).account).pools;
    // The sample's total is 126.72469206 for rows of 126.84814884: its rates were not at par. Rows are read whole.
    expect(pool!.equity).toBe('126.84814884');
    expect(Number.parseFloat(account.totalMarginBalance)).toBeLessThan(127);
  });
});

/** Our printed liquidation prices to the cent, by symbol. */
function printed(account: Parameters<typeof assess>[0]): Record<string, string> {
  const report = assess(account);
  return Object.fromEntries(
    report.pools.flatMap(pool =>
      pool.positions.map(one => [one.symbol, new Decimal(one.printedLiquidationPrice!).toFixed(2)]),
    ),
  );
}
