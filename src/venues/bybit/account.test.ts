/** The rules of the Unified Trading Account, one by one, with numbers worked out by hand. */
import { describe, expect, it } from 'vitest';
import { assess } from '../../engine/assess';
import { Decimal } from '../../engine/decimal';
import type { VenueMessage } from '../venue';
import {
  accountInfo,
  codes,
  collateralTiers,
  feeRates,
  type Held,
  loanTiers,
  mark,
  type Owned,
  orderList,
  pageAccount,
  positionList,
  RATIOS,
  type Resting,
  riskLimits,
  T0,
  told,
  walletList,
} from './fake-page';

const FEE = '0.00055';
const btc: Held = { symbol: 'BTCUSDT', size: '1', entry: '80000', mark: '80000', leverage: '10' };

function cross(coins: Owned[], held: Held[], resting: Resting[] = [], more: VenueMessage[] = []) {
  return told([
    accountInfo('REGULAR_MARGIN'),
    collateralTiers(RATIOS),
    loanTiers({ USDT: '0.04', BTC: '0.04', ETH: '0.05' }),
    ...[...held, ...resting].map(({ symbol }) => riskLimits(symbol)),
    feeRates({ BTCUSDT: FEE, BTCUSD: FEE, ETHUSDT: FEE }),
    walletList(coins),
    positionList(held.filter(({ symbol }) => symbol.endsWith('USDT'))),
    positionList(
      held.filter(({ symbol }) => symbol.endsWith('USD')),
      'category=inverse&limit=200',
    ),
    orderList(resting),
    ...more,
  ]);
}

const poolOf = (state: ReturnType<typeof cross>) => assess(pageAccount(state).account).pools[0]!;

describe('equity', () => {
  it('counts each slice of a coin at its own ratio, and debts in full', () => {
    const coins = [
      { coin: 'BTC', wallet: '12', price: 80000 },
      { coin: 'USDT', wallet: '-5000', price: 1, borrow: '5000' },
    ];
    const pool = poolOf(cross(coins, []));
    // (10·0.95 + 2·0.9)·80,000 − 5,000
    expect(pool.equity).toBe('899000');
    expect(pool.maintenanceMargin).toBe('200');
  });

  it('counts nothing of a coin that is switched off, or that the venue does not take', () => {
    const coins = [
      { coin: 'ETH', wallet: '3', price: 3000, collateral: false },
      { coin: 'SHIB', wallet: '1000000', price: 0.00001 },
      { coin: 'USDT', wallet: '100' },
    ];
    expect(poolOf(cross(coins, [])).equity).toBe('100');
  });

  it('takes the profit into the coin before the ratio applies', () => {
    const state = cross([{ coin: 'USDT', wallet: '10000' }], [btc], [], [mark('BTCUSDT', '85000', T0 + 10)]);
    expect(poolOf(state).equity).toBe('15000');
  });

  it('lacks what resting orders would lose at once', () => {
    const orders = [
      { id: 'above', symbol: 'BTCUSDT', price: '81000', qty: '0.5' },
      { id: 'below', symbol: 'BTCUSDT', price: '70000', qty: '0.5' },
      { id: 'stop', symbol: 'BTCUSDT', side: 'Sell' as const, trigger: '60000', qty: '1', reduceOnly: true },
    ];
    const state = cross([{ coin: 'USDT', wallet: '10000' }], [btc], orders);
    expect(poolOf(state).equity).toBe('9500');
    expect(codes(state)).toContain('assumed-orders');
  });

  it('lacks what resting spot orders may cost of the collateral', () => {
    const spot = orderList(
      [{ id: 's', symbol: 'BTCUSDT', price: '70000', qty: '0.1' }],
      'category=spot&openOnly=0&limit=50',
    );
    const totals = { totalMarginBalance: '10000', totalInitialMargin: '1000', totalAvailableBalance: '8700' };
    const state = cross(
      [{ coin: 'USDT', wallet: '10000' }],
      [],
      [],
      [walletList([{ coin: 'USDT', wallet: '10000' }], totals), spot],
    );
    expect(poolOf(state).equity).toBe('9700');
    expect(codes(state)).toContain('assumed-haircut');
  });
});

describe('requirement', () => {
  it('goes by the mark, with the deduction of the tier and the fee to close at the entry', () => {
    const state = cross(
      [{ coin: 'USDT', wallet: '900000' }],
      [{ ...btc, size: '30' }],
      [],
      [mark('BTCUSDT', '90000', T0 + 10)],
    );
    // 30·90,000 = 2.7 m: 0.62 % less 2,760; 30·80,000·0.9·0.00055
    expect(poolOf(state).maintenanceMargin).toBe(new Decimal('16740').minus(2760).plus(1188).toFixed());
  });

  it('finds the tier by position and orders together', () => {
    const orders = [{ id: 'more', symbol: 'BTCUSDT', price: '79000', qty: '10' }];
    const state = cross([{ coin: 'USDT', wallet: '900000' }], [{ ...btc, size: '20' }], orders);
    // 30·80,000 = 2.4 m: 0.56 % less 1,200, of position and order together; 20·80,000·0.9·0.00055
    expect(poolOf(state).maintenanceMargin).toBe(new Decimal('13440').minus(1200).plus(792).toFixed());
  });

  it('of two equal legs is the fee to close twice, as the venue shows it', () => {
    const legs: Held[] = [
      { ...btc, index: 1 },
      { ...btc, index: 2, side: 'Sell' },
    ];
    const state = cross([{ coin: 'USDT', wallet: '10000' }], legs);
    const [long, short] = poolOf(state).positions;
    // 2·80,000·(1 ± 1/10)·0.00055
    expect(short!.maintenanceMargin).toBe('96.8');
    expect(long!.maintenanceMargin).toBe('79.2');
    expect(codes(state)).toContain('assumed-hedge');
  });

  it('of unequal legs is that of what one outweighs the other', () => {
    const legs: Held[] = [
      { ...btc, size: '40', index: 1 },
      { ...btc, size: '10', index: 2, side: 'Sell' },
    ];
    const [long] = poolOf(cross([{ coin: 'USDT', wallet: '900000' }], legs)).positions;
    // 30·80,000: 0.56 % less 1,200; 50·80,000·0.9·0.00055
    expect(long!.maintenanceMargin).toBe(new Decimal('13440').minus(1200).plus(1980).toFixed());
  });

  it('of a loan whose coins are still in the wallet stands beside the positions', () => {
    const coins = [{ coin: 'ETH', wallet: '5', spotBorrow: '2', borrow: '2', price: 3000 }];
    const pool = poolOf(cross(coins, []));
    // 3 ETH at 0.9; 2·3,000·5 %
    expect([pool.equity, pool.maintenanceMargin]).toEqual(['8100', '300']);
  });

  it('of a debt that a loss would make is not left out before its rates were told', () => {
    const messages = [
      accountInfo('REGULAR_MARGIN'),
      collateralTiers(RATIOS),
      riskLimits('BTCUSDT'),
      feeRates({ BTCUSDT: FEE }),
      walletList([{ coin: 'BTC', wallet: '1', price: 80000 }]),
      positionList([btc]),
      orderList([]),
    ];
    const before = poolOf(told(messages));
    expect(before.state).toBe('unknown');
    expect(before.positions[0]!.liquidation).toEqual({ below: null, above: null });
    const after = poolOf(told([...messages, loanTiers({ USDT: '0.04' })]));
    expect(after.state).toBe('safe');
    expect(after.positions[0]!.liquidation.below).not.toBeNull();
  });

  it('of an inverse contract is in its coin, which moves along', () => {
    const held: Held = { symbol: 'BTCUSD', size: '40000', entry: '80000', mark: '80000', leverage: '10' };
    const pool = poolOf(cross([{ coin: 'BTC', wallet: '1', price: 80000 }], [held]));
    // 0.5 BTC: 0.5 % and 0.5·1.1·0.00055, at 80,000
    expect(new Decimal(pool.maintenanceMargin!).toFixed(10)).toBe('224.2000000000');
    expect(pool.equity).toBe('76000');
    // 0.95·(1.5·P − 40,000) = 200 + 24.2: maintenance of a number of dollars does not move in dollars.
    expect(Number(pool.positions[0]!.liquidation.below)).toBeCloseTo((38000 + 224.2) / 1.425, 6);
  });
});

describe('isolated positions', () => {
  const isolated = told([
    accountInfo('ISOLATED_MARGIN'),
    riskLimits('BTCUSDT'),
    feeRates({ BTCUSDT: FEE }),
    walletList([{ coin: 'USDT', wallet: '20000' }]),
    // 8,000 and the fee to close, 80,000·0.9·0.00055; 100 were added.
    positionList([{ ...btc, balance: '8139.6' }]),
  ]);

  it('stand alone, with a requirement that does not move', () => {
    const [pool, ...others] = assess(pageAccount(isolated).account).pools;
    expect(others).toEqual([]);
    expect(pool).toMatchObject({ id: 'isolated:BTCUSDT', kind: 'isolated', unit: 'USDT', equity: '8139.6' });
    expect(pool!.maintenanceMargin).toBe('439.6');
    // entry − (IM − MM)/size − added/size
    expect(pool!.positions[0]!.printedLiquidationPrice).toBe('72300');
    const moved = told([mark('BTCUSDT', '74000', T0 + 10)], isolated);
    expect(assess(pageAccount(moved).account).pools[0]!.maintenanceMargin).toBe('439.6');
  });
});

describe('what the page shows of itself', () => {
  it('is compared at the moment of the venue’s own figures', () => {
    const printed = { ...btc, maintenance: '439.6', liquidation: '70400' };
    const state = cross(
      [{ coin: 'USDT', wallet: '10000' }],
      [printed],
      [],
      [mark('BTCUSDT', '85000', T0 + 10)],
    );
    const { account, checked } = pageAccount(state);
    expect(account.pools[0]!.positions[0]!.markPrice).toBe('85000');
    const [position] = checked!.pools[0]!.positions;
    expect(position).toMatchObject({
      markPrice: '80000',
      reported: { liquidationPrice: '70400', maintenanceMargin: '439.6' },
    });
    expect(assess(checked!).pools[0]!.positions[0]!.maintenanceMargin).toBe('439.6');
  });
});
