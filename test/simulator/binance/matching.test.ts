import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createMarket, type Market } from '../market';
import { Decimal } from './arithmetic';
import type { UserEvent } from './events';
import { type Floor, openFloor } from './floor';
import { figures } from './ledger';
import { poolsOf, printedPrice } from './pools';
import { webBalances, webPositions } from './rows';

let market: Market;
let floor: Floor;
const switches = { feedPaused: false, drifted: false, answer: null, loggedOut: false };

beforeEach(() => {
  market = createMarket({ scenario: 'still', seed: 1, live: false });
  floor = openFloor({ market, scenario: 'still', seed: 1, switches, now: market.now });
});
afterEach(() => {
  floor.close();
  market.close();
});

function desk(name: string) {
  const found = floor.desks.get(name)!;
  const events: UserEvent[] = [];
  found.listeners.add(event => events.push(event));
  const position = (symbol: string, side = 'BOTH') =>
    found.ledger.positions.find(one => one.symbol === symbol && one.side === side)!;
  return { ...found, events, position, kinds: () => events.map(event => event.e) };
}

const wallet = (name: string, asset = 'USDT') => floor.desks.get(name)!.ledger.wallets.get(asset)!;

describe('an order', () => {
  it('at the market averages the entry, pays the fee, and is told in the order of the venue', () => {
    const { matching, position, events } = desk('seed');
    const placed = matching.place({ symbol: 'ETHUSDT', side: 'BUY', type: 'MARKET', quantity: '1.760' });
    expect(placed).toMatchObject({ trade: { maker: false } });
    market.setMark('ETH', '3000');
    matching.place({ symbol: 'ETHUSDT', side: 'BUY', type: 'MARKET', quantity: '3.520' });
    // (3.52·2841.6 + 3.52·3000) / 7.04, and 0.05 % of each fill.
    expect(position('ETHUSDT').entry.toFixed()).toBe('2920.8');
    const fees = new Decimal('1.76').times('2841.6').plus('10560').times('0.0005');
    expect(wallet('seed').toFixed()).toBe(new Decimal(20_000).minus(fees).toFixed());
    expect(events.map(event => event.e)).toEqual([
      'ORDER_TRADE_UPDATE',
      'ACCOUNT_UPDATE',
      'ORDER_TRADE_UPDATE',
      'ORDER_TRADE_UPDATE',
      'ACCOUNT_UPDATE',
      'ORDER_TRADE_UPDATE',
    ]);
    expect(events[4]).toMatchObject({
      a: { m: 'ORDER', P: [{ s: 'ETHUSDT', pa: '7.04', ep: '2920.8', mt: 'cross' }] },
    });
    expect(events[5]).toMatchObject({ o: { x: 'TRADE', X: 'FILLED', l: '3.52', L: '3000', N: 'USDT' } });
  });

  it('of the other side realises, and turns the position over at the price of the fill', () => {
    const { matching, position } = desk('seed');
    market.setMark('ETH', '3000');
    matching.place({ symbol: 'ETHUSDT', side: 'SELL', type: 'MARKET', quantity: '2.760' });
    expect(position('ETHUSDT')).toMatchObject({ amount: new Decimal(-1), entry: new Decimal(3000) });
    const realised = new Decimal(3000).minus('2841.6').times('1.76');
    const fee = new Decimal('8280').times('0.0005');
    expect(wallet('seed').toFixed()).toBe(new Decimal(20_000).plus(realised).minus(fee).toFixed());
  });

  it('that only reduces is cut to what there is, and refused where there is nothing', () => {
    const { matching, position } = desk('seed');
    matching.place({ symbol: 'ETHUSDT', side: 'SELL', type: 'MARKET', quantity: '9', reduceOnly: true });
    expect(position('ETHUSDT').amount.isZero()).toBe(true);
    const again = {
      symbol: 'ETHUSDT',
      side: 'SELL',
      type: 'MARKET',
      quantity: '9',
      reduceOnly: true,
    } as const;
    expect(matching.place(again)).toEqual({ refused: { code: -2022, msg: 'ReduceOnly Order is rejected.' } });
  });

  it('with a limit away from the mark rests, reserves margin, and fills when the mark is there', () => {
    const { matching, ledger, position } = desk('seed');
    matching.place({ symbol: 'ETHUSDT', side: 'BUY', type: 'LIMIT', quantity: '2', price: '2500.00' });
    expect(ledger.orders).toHaveLength(1);
    const [row] = figures(ledger, floor.quotes).rows;
    expect(row!.openOrderInitial.toFixed()).toBe('250');
    expect(row!.bidNotional.toFixed()).toBe('5000');
    market.setMark('ETH', '2499.5');
    expect(ledger.orders).toHaveLength(0);
    expect(position('ETHUSDT').amount.toFixed()).toBe('3.76');
  });

  it.each([
    [{ quantity: '0.0001' }, -1111],
    [{ quantity: '0.001' }, -4164],
    [{ quantity: '900' }, -2019],
    [{ quantity: '1', type: 'LIMIT' }, -1102],
    [{ quantity: '1', type: 'LIMIT', price: '2800.005' }, -4014],
    [{ quantity: '1', positionSide: 'LONG' as const }, -4061],
    [{ quantity: '1', symbol: 'NONEUSDT' }, -1121],
    [{ quantity: '' }, -1102],
  ])('%j is refused with %i', (change, code) => {
    // A position would make a small order a closing one.
    const { matching } = desk('seed');
    const request = { symbol: 'BTCUSDT', side: 'BUY', type: 'MARKET', ...change } as const;
    const symbol = 'price' in change || !('symbol' in change) ? 'ETHUSDT' : change.symbol!;
    expect(matching.place({ ...request, symbol })).toMatchObject({ refused: { code } });
  });
});

describe('hedge mode', () => {
  it('keeps the legs apart and prints one price for both', () => {
    const { matching, position, ledger } = desk('hedge');
    matching.place({
      symbol: 'BTCUSDT',
      side: 'SELL',
      positionSide: 'LONG',
      type: 'MARKET',
      quantity: '0.200',
    });
    expect(position('BTCUSDT', 'LONG').amount.toFixed()).toBe('1');
    expect(position('BTCUSDT', 'SHORT').amount.toFixed()).toBe('-0.5');
    const all = figures(ledger, floor.quotes);
    const prices = all.rows
      .filter(row => row.position.symbol === 'BTCUSDT')
      .map(row => printedPrice(row, all)!.toFixed(8));
    expect(prices).toHaveLength(2);
    expect(prices[0]).toBe(prices[1]);
    const rows = webPositions(ledger, floor.quotes).filter(row => row.symbol === 'BTCUSDT');
    expect(rows.map(row => row.liquidationPrice)).toEqual(prices);
    // At the printed price the pool has just its maintenance left.
    market.setMark('BTC', prices[0]!);
    expect(ledger.positions.every(one => one.amount.isZero())).toBe(true);
  });

  it('refuses to close more than the leg', () => {
    const order = {
      symbol: 'BTCUSDT',
      side: 'BUY',
      positionSide: 'SHORT',
      type: 'MARKET',
      quantity: '0.6',
    } as const;
    expect(desk('hedge').matching.place(order)).toMatchObject({ refused: { code: -2022 } });
  });
});

describe('an isolated position', () => {
  it('is posted its margin, and gives back its share when reduced', () => {
    const { matching, position } = desk('mixed');
    const before = wallet('mixed');
    expect(position('ETHUSDT').isolatedWallet.toFixed()).toBe('2151.3');
    matching.place({ symbol: 'ETHUSDT', side: 'BUY', type: 'MARKET', quantity: '3', reduceOnly: true });
    expect(position('ETHUSDT').isolatedWallet.toFixed()).toBe('1075.65');
    const realised = new Decimal('2868.4').minus('2841.6').times(3);
    const fee = new Decimal('2841.6').times(3).times('0.0005');
    expect(wallet('mixed').minus(before).toFixed(8)).toBe(realised.minus(fee).plus('1075.65').toFixed(8));
  });

  it('is liquidated alone', () => {
    const { position, ledger, kinds } = desk('mixed');
    // The account's own stop would close it first.
    for (const one of ledger.algoOrders) one.status = 'CANCELED';
    const all = figures(ledger, floor.quotes);
    const eth = all.rows.find(row => row.position.symbol === 'ETHUSDT')!;
    const price = printedPrice(eth, all)!;
    market.setMark('ETH', price.times('0.9999').toFixed(4));
    expect(position('ETHUSDT').amount.isZero()).toBe(false);
    market.setMark('ETH', price.times('1.0001').toFixed(4));
    expect(position('ETHUSDT').amount.isZero()).toBe(true);
    expect(position('BTCUSDT').amount.isZero()).toBe(false);
    expect(kinds()).toContain('ACCOUNT_UPDATE');
  });
});

describe('a falling market', () => {
  it('calls for margin once, then takes everything of the pool and nothing below zero', () => {
    const { ledger, events, kinds } = desk('oneway');
    // The account's own stop would close the bitcoin long first, and its buy order add to it.
    for (const one of ledger.algoOrders) one.status = 'CANCELED';
    ledger.orders = ledger.orders.filter(one => one.symbol !== 'BTCUSDT');
    const all = figures(ledger, floor.quotes);
    const btc = all.rows.find(row => row.position.symbol === 'BTCUSDT')!;
    const price = printedPrice(btc, all)!;
    market.setMark('BTC', price.times('1.001').toFixed(2));
    market.setMark('BTC', price.times('1.0012').toFixed(2));
    expect(kinds().filter(kind => kind === 'MARGIN_CALL')).toHaveLength(1);
    expect(ledger.positions.some(one => !one.amount.isZero())).toBe(true);
    market.setMark('BTC', price.toFixed(2, Decimal.ROUND_DOWN));
    const held = poolsOf(figures(ledger, floor.quotes)).flatMap(pool => pool.rows);
    expect(held).toEqual([]);
    expect(wallet('oneway').gte(0)).toBe(true);
    expect(ledger.orders.map(one => one.symbol)).toEqual(['LINKUSDT']);
    expect(
      events.some(event => event.e === 'ORDER_TRADE_UPDATE' && (event.o as { x: string }).x === 'CALCULATED'),
    ).toBe(true);
  });

  it('releases a stop before that', () => {
    const { ledger, position, events } = desk('oneway');
    market.setMark('BTC', '72400');
    expect(position('BTCUSDT').amount.isZero()).toBe(true);
    const stop = ledger.algoOrders.find(one => one.symbol === 'BTCUSDT')!;
    expect(stop.status).toBe('FINISHED');
    const told = events.filter(event => event.e === 'ALGO_UPDATE').map(event => (event.o as { X: string }).X);
    expect(told).toEqual(['TRIGGERED', 'FINISHED']);
  });
});

describe('what is printed', () => {
  it('adds up: balance, margins, availability', () => {
    const { ledger } = desk('oneway');
    const usdt = webBalances(ledger, floor.quotes).find(row => row.asset === 'USDT')!;
    const rows = webPositions(ledger, floor.quotes);
    const sum = (field: string) =>
      rows.reduce((total, row) => total.plus(row[field] as string), new Decimal(0));
    const near = (a: unknown, b: Decimal) =>
      expect(new Decimal(a as string).minus(b).abs().lt('1e-6')).toBe(true);
    near(usdt.unrealizedProfit, sum('unrealizedProfit'));
    near(usdt.maintenanceMargin, sum('maintMargin'));
    near(usdt.initialMargin, sum('initialMargin'));
    near(usdt.marginBalance, new Decimal(usdt.walletBalance as string).plus(sum('unrealizedProfit')));
    near(usdt.availableBalance, new Decimal(usdt.marginBalance as string).minus(sum('initialMargin')));
  });

  it('has the twenty-two keys of a row of the page', () => {
    const [row] = webPositions(desk('seed').ledger, floor.quotes);
    const keys =
      'id symbol positionSide positionAmount entryPrice breakEvenPrice markPrice unrealizedProfit liquidationPrice isolatedMargin notionalValue collateral isolatedWallet cumRealized initialMargin maintMargin positionInitialMargin openOrderInitialMargin adl askNotional bidNotional updateTime';
    expect(Object.keys(row!).sort()).toEqual(keys.split(' ').sort());
    expect(row).toMatchObject({
      positionAmount: '1.760',
      liquidationPrice: '0',
      notionalValue: '5001.21600000',
    });
  });

  it('lists a row without an amount where orders rest', () => {
    const rows = webPositions(desk('oneway').ledger, floor.quotes);
    expect(rows.find(row => row.symbol === 'LINKUSDT')).toMatchObject({
      positionAmount: '0.00',
      liquidationPrice: '0',
      bidNotional: '711.00000000',
    });
  });
});
