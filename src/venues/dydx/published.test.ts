/** Figures of the venue itself, with their sources: test/vectors/dydx. */
import { describe, expect, it } from 'vitest';
import vectors from '../../../test/vectors/dydx/published.json' with { type: 'json' };
import { assess } from '../../engine/assess';
import { Decimal, toFloat } from '../../engine/decimal';
import { accounts } from './account';
import { answer, heard, ME, subscribe, T0 } from './fake-venue';

type Vector = (typeof vectors.children)[number] | (typeof vectors.liquidations)[number];

/** One child that stands for the account, and the market that it is in. */
function account(vector: Vector, maintenanceMarginFraction: string) {
  const { usdc, position } = vector;
  const child = {
    address: ME,
    subaccountNumber: 0,
    ...('equity' in vector ? { equity: vector.equity } : {}),
    openPerpetualPositions: position ? { [position.market]: { ...position, status: 'OPEN' } } : {},
    assetPositions: { USDC: { ...usdc, symbol: 'USDC', assetId: '0' } },
  };
  const ticker = position?.market ?? 'BTC-USD';
  const market = {
    ticker,
    status: 'ACTIVE',
    oraclePrice: vector.oraclePrice ?? '1',
    initialMarginFraction: '0.2',
    maintenanceMarginFraction,
  };
  const state = heard(
    subscribe(),
    answer('/perpetualMarkets', { markets: { [ticker]: market } }),
    answer(`/addresses/${ME}`, { subaccounts: [child] }),
  );
  const [reading] = accounts(state, T0);
  expect(reading!.problems).toEqual([]);
  return reading!;
}

describe('equity as the venue printed it', () => {
  it.each(vectors.children)('$equity: $source', vector => {
    const { account: now, checked } = account(vector, '0.1');
    expect(checked!.pools[0]!.reported!.equity).toBe(vector.equity);
    expect(assess(checked!).pools[0]!.equity).toBe(vector.equity);
    // The printed profit tells the oracle price of that moment; at the same price the account of now is the same.
    if (vector.position) expect(checked!.pools[0]!.positions[0]!.markPrice).toBe(vector.oraclePrice);
    expect(assess(now).pools[0]!.equity).toBe(vector.equity);
    // What is free is the equity less the initial margin by the market's own fraction.
    const { size = '0' } = vector.position ?? {};
    const initial = new Decimal(size).times(vector.oraclePrice ?? 0).times(vector.initialMarginFraction ?? 0);
    expect(new Decimal(vector.equity).minus(initial).toFixed()).toBe(vector.freeCollateral);
  });
});

describe('liquidation prices as the venue’s own code computes them', () => {
  it.each(vectors.liquidations)('$price: $source', vector => {
    const { account: read } = account(vector, vector.maintenanceMarginFraction);
    const [position] = assess(read).pools[0]!.positions;
    expect(toFloat(position!.printedLiquidationPrice) / toFloat(vector.price)).toBeCloseTo(1, 14);
  });
});
