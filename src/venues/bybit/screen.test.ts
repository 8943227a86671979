/** The positions table of the screen stands in as long as the traffic gives no account, and no longer. */
import { expect, it } from 'vitest';
import type { ScreenRow, VenueMessage } from '../venue';
import { accounts } from './account';
import { needs } from './api';
import {
  accountInfo,
  collateralTiers,
  mark,
  positionList,
  RATIOS,
  riskLimits,
  T0,
  told,
  walletList,
} from './fake-page';

const figure = (number: string, unit: string | null = null) => ({ number, unit });
const row = (changes: Partial<ScreenRow> = {}): ScreenRow => ({
  symbol: 'BTCUSDT',
  side: null,
  marginMode: 'isolated',
  leverage: '10',
  size: figure('-0.5', 'BTC'),
  entry: figure('86000.0'),
  mark: figure('85000.0'),
  liquidation: figure('93750.0'),
  margin: figure('4300.00', 'USDT'),
  pnl: figure('500.00', 'USDT'),
  ...changes,
});
const seen = (rows: ScreenRow[], at = T0): VenueMessage => ({
  at,
  via: 'screen',
  url: 'https://www.bybit.com/trade/usdt/BTCUSDT',
  direction: 'in',
  body: { rows, count: rows.length },
});

it('is an estimate, at the live mark', () => {
  const state = told([seen([row()]), riskLimits('BTCUSDT'), mark('BTCUSDT', '84000')]);
  const [reading] = accounts(state, T0);
  expect(reading).toMatchObject({ label: 'screen', fromScreen: true });
  const [pool] = reading!.account.pools;
  expect(pool).toMatchObject({ kind: 'isolated', unit: 'USDT' });
  expect(pool!.estimate).toBeDefined();
  expect(pool!.positions[0]).toMatchObject({ symbol: 'BTCUSDT', size: '-0.5', markPrice: '84000' });
});

it('reads the page’s names and units', () => {
  const rows = [
    row({ symbol: 'BTC-PERP' }),
    row({ symbol: 'BTCUSD', size: figure('2500', 'USD'), side: 'long' }),
    row({ symbol: '1000PEPEUSDT', side: 'long', size: figure('9000', 'USDT'), mark: figure('0.0045') }),
    row({ symbol: 'BTC-25SEP26-80000-C' }),
  ];
  const [reading] = accounts(told([seen(rows)]), T0);
  expect(
    reading!.account.pools.flatMap(pool =>
      pool.positions.map(({ symbol, size }) => [pool.unit, symbol, size]),
    ),
  ).toEqual([
    ['USDC', 'BTCPERP', '-0.5'],
    ['BTC', 'BTCUSD', '2500'],
    ['USDT', '1000PEPEUSDT', '2000000'],
  ]);
  expect(reading!.problems.map(({ code }) => code)).toContain('screen-row');
});

it('is asked for what its contracts require', () => {
  const urls = needs(told([seen([row()])]), T0, { address: null }).map(({ url }) => url);
  expect(urls[0]).toBe('https://api.bybit.com/v5/market/risk-limit?category=linear&symbol=BTCUSDT');
});

it('gives way to the traffic', () => {
  const state = told([
    seen([row()]),
    accountInfo('REGULAR_MARGIN'),
    collateralTiers(RATIOS),
    walletList([{ coin: 'USDT', wallet: '5' }]),
    positionList([]),
  ]);
  expect(accounts(state, T0).map(({ label }) => label)).toEqual(['main']);
});
