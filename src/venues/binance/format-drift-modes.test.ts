/** As format-drift.test.ts, for multi-assets mode, COIN-M and Portfolio Margin. */
import { describe, expect, it } from 'vitest';
import type { VenueMessage } from '../venue';
import { check } from './fake-drift';
import {
  accountEvent,
  answered,
  balanceList,
  balanceRow,
  bracketList,
  coinBrackets,
  coinContracts,
  coinPosition,
  framed,
  multiAssets,
  positionList,
  rateEvent,
  T0,
  told,
} from './fake-page';
import { initial } from './state';

const MINUTE = 60_000;
const rate = (asset: string, index: string, at: number) => ({
  symbol: `${asset}USD`,
  time: at,
  index,
  bidBuffer: '0.05000000',
  askBuffer: '0.05000000',
  bidRate: (Number(index) * 0.95).toFixed(8),
  askRate: (Number(index) * 1.05).toFixed(8),
});
const eth = { symbol: 'ETHUSDT', amount: '10', entry: '2800', mark: '2840' };

const multi: VenueMessage[] = [
  multiAssets(true),
  rateEvent({ USDT: ['0.9999', '0.0001', '0.0001'], BTC: ['86400', '0.05', '0.05'] }),
  positionList([eth]),
  balanceList({ USDT: '500', BTC: '0.05' }),
  bracketList(['ETHUSDT'], T0, [[0, 9e9, 0.004, 0]]),
];
const multiLater: VenueMessage[] = [
  // One at a time: what has no name in an array is no event that is known, and says nothing.
  rateEvent({ USDT: ['0.9985', '0.0001', '0.0001'] }, T0 + MINUTE),
  rateEvent({ BTC: ['80000', '0.05', '0.05'] }, T0 + MINUTE),
  answered('fapi/v1/assetIndex', [rate('BTC', '79000', T0 + MINUTE)], T0 + MINUTE),
  multiAssets(false, T0 + MINUTE),
];

const perp = { symbol: 'BTCUSD_PERP', amount: '-900', entry: '88000', mark: '86500' };
const coin: VenueMessage[] = [
  coinContracts(['BTCUSD_PERP']),
  coinBrackets(['BTCUSD_PERP']),
  answered('dapi/v1/positionRisk', [coinPosition(perp)]),
  answered('dapi/v1/account', { assets: [balanceRow('BTC', '0.4')] }),
];
const coinLater: VenueMessage[] = [
  coinBrackets(
    ['BTCUSD_PERP'],
    [
      [0, 0.005, 0],
      [5, 0.01, 0.025],
    ],
  ),
  answered(
    'dapi/v1/positionRisk',
    [coinPosition({ ...perp, amount: '-700', mark: '87000', updateTime: T0 + 50_000 })],
    T0 + MINUTE,
  ),
  answered('dapi/v1/account', { assets: [balanceRow('BTC', '0.3')] }, T0 + MINUTE),
  answered(
    'dapi/v1/premiumIndex',
    [{ symbol: 'BTCUSD_PERP', markPrice: '87500.5', time: T0 + MINUTE }],
    T0 + MINUTE,
  ),
  {
    ...framed(
      accountEvent(
        { balances: { BTC: '0.35' }, positions: [{ symbol: 'BTCUSD_PERP', amount: '-500', entry: '88100' }] },
        T0 + MINUTE,
      ),
      T0 + MINUTE,
    ),
    url: 'wss://dstream.binance.com/ws/…',
  },
];

const totals = (uniMMR: string) => ({
  uniMMR,
  accountEquity: '40000',
  actualEquity: '45000',
  accountMaintMargin: '4050',
  accountStatus: 'NORMAL',
});
const margin = (asset: string, owned: string, borrowed: string, usdm: string) => ({
  asset,
  crossMarginAsset: owned,
  crossMarginBorrowed: borrowed,
  crossMarginInterest: '0.001',
  umWalletBalance: usdm,
  cmWalletBalance: '0',
});
const held = (amount: string, updateTime = T0 - 5000) => ({
  symbol: 'ETHUSDT',
  positionAmt: amount,
  entryPrice: '2800',
  markPrice: '2840',
  positionSide: 'BOTH',
  updateTime,
});
const assets = (names: Record<string, string>, field: string) =>
  Object.entries(names).map(([asset, value]) => ({ asset, [field]: value }));
const portfolio: VenueMessage[] = [
  answered('papi/v1/account', totals('9.87654321')),
  answered('papi/v1/balance', [margin('USDT', '900', '0', '2500'), margin('ETH', '2', '1.5', '0')]),
  answered('papi/v1/um/positionRisk', [held('10')]),
  answered('papi/v1/cm/positionRisk', []),
  bracketList(['ETHUSDT'], T0, [[0, 9e9, 0.004, 0]]),
  answered('sapi/v1/portfolio/asset-index-price', assets({ USDT: '1', ETH: '2841' }, 'assetIndexPrice')),
  answered('sapi/v1/portfolio/collateralRate', assets({ USDT: '1', ETH: '0.95' }, 'collateralRate')),
  answered('sapi/v1/portfolio/margin-asset-leverage', [
    { asset: 'USDT', leverage: 10 },
    { asset: 'ETH', leverage: 5 },
  ]),
];
const stream = (event: object): VenueMessage => ({
  ...framed(event, T0 + MINUTE),
  url: 'wss://fstream.binance.com/pm/ws/…',
});
const { a, ...stamp } = accountEvent(
  { balances: { USDT: '2600' }, positions: [{ symbol: 'ETHUSDT', amount: '12', entry: '2805' }] },
  T0 + MINUTE,
);
const portfolioLater: VenueMessage[] = [
  answered(
    'papi/v1/balance',
    [margin('USDT', '950', '0', '2000'), margin('ETH', '3', '1', '0')],
    T0 + MINUTE,
  ),
  answered('papi/v1/um/positionRisk', [held('11', T0 + 50_000)], T0 + MINUTE),
  answered(
    'sapi/v1/portfolio/asset-index-price',
    assets({ USDT: '1.1', ETH: '2500' }, 'assetIndexPrice'),
    T0 + MINUTE,
  ),
  answered(
    'sapi/v1/portfolio/collateralRate',
    assets({ USDT: '0.99', ETH: '0.8' }, 'collateralRate'),
    T0 + MINUTE,
  ),
  stream({ ...stamp, a: { ...a, P: a.P.map(({ mt, iw, ...rest }) => rest) } }),
  stream({ e: 'openOrderLoss', E: T0 + MINUTE, O: [{ a: 'USDT', o: '-12.5' }] }),
  stream({ e: 'liabilityChange', E: T0 + MINUTE, a: 'ETH', t: 'BORROW', p: '1', l: '2.5' }),
  stream({ e: 'outboundAccountPosition', E: T0 + MINUTE, B: [{ a: 'USDT', f: '800', l: '50' }] }),
];

const name = ({ url, body }: VenueMessage) =>
  `${url.split('?')[0]!.split('/').slice(-2).join('/')} ${String(body).slice(0, 24)}`;

describe.each([
  ['multi-assets mode', multi, multiLater],
  ['COIN-M', coin, coinLater],
  ['Portfolio Margin', portfolio, portfolioLater],
] as const)('%s: a field that is dropped, renamed or retyped', { timeout: 60_000 }, (_, before, later) => {
  it.each(before.map((message, k) => [name(message), k] as const))('in the first %s', (_name, k) => {
    check(initial, [...before], k);
  });

  it.each(later.map((message, k) => [name(message), k] as const))('in a later %s', (_name, k) => {
    expect(told([later[k]!], told([...before]))).not.toEqual(told([...before]));
    check(told([...before]), [later[k]!], 0);
  });
});
