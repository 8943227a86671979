/** The positions table of the page, where its traffic gives no account. */
import { describe, expect, it } from 'vitest';
import { assess } from '../../engine/assess';
import type { ScreenFigure, ScreenRow, VenueMessage } from '../venue';
import { accounts } from './account';
import { needs } from './api';
import { balance, config, instrumentRow, instruments, mark, positions, T0, tiers, told } from './fake-venue';
import { instIdOf } from './screen';

const figure = (number: string | null, unit: string | null = null): ScreenFigure => ({ number, unit });
const row = (part: Partial<ScreenRow> = {}): ScreenRow => ({
  symbol: 'BTCUSDT Perpetual',
  side: 'long',
  marginMode: 'isolated',
  leverage: '10',
  size: figure('100', 'Cont'),
  entry: figure('80000'),
  mark: figure('81000'),
  liquidation: figure('72325.6'),
  margin: figure('8000', 'USDT'),
  pnl: figure('1000', 'USDT'),
  ...part,
});
const seen = (rows: ScreenRow[], at = T0): VenueMessage => ({
  at,
  via: 'screen',
  url: 'https://www.okx.com/trade-swap/btc-usdt-swap',
  direction: 'in',
  body: { rows, count: rows.length },
});
const market = [
  instruments([instrumentRow('BTC-USDT-SWAP'), instrumentRow('BTC-USD-SWAP')]),
  tiers('BTC-USDT', [['0', '0.004']], { mode: 'isolated' }),
  tiers('BTC-USDT', [['0', '0.004']]),
];

describe('names on the screen', () => {
  it.each([
    ['BTCUSDT Perpetual', 'BTC-USDT-SWAP'],
    ['BTCUSDT', 'BTC-USDT-SWAP'],
    ['BTC-USDT-SWAP', 'BTC-USDT-SWAP'],
    ['BTCUSD 永续', 'BTC-USD-SWAP'],
    ['1000PEPEUSDT', '1000PEPE-USDT-SWAP'],
    ['BTCUSDT 0926', null],
    ['Spot', null],
  ])('%s is %s', (written, instId) => expect(instIdOf(written)).toBe(instId));
});

describe('an account from the screen', () => {
  it('is an estimate, and says where it comes from', () => {
    const [reading] = accounts(told([...market, mark('BTC-USDT-SWAP', '81000'), seen([row()])]), T0 + 1000);
    expect(reading).toMatchObject({ fromScreen: true, label: 'main' });
    const [pool] = assess(reading!.account).pools;
    expect(pool).toMatchObject({ kind: 'isolated', equity: '9000', maintenanceMargin: '364.5' });
    expect(pool!.problems.map(({ code }) => code)).toEqual(['estimate']);
  });

  it('reads coins of a linear contract and dollars of an inverse one, and guesses at no unit', () => {
    const read = (part: Partial<ScreenRow>) => {
      const state = told([
        ...market,
        mark('BTC-USDT-SWAP', '81000'),
        mark('BTC-USD-SWAP', '81000'),
        seen([row(part)]),
      ]);
      const [reading] = accounts(state, T0);
      return reading!.account.pools[0]?.positions[0]?.size ?? reading!.problems[0]?.code;
    };
    expect(read({ size: figure('1.5', 'BTC') })).toBe('150');
    expect(read({ symbol: 'BTCUSD Perpetual', size: figure('500', 'USD') })).toBe('5');
    expect(read({ size: figure('1.5', null) })).toBe('screen-row');
    expect(read({ size: figure('1.5', 'ETH') })).toBe('screen-row');
  });

  it('asks for the contracts that stand there, and yields to what the venue says itself', () => {
    const state = told([seen([row()])]);
    const asked = needs(state, T0, { address: null }).map(({ url }) => url);
    expect(asked.some(url => /instruments\?.*BTC-USDT-SWAP/.test(url))).toBe(true);
    expect(asked.some(url => /position-tiers/.test(url))).toBe(true);
    const said = told([config('2'), positions([]), balance([{ ccy: 'USDT', cashBal: '5' }])], state);
    const [reading] = accounts(said, T0);
    expect(reading!.fromScreen).toBeUndefined();
    expect(assess(reading!.account).pools[0]!.equity).toBe('5');
  });
});
