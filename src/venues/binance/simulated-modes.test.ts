/**
 * The other modes against an exchange that does its own sums (test/simulator): multi-assets mode and COIN-M as their
 * pages hear them, and all of them, Portfolio Margin too, as a read-only key asks for them, signatures included.
 */
import type { IncomingMessage } from 'node:http';
import { afterAll, describe, expect, it } from 'vitest';
import { rateUpdates } from '../../../test/simulator/binance/asset-index';
import { publicBrackets } from '../../../test/simulator/binance/bapi';
import { openFloor } from '../../../test/simulator/binance/floor';
import { figures } from '../../../test/simulator/binance/ledger';
import { poolsOf, printedPrice } from '../../../test/simulator/binance/pools';
import { totalsOf } from '../../../test/simulator/binance/portfolio';
import { answerPublic } from '../../../test/simulator/binance/public-api';
import { webBalances, webPositions, webSymbolConfig } from '../../../test/simulator/binance/rows';
import { answerSigned } from '../../../test/simulator/binance/signed-api';
import { createMarket } from '../../../test/simulator/market';
import { assess } from '../../engine/assess';
import { Decimal } from '../../engine/decimal';
import type { ApiRequest, VenueMessage } from '../venue';
import { accounts } from './account';
import { needs } from './api';
import { draft } from './draft';
import { envelope, fetched, framed, told } from './fake-page';
import { keys } from './keys';
import { initial, type State } from './state';

const market = createMarket({ scenario: 'crash', seed: 7, live: false });
const switches = { feedPaused: false, drifted: false, answer: null, loggedOut: false };
const world = { market, scenario: 'crash' as const, seed: 7, switches, now: market.now };
const usdm = openFloor(world);
const coinm = openFloor(world, 'coinm');
afterAll(() => {
  usdm.close();
  coinm.close();
  market.close();
});
type Floor = typeof usdm;

const lists = (floor: Floor, name: string): VenueMessage[] => {
  const { ledger } = floor.desks.get(name)!;
  const at = market.now();
  const family = floor === usdm ? 'future' : 'delivery';
  const web = (path: string, data: unknown) => fetched(`v6/private/${family}/${path}`, envelope(data), at);
  return [
    web('user-data/user-position', webPositions(ledger, floor.quotes)),
    web('user-data/user-balance', webBalances(ledger, floor.quotes)),
    web('user-data/get-position-side', { dualSidePosition: ledger.hedge }),
    web('user-data/symbol-config', {
      symbolConfigItemList: [...floor.contracts.values()].map(one => webSymbolConfig(ledger, one)),
    }),
    fetched(`v1/friendly/${family}/common/brackets`, publicBrackets(floor.contracts.values()).body, at),
  ];
};

/** An answer of the open API, by its own address. */
const open = ({ url }: Pick<ApiRequest, 'url'>): VenueMessage | null => {
  const { pathname, searchParams } = new URL(url);
  const answer = answerPublic(pathname, searchParams, usdm) ?? answerPublic(pathname, searchParams, coinm);
  if (!answer) return null;
  const body = JSON.stringify(answer.body);
  return { at: market.now(), via: 'api', url, direction: 'in', body, status: answer.status };
};
/** Asks for what is missing until nothing is. */
const fed = (state: State, key = false): State => {
  const wanted = needs(state, market.now(), { address: null, key });
  return told(
    wanted.flatMap(request => open(request) ?? []),
    state,
  );
};

/** Of all marks, and of what the assets are worth. */
const marks = (floor: Floor): VenueMessage => ({
  ...framed(
    [
      ...[...floor.contracts.values()].map(({ symbol }) => ({
        e: 'markPriceUpdate',
        E: market.now(),
        s: symbol,
        p: floor.quotes.mark(symbol).toFixed(8),
      })),
      ...(floor === usdm ? rateUpdates(usdm) : []),
    ],
    market.now(),
  ),
  url: `wss://${floor === usdm ? 'fstream' : 'dstream'}.binance.com/stream?streams=x`,
});

const near = (ours: string | null, theirs: { toString(): string }, slack: number) =>
  new Decimal(ours!).div(new Decimal(theirs.toString())).minus(1).abs().toNumber() <= slack;

/** Pool by pool and price by price; what is divided on the way has its last digits from its own order. */
function compare(state: State, floor: Floor, name: string, pick = 0, slack = 1e-14): number {
  const all = figures(floor.desks.get(name)!.ledger, floor.quotes);
  const theirs = poolsOf(all, floor.product).filter(pool => pool.rows.length > 0);
  const { account, problems } = accounts(state)[pick]!;
  expect(problems.filter(({ code }) => !code.startsWith('assumed-'))).toEqual([]);
  const report = assess(account);
  let compared = 0;
  for (const pool of theirs) {
    const [row] = pool.rows;
    const leg = row!.position.side === 'BOTH' ? '' : `:${row!.position.side}`;
    const id = pool.kind === 'cross' ? pool.id : `isolated:${row!.position.symbol}${leg}`;
    const k = account.pools.findIndex(one => one.id === id);
    expect(k, id).toBeGreaterThanOrEqual(0);
    const mine = report.pools[k]!;
    expect(near(mine.equity, pool.balance, slack), `${id} equity`).toBe(true);
    expect(near(mine.maintenanceMargin, pool.required, slack), `${id} maintenance`).toBe(true);
    for (const each of pool.rows) {
      const j = account.pools[k]!.positions.findIndex(
        ({ symbol, size }) =>
          symbol === each.position.symbol && new Decimal(size!).eq(each.position.amount.toFixed()),
      );
      const price = printedPrice(each, all);
      const ours = mine.positions[j]!.printedLiquidationPrice;
      if (price === null) expect(ours, each.position.symbol).toBeNull();
      else
        expect(near(ours, price, Math.max(slack, 1e-9)), `${each.position.symbol} ${ours} ${price}`).toBe(
          true,
        );
      compared++;
    }
  }
  return compared;
}

describe.each([
  ['multi', usdm, 'BTCUSDT', '0.05'],
  ['coinm', coinm, 'BTCUSD_PERP', '30'],
  ['coinm-hedge', coinm, 'BTCUSD_PERP', '20'],
] as const)('the account "%s"', (name, floor, symbol, quantity) => {
  const url = `wss://${floor === usdm ? 'fstream' : 'dstream'}.binance.com/ws/…`;
  const first = (state: State) =>
    floor === usdm ? 0 : accounts(state).findIndex(one => one.mode === 'COIN-M');

  it('is that of the exchange, now, after a fall and after trades', () => {
    const heard: VenueMessage[] = [];
    const desk = floor.desks.get(name)!;
    desk.listeners.add(event => heard.push({ ...framed(event, market.now()), url }));
    let state = fed(told(lists(floor, name)));
    expect(compare(state, floor, name, first(state))).toBeGreaterThan(1);
    market.advance(10);
    state = fed(told([...heard.splice(0), marks(floor)], state));
    compare(state, floor, name, first(state));
    const { side } = desk.ledger.positions[0]!;
    for (const way of ['SELL', 'BUY', 'BUY'] as const) {
      const placed = desk.matching.place({ symbol, side: way, positionSide: side, type: 'MARKET', quantity });
      expect(placed).not.toHaveProperty('refused');
      market.advance(12);
      state = fed(told([...heard.splice(0), marks(floor)], state));
      compare(state, floor, name, first(state));
    }
    compare(fed(told(lists(floor, name), state)), floor, name, first(state));
  });

  it('becomes what an order makes of it', () => {
    const desk = floor.desks.get(name)!;
    const hedge = desk.ledger.hedge;
    const state = fed(told([...lists(floor, name), marks(floor)]));
    const { account } = accounts(state)[first(state)]!;
    const form = {
      symbol,
      side: 'buy' as const,
      type: 'market' as const,
      price: null,
      size: quantity,
      sizeUnit: floor === usdm ? ('base' as const) : ('contracts' as const),
      leverage: null,
      marginMode: null,
      reduceOnly: false,
      leg: null,
      action: hedge ? ('open' as const) : null,
      unsure: null,
    };
    const reading = draft(state, account, form);
    if ('unsure' in reading) throw new Error(reading.unsure);
    const after = assess({ ...account, draft: reading.draft }).whatIf!.pools;
    const positionSide = hedge ? 'LONG' : 'BOTH';
    const placed = desk.matching.place({ symbol, side: 'BUY', positionSide, type: 'MARKET', quantity });
    expect(placed).not.toHaveProperty('refused');
    const theirs = poolsOf(figures(desk.ledger, floor.quotes), floor.product).find(
      pool => pool.kind === 'cross' && pool.rows.some(row => row.position.symbol === symbol),
    )!;
    const mine = after.find(pool => pool.id === theirs.id)!;
    // Wallets and entries are kept to eight digits.
    expect(new Decimal(mine.equity!).minus(theirs.balance.toFixed()).abs().toNumber()).toBeLessThan(2e-6);
    expect(near(mine.maintenanceMargin, theirs.required, 1e-9)).toBe(true);
  });
});

describe('a read-only key', () => {
  const halls = {
    usdm,
    coinm,
    keys: { usdm: { of: () => 'k'.repeat(64) }, coinm: { of: () => 'c'.repeat(64) } },
  };

  async function ask(request: ApiRequest, name: string): Promise<VenueMessage> {
    const [reads] = usdm.desks.get(name)!.keys;
    const key = { key: reads!.key, secret: reads!.secret, passphrase: null };
    const sent = await keys.sign(request, key, usdm.quotes.now());
    const headers = Object.fromEntries(
      Object.entries(sent.headers).map(([header, value]) => [header.toLowerCase(), value]),
    );
    const answer = answerSigned(
      { method: sent.method, headers } as IncomingMessage,
      new URL(sent.url),
      '',
      halls,
    );
    expect(answer, request.url).not.toBeNull();
    const body = JSON.stringify(answer!.body);
    return { at: market.now(), via: 'api', url: request.url, direction: 'in', body, status: answer!.status };
  }

  async function read(name: string): Promise<{ state: State; asked: string[] }> {
    let state: State = initial;
    const asked: string[] = [];
    for (let round = 0; round < 4; round++) {
      for (const request of keys.needs(state, market.now())) {
        const message = await ask(request, name);
        asked.push(`${message.status} ${new URL(request.url).pathname}`);
        state = told([message], state);
      }
      state = fed(state, true);
    }
    return { state, asked };
  }

  it.each(['oneway', 'hedge', 'mixed', 'multi'])('reads the account "%s"', async name => {
    const { state, asked } = await read(name);
    expect(asked).toContain('401 /papi/v1/account');
    expect(compare(state, usdm, name)).toBeGreaterThan(1);
    expect(accounts(state)[0]!.account.account).toBe(`key-${usdm.desks.get(name)!.ledger.uid}`);
    expect(keys.stream!.url(state)).toBe(`wss://fstream.binance.com/private/ws/${'k'.repeat(64)}`);
  });

  it.each(['coinm', 'coinm-hedge'])('reads the account "%s"', async name => {
    const { state } = await read(name);
    // What was posted to an isolated position is a difference of two figures of eight digits.
    expect(compare(state, coinm, name, 1, 1e-6)).toBeGreaterThan(1);
    expect(keys.stream!.url(state)).toBe(`wss://dstream.binance.com/ws/${'c'.repeat(64)}`);
  });

  it('reads an account of Portfolio Margin, which refuses the single ones', async () => {
    const { state, asked } = await read('portfolio');
    expect(asked.every(each => each.startsWith('200'))).toBe(true);
    expect(asked.filter(each => /[fd]api/.test(each))).toEqual([]);
    const [reading] = accounts(state);
    expect(reading!.problems.map(({ code }) => code)).toEqual(['assumed-unimmr']);
    const [pool] = assess(reading!.account).pools;
    const { adjusted, maintenance } = totalsOf(usdm, coinm, 'portfolio');
    // Each leg of the index is printed to eight digits.
    expect(near(pool!.equity, adjusted, 1e-9)).toBe(true);
    expect(near(pool!.maintenanceMargin, maintenance, 1e-9)).toBe(true);
    expect(near(pool!.marginRatio, state.portfolio.said!.uniMMR, 1e-6)).toBe(true);
  });

  it('is told apart from one that may trade', async () => {
    const [reads, trades] = usdm.desks.get('oneway')!.keys;
    const verdicts = [];
    for (const { key, secret } of [reads!, trades!]) {
      const sent = await keys.sign(keys.permission, { key, secret, passphrase: null }, usdm.quotes.now());
      const headers = { 'x-mbx-apikey': key };
      const answer = answerSigned(
        { method: 'GET', headers } as unknown as IncomingMessage,
        new URL(sent.url),
        '',
        halls,
      );
      verdicts.push(keys.verdict({ status: answer!.status, body: JSON.stringify(answer!.body) }));
    }
    expect(verdicts.map(one => (one.is === 'read-only' ? one.is : one.code))).toEqual([
      'read-only',
      'may-trade',
    ]);
  });

  it('that is signed wrongly, or too late, is turned away by its reason', async () => {
    const [reads] = usdm.desks.get('oneway')!.keys;
    const judge = async (secret: string, at: number, key = reads!.key) => {
      const sent = await keys.sign(keys.permission, { key, secret, passphrase: null }, at);
      const headers = { 'x-mbx-apikey': key };
      const answer = answerSigned(
        { method: 'GET', headers } as unknown as IncomingMessage,
        new URL(sent.url),
        '',
        halls,
      );
      return keys.verdict({ status: answer!.status, body: JSON.stringify(answer!.body) });
    };
    const now = usdm.quotes.now();
    expect(await judge('wrong', now)).toMatchObject({ code: 'wrong-signature' });
    expect(await judge(reads!.secret, now - 3_600_000)).toMatchObject({ code: 'clock' });
    expect(await judge(reads!.secret, now + 3_600_000)).toMatchObject({ code: 'clock' });
    expect(await judge(reads!.secret, now, 'x'.repeat(64))).toMatchObject({ code: 'unknown-key' });
    expect(await judge(reads!.secret, now, 'short')).toMatchObject({ code: 'unknown-key' });
  });
});
