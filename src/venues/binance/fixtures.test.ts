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
