import { describe, expect, it } from 'vitest';
import type { ApiRequest } from '../venue';
import { accounts } from './account';
import { address, candles, needs } from './api';
import { hear, simulated } from './fake-page';
import { answer, heard, listing, ME, META, OTHER, subscribe, T0 } from './fake-venue';
import { initial, type State } from './state';

const page = { address: null };
const watching = { address: ME };
const types = (list: ApiRequest[]) =>
  list.map(({ body }) => {
    const { type, dex } = body as { type: string; dex?: string };
    return dex ? `${type} ${dex}` : type;
  });
const connected = subscribe({ type: 'activeAssetData', user: ME, coin: 'BTC' });
const WEIGHTS: Record<string, number> = { clearinghouseState: 2, spotClearinghouseState: 2, userRole: 60 };

describe('what to ask for', () => {
  it('is nothing while nobody is known', () => {
    expect(needs(initial, T0, page)).toEqual([]);
    expect(needs(initial, T0, { address: 'no address' })).toEqual([]);
  });

  it('is everything at first, the account before the rest', () => {
    const list = types(needs(heard(connected), T0, page));
    expect(list.slice(0, 3)).toEqual(['clearinghouseState', 'spotClearinghouseState', 'userAbstraction']);
    expect(list).toContain('allPerpMetas');
    expect(types(needs(initial, T0, watching))).toEqual(expect.arrayContaining([...list, 'userRole']));
  });

  it('is nothing about a page that says all of it by itself', () => {
    const made = simulated();
    const shown = hear(made, 'unified');
    const names = answer({ type: 'perpDexs' }, [null, { name: 'xyz' }, { name: 'hyna' }]);
    const state = heard(...shown.start(), ...shown.account(), names);
    expect(types(needs(state, T0, page))).toEqual([]);
    // And the account again when it falls silent.
    expect(types(needs(state, T0 + 30_000, page))).toContain('clearinghouseState');
  });

  it('asks for the other dexs and for a table that the lists left out', () => {
    const meta = { ...META, universe: [listing('BTC', 77, 5)] };
    const state = heard(
      answer({ type: 'meta' }, meta),
      answer({ type: 'perpDexs' }, [null, { name: 'xyz' }]),
      answer(
        { type: 'clearinghouseState', user: ME },
        { ...emptyState(), assetPositions: [{ position: long() }] },
        {
          via: 'api',
        },
      ),
    );
    const list = needs(state, T0, watching);
    expect(types(list)).toContain('clearinghouseState xyz');
    expect(list.find(({ key }) => key.includes('marginTable'))!.body).toEqual({
      type: 'marginTable',
      id: 77,
    });
    const told = heard(
      answer({ type: 'meta' }, meta),
      answer(
        { type: 'marginTable', id: 77 },
        { description: '', marginTiers: [{ lowerBound: '0.0', maxLeverage: 9 }] },
      ),
    );
    expect(told.markets['']!.tables['77']).toEqual([{ lowerBound: '0.0', maxLeverage: 9 }]);
  });

  it('has one key for each thing, and stays far below the venue’s limit', () => {
    const state = heard(
      answer({ type: 'meta' }, META),
      answer({ type: 'perpDexs' }, [null, ...Array.from({ length: 10 }, (_, k) => ({ name: `dex${k}` }))]),
      answer(
        { type: 'clearinghouseState', user: ME },
        { ...emptyState(), assetPositions: [{ position: long() }] },
        { via: 'api' },
      ),
      answer({ type: 'spotClearinghouseState', user: ME }, unifiedBalance(), { via: 'api' }),
    );
    // Nothing is ever answered: the worst case.
    const list = needs(state, T0 + 86_400_000, watching);
    expect(new Set(list.map(({ key }) => key)).size).toBe(list.length);
    const perMinute = list.reduce((sum, { body, every }) => {
      const weight = WEIGHTS[(body as { type: string }).type] ?? 20;
      return sum + (weight * 60_000) / every;
    }, 0);
    expect(perMinute).toBeLessThan(250);
    for (const { url, every } of list) {
      expect(url).toBe('https://api.hyperliquid.xyz/info');
      expect(every).toBeGreaterThanOrEqual(5000);
    }
  });
});

describe('an address', () => {
  it('is written in one way', () => {
    expect(address(` ${ME.toUpperCase().replace('0X', '0x')} `)).toBe(ME);
    for (const text of ['', '0x', ME.slice(0, -1), `${ME}0`, ME.replace('a', 'g'), 'alice.eth']) {
      expect(address(text)).toBeNull();
    }
  });
});

describe('hourly candles', () => {
  const state = heard(answer({ type: 'meta' }, META));
  const asked = (factor: string) =>
    (candles.request(state, factor, T0, T0 + 5)?.body as { req: { coin: string } } | undefined)?.req.coin;

  it('are asked for by the venue’s name of the coin', () => {
    expect(asked('BTC')).toBe('BTC');
    expect(asked('PEPE')).toBe('kPEPE');
    expect(asked('xyz:TSLA')).toBe('xyz:TSLA');
    expect(asked('NOSUCH')).toBeUndefined();
    expect(candles.request(state, 'BTC', T0 + 0.4, T0 + 9.9)?.body).toEqual({
      type: 'candleSnapshot',
      req: { coin: 'BTC', interval: '1h', startTime: T0, endTime: T0 + 9 },
    });
  });

  // Source of the shape: the venue's documentation, "Candle snapshot".
  const bar = (t: number, c: string, i = '1h') => ({
    t,
    T: t + 3_599_999,
    s: 'BTC',
    i,
    o: '1',
    c,
    h: '2',
    l: '1',
    v: '5',
    n: 9,
  });
  const H = 3_600_000;

  it('come oldest first, each hour once, without the hour that runs', () => {
    const body = [
      bar(2 * H, '103.5'),
      bar(0, '101.0'),
      bar(H, '102.0'),
      bar(H, '102.5'),
      bar(3 * H, '104.0'),
    ];
    const right = [
      { at: 0, close: '101.0' },
      { at: H, close: '102.5' },
      { at: 2 * H, close: '103.5' },
    ];
    expect(candles.read(body, 3 * H + 5)).toEqual(right);
    expect(candles.read(JSON.stringify(body), 3 * H + 5)).toEqual(right);
  });

  it('are refused with the place of what is not as documented', () => {
    expect(candles.read([bar(0, '101.0'), { ...bar(H, '1'), c: 7 }], 9 * H)).toEqual({
      unreadable: 'candleSnapshot.1.c',
    });
    expect(candles.read([bar(0, '101.0', '4h')], 9 * H)).toEqual({ unreadable: 'candleSnapshot.0.i' });
    expect(candles.read('<html>', 9 * H)).toEqual({ unreadable: 'candleSnapshot' });
    expect(candles.read(null, 9 * H)).toEqual({ unreadable: 'candleSnapshot' });
    expect(candles.read([bar(0, '0.0'), bar(H, '-1.0')], 9 * H)).toEqual([]);
  });
});

describe('roles', () => {
  it('tell that an address is no account', () => {
    const seen = (role: string) =>
      accounts(heard(answer({ type: 'userRole', user: ME }, { role }, { via: 'api' })), T0)[0]!.problems.map(
        ({ code }) => code,
      );
    expect(seen('agent')).toContain('agent-address');
    expect(seen('missing')).toContain('no-account');
    expect(seen('user')).not.toContain('no-account');
  });

  it('name the account that an API wallet trades for', () => {
    const body = { role: 'agent', data: { user: OTHER } };
    const [reading] = accounts(heard(answer({ type: 'userRole', user: ME }, body, { via: 'api' })), T0);
    expect(reading!.problems.find(({ code }) => code === 'agent-address')?.message).toContain(OTHER);
  });
});

describe('sub-accounts', () => {
  const told = (body: unknown) => {
    const state = heard(answer({ type: 'subAccounts2', user: ME }, body, { via: 'api' }));
    return accounts(state, T0)[0]!.problems.find(({ code }) => code === 'assumed-apart')?.message;
  };

  it('are named as accounts of their own', () => {
    const sub = { name: 'hedge', subAccountUser: OTHER, master: ME, dexToClearinghouseState: [] };
    expect(told([sub])).toContain(OTHER);
    expect(told([])).toBeUndefined();
    expect(told(null)).toBeUndefined();
  });

  it('are asked for once, of an account that is watched by address', () => {
    const asked = (state: State) =>
      needs(state, T0, { address: ME }).filter(({ key }) => key.includes('subAccounts2'));
    expect(asked(heard())).toHaveLength(1);
    expect(asked(heard(answer({ type: 'subAccounts2', user: ME }, null, { via: 'api' })))).toEqual([]);
  });
});

function emptyState() {
  const zero = { accountValue: '0.0', totalNtlPos: '0.0', totalRawUsd: '0.0', totalMarginUsed: '0.0' };
  return {
    marginSummary: zero,
    crossMarginSummary: zero,
    crossMaintenanceMarginUsed: '0.0',
    withdrawable: '0.0',
    assetPositions: [],
    time: T0,
  };
}

function long() {
  return {
    coin: 'BTC',
    szi: '1.0',
    leverage: { type: 'cross', value: 5 },
    entryPx: '80000.0',
    positionValue: '80000.0',
    unrealizedPnl: '0.0',
    liquidationPx: null,
    marginUsed: '16000.0',
    maxLeverage: 40,
  };
}

function unifiedBalance() {
  return {
    balances: [{ coin: 'USDC', token: 0, total: '90000.0', hold: '0.0', entryNtl: '0.0' }],
    tokenToAvailableAfterMaintenance: [[0, '89000.0']],
  };
}
