import { describe, expect, it } from 'vitest';
import { assess } from '../../engine/assess';
import type { VenueMessage } from '../venue';
import { accounts } from './account';
import {
  accountEvent,
  balanceList,
  bracketList,
  codes,
  configList,
  envelope,
  fetched,
  framed,
  mark,
  pageAccount,
  positionList,
  T0,
  told,
} from './fake-page';
import { initial } from './state';

const btc = { symbol: 'BTCUSDT', amount: '0.9', entry: '85214.60', mark: '86000.00' };
const eth = { symbol: 'ETHUSDT', amount: '-6', entry: '2868.40', mark: '2800.00' };

describe('accounts', () => {
  it('are none before anything was said', () => {
    expect(accounts(initial)).toEqual([]);
  });

  it('are cross pools by margin asset, each isolated position beside them', () => {
    const state = told([
      positionList([
        btc,
        { ...eth, isolatedWallet: '2151.30' },
        { symbol: 'BTCUSDC', amount: '0.18', entry: '85890', mark: '86010', asset: 'USDC' },
      ]),
      balanceList({ USDT: '29500.41', USDC: '4210.55', BNB: '1.2', ETH: '0.00000000' }),
      bracketList(['BTCUSDT', 'ETHUSDT', 'BTCUSDC']),
    ]);
    const { account, problems, mode, accountAt, pricesAt } = pageAccount(state);
    expect(problems).toEqual([]);
    expect([mode, accountAt, pricesAt]).toEqual(['single-asset', T0, T0]);
    expect(
      account.pools.map(({ id, kind, unit, collateral }) => [id, kind, unit, collateral[0]!.amount]),
    ).toEqual([
      ['usdm:USDT', 'cross', 'USDT', '29500.41'],
      ['usdm:USDC', 'cross', 'USDC', '4210.55'],
      ['usdm:BNB', 'cross', 'BNB', '1.2'],
      ['isolated:ETHUSDT', 'isolated', 'USDT', '2151.30'],
    ]);
    const report = assess(account);
    expect(report.pools.map(pool => pool.state)).toEqual(['safe', 'safe', 'safe', 'safe']);
    // 29500.41 + 0.9·(86000 − 85214.60), and 0.4 % of 77 400.
    expect(report.pools[0]).toMatchObject({ equity: '30207.27', maintenanceMargin: '309.6' });
    // 2151.30 + 6·(2868.40 − 2800), and 0.4 % of 16 800.
    expect(report.pools[3]).toMatchObject({ equity: '2561.7', maintenanceMargin: '67.2' });
  });

  it('are unknown until both positions and balances were listed', () => {
    const onlyBalance = told([balanceList({ USDT: '1000' }), bracketList(['BTCUSDT'])]);
    expect(codes(onlyBalance)).toEqual(['no-positions']);
    expect(assess(pageAccount(onlyBalance).account).pools[0]!.state).toBe('unknown');
    expect(pageAccount(onlyBalance).accountAt).toBeNull();
    const onlyPosition = told([positionList([btc]), bracketList(['BTCUSDT'])]);
    expect(codes(onlyPosition)).toEqual(['no-balance']);
    expect(assess(pageAccount(onlyPosition).account).pools[0]!.state).toBe('unknown');
  });

  it('know no figure of a pool whose contract has no brackets or mark', () => {
    const state = told([positionList([btc]), balanceList({ USDT: '1000' })]);
    expect(codes(state)).toEqual(['no-brackets']);
    expect(assess(pageAccount(state).account).pools[0]!.state).toBe('unknown');
    const fresh = framed(
      accountEvent({ positions: [{ symbol: 'SOLUSDT', amount: '3', entry: '130' }] }, T0),
      T0 + 9,
    );
    expect(codes(told([fresh, bracketList(['BTCUSDT', 'SOLUSDT'])], state))).toEqual(['no-mark']);
  });

  it('say what was printed at the marks of its moment, and the rest at the marks of now', () => {
    const first = told([
      positionList([{ ...btc, liquidation: '52639.62', maintenance: '309.60000000' }]),
      balanceList({ USDT: '29500.41' }, T0 + 40),
      bracketList(['BTCUSDT']),
    ]);
    const state = told([mark('BTCUSDT', '80000.00', T0 + 4000)], first);
    const { account, checked, pricesAt } = pageAccount(state);
    expect(pricesAt).toBe(T0 + 4000);
    expect(account.pools[0]!.positions[0]).toMatchObject({ markPrice: '80000.00' });
    expect(account.pools[0]!.positions[0]!.reported).toBeUndefined();
    expect(checked!.pools[0]!.positions[0]).toMatchObject({
      markPrice: '86000.00',
      reported: { liquidationPrice: '52639.62', maintenanceMargin: '309.60000000' },
    });
    expect(checked!.asOf).toBe(T0);
    expect(checked!.pools[0]!.collateral[0]!.amount).toBe('29500.41');
  });

  it('do not compare what was printed with a balance of another moment', () => {
    const state = told([
      positionList([btc]),
      balanceList({ USDT: '29500.41' }, T0 + 60_000),
      bracketList(['BTCUSDT']),
    ]);
    expect(pageAccount(state).checked).toBeUndefined();
    const changed = told([
      positionList([btc]),
      framed(
        accountEvent({ balances: { USDT: '9' }, positions: [{ ...btc, amount: '1' }] }, T0 + 5),
        T0 + 10,
      ),
      balanceList({ USDT: '9' }, T0 + 60),
    ]);
    expect(pageAccount(changed).checked).toBeUndefined();
  });

  it('print no liquidation price as none, never as 0', () => {
    const state = told([positionList([{ ...btc, liquidation: '0' }]), balanceList({ USDT: '29500' })]);
    expect(pageAccount(state).checked!.pools[0]!.positions[0]!.reported!.liquidationPrice).toBeNull();
  });

  it('hold both legs of a hedge, the empty one too', () => {
    const long = { ...btc, side: 'LONG' as const };
    const state = told([positionList([long]), balanceList({ USDT: '29500' }), bracketList(['BTCUSDT'])]);
    const [pool] = pageAccount(state).account.pools;
    expect(pool!.positions.map(({ size }) => size)).toEqual(['0.9', '0']);
    const both = told([positionList([long, { ...btc, side: 'SHORT', amount: '-0.5' }], T0 + 10_000)], state);
    expect(pageAccount(both).account.pools[0]!.positions.map(({ size }) => size)).toEqual(['0.9', '-0.5']);
  });

  it('do not guess the margin mode when the settings contradict the position', () => {
    const state = told([
      positionList([btc]),
      balanceList({ USDT: '29500' }),
      bracketList(['BTCUSDT']),
      configList([{ symbol: 'BTCUSDT', marginType: 'ISOLATED', leverage: 10 }]),
    ]);
    expect(codes(state)).toEqual(['margin-mode-unknown']);
    expect(assess(pageAccount(state).account).pools[0]!.state).toBe('unknown');
    const said = framed(accountEvent({ positions: [{ ...btc, isolated: '7000' }] }, T0 + 500), T0 + 510);
    expect(codes(told([said], state))).toEqual([]);
  });

  it('show no figure in multi-assets mode before it is known what an asset counts for', () => {
    const on = framed({ e: 'ACCOUNT_CONFIG_UPDATE', E: T0, T: T0, ai: { j: true } });
    const state = told([positionList([btc]), balanceList({ USDT: '29500' }), bracketList(['BTCUSDT']), on]);
    const { account, mode } = pageAccount(state);
    expect(mode).toBe('multi-assets');
    expect(codes(state)).toEqual(['no-rate', 'assumed-index-rate']);
    expect(assess(account).pools.map(pool => pool.state)).toEqual(['unknown']);
    const off = framed({ e: 'ACCOUNT_CONFIG_UPDATE', E: T0 + 1, T: T0 + 1, ai: { j: false } });
    expect(codes(told([off], state))).toEqual([]);
    // A copy of the first by another socket does not turn it on again.
    expect(pageAccount(told([off, on], state)).mode).toBe('single-asset');
  });
});

describe('an account that is outdated', () => {
  const known = told([positionList([btc]), balanceList({ USDT: '29500.41' }), bracketList(['BTCUSDT'])]);
  const outdated = (...messages: VenueMessage[]) => pageAccount(told(messages, known)).outdated;
  const renamed = (message: VenueMessage, field: string): VenueMessage => ({
    ...message,
    body: String(message.body).replaceAll(`"${field}"`, `"${field}New"`),
  });
  const later = T0 + 5000;

  it('has a later list or event that could not be read, and keeps its figures', () => {
    expect(outdated()).toBe(false);
    const list = renamed(positionList([{ ...btc, amount: '2' }], later), 'positionAmount');
    expect(outdated(list)).toBe(true);
    expect(pageAccount(told([list], known)).account).toEqual(pageAccount(known).account);
    expect(outdated(list, positionList([btc], later + 5000))).toBe(false);
    expect(outdated(renamed(balanceList({ USDT: '1' }, later), 'asset'))).toBe(true);
    const event = framed(accountEvent({ balances: { USDT: '5' } }, later), later);
    const cut = { ...event, body: String(event.body).slice(0, -9) };
    expect(outdated(event)).toBe(false);
    expect(outdated(cut)).toBe(true);
    expect(outdated(cut, positionList([btc], later + 1))).toBe(true);
    expect(outdated(cut, positionList([btc], later + 1), balanceList({ USDT: '5' }, later + 1))).toBe(false);
  });

  it('is not one whose venue is busy, or does not print what it is compared with', () => {
    const url = 'https://www.binance.com/bapi/futures/v6/private/future/user-data/user-position';
    expect(outdated(fetched(url, '<html>', later, 503))).toBe(false);
    expect(outdated(fetched(url, '', later, 429))).toBe(false);
    const unprinted = renamed(positionList([{ ...btc, liquidation: '1' }], later), 'liquidationPrice');
    expect(codes(told([unprinted], known))).toEqual(['format-changed']);
    expect(outdated(unprinted)).toBe(false);
  });

  it('is one that the page shows no longer', () => {
    const url = 'https://www.binance.com/bapi/futures/v6/private/future/user-data/user-position';
    const out = fetched(url, { ...envelope(null), code: '100002002', success: false }, later);
    expect(outdated(out)).toBe(true);
    expect(outdated(out, positionList([btc], later + 5000))).toBe(false);
  });
});
