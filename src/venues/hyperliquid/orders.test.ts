import { describe, expect, it } from 'vitest';
import type { RestingOrder } from './messages';
import { ordersOf } from './orders';

/** In the shape of `frontendOpenOrders`: the venue's documentation, "Retrieve a user's open orders with frontend info". */
const order = (more: Partial<RestingOrder>): RestingOrder => ({
  coin: 'INJ',
  side: 'B',
  limitPx: '10.0',
  sz: '12.5',
  origSz: '12.5',
  oid: 1,
  orderType: 'Limit',
  isTrigger: false,
  triggerPx: '0.0',
  isPositionTpsl: false,
  reduceOnly: false,
  children: [],
  ...more,
});
const stop = order({
  oid: 2,
  side: 'A',
  orderType: 'Stop Market',
  isTrigger: true,
  triggerPx: '9.995',
  limitPx: '9.1954',
  reduceOnly: true,
});

describe('resting orders', () => {
  it('are limit orders, stops and take-profits; a bound on slippage is no price', () => {
    expect(ordersOf([order({}), stop], 'INJ', '12.5')).toEqual([
      {
        symbol: 'INJ',
        side: 'buy',
        size: '12.5',
        price: '10.0',
        type: 'limit',
        triggerPrice: null,
        reduceOnly: false,
        closesPosition: false,
      },
      {
        symbol: 'INJ',
        side: 'sell',
        size: '12.5',
        price: null,
        type: 'stop',
        triggerPrice: '9.995',
        reduceOnly: true,
        closesPosition: false,
      },
    ]);
    const limit = { ...stop, orderType: 'Take Profit Limit' };
    expect(ordersOf([limit], 'INJ', '12.5')[0]).toMatchObject({ type: 'take-profit', price: '9.1954' });
  });

  it('of a position as a whole carry its size', () => {
    const whole = { ...stop, isPositionTpsl: true, sz: '0.0', origSz: '0.0' };
    expect(ordersOf([whole], 'INJ', '40.0')[0]).toMatchObject({ size: '40.0', closesPosition: true });
  });

  it('that wait for another to fill protect nothing yet', () => {
    const parent = order({ oid: 3, children: [{ oid: 2 }] });
    expect(ordersOf([stop, parent], 'INJ', '0').map(({ type }) => type)).toEqual(['limit']);
    const partly = { ...parent, sz: '2.5' };
    expect(ordersOf([stop, partly], 'INJ', '10.0').map(({ type }) => type)).toEqual(['stop', 'limit']);
  });

  it('of other coins stay where they are', () => {
    expect(ordersOf([order({ coin: 'BTC' })], 'INJ', '1')).toEqual([]);
  });
});
