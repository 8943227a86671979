/**
 * COIN-M by the FAQ's own formula (ceccfcfb4e3a45e3b48b0b1bb1a8ae46), written out here: N contracts of cs dollars,
 * long LP = N·cs·(1 + mmr) / (WB − TMM₁ + UPNL₁ + cum + N·cs/EP), short LP = N·cs·(1 − mmr) / (N·cs/EP − (…)).
 */
import { describe, expect, it } from 'vitest';
import { assess } from '../../engine/assess';
import { Decimal } from '../../engine/decimal';
import type { FormReading } from '../venue';
import { accounts } from './account';
import { needs } from './api';
import { draft } from './draft';
import {
  accountEvent,
  answered,
  balanceList,
  balanceRow,
  bracketList,
  coinBrackets,
  coinContracts,
  coinPosition,
  envelope,
  fetched,
  framed,
  type Held,
  positionList,
  positionRow,
  T0,
  told,
} from './fake-page';
import type { State } from './state';

const PERP = 'BTCUSD_PERP';
const QUARTER = 'BTCUSD_261225';
const market = [coinContracts([PERP, QUARTER]), coinBrackets([PERP, QUARTER])];
const d = (text: string | number | Decimal) => new Decimal(text);
const positions = (held: Held[], at = T0) => answered('dapi/v1/positionRisk', held.map(coinPosition), at);
const wallet = (amounts: Record<string, string>, at = T0) =>
  answered('dapi/v1/account', { assets: Object.entries(amounts).map(([a, w]) => balanceRow(a, w)) }, at);
const coinAccount = (state: State) => accounts(state).find(one => one.mode === 'COIN-M')!;

const short: Held = { symbol: PERP, amount: '-900', entry: '88000', mark: '86500' };
const long: Held = { symbol: QUARTER, amount: '400', entry: '87000', mark: '87200' };
const value = ({ amount, mark }: Held) => d(amount).abs().times(100).div(mark);
const profit = ({ amount, entry, mark }: Held) => d(amount).times(d(100).div(entry).minus(d(100).div(mark)));

describe('COIN-M', () => {
  const state = told([...market, positions([short, long]), wallet({ BTC: '0.4', ETH: '2' })]);

  it('is a pool a coin, in coins, with brackets by coins', () => {
    const { account, label } = coinAccount(state);
    expect(label).toBe('COIN-M');
    expect(account.account).toBe('coin-m');
    expect(account.pools.map(({ id, unit }) => [id, unit])).toEqual([
      ['coinm:BTC', 'BTC'],
      ['coinm:ETH', 'ETH'],
    ]);
    const [pool] = assess(account).pools;
    const equity = d('0.4').plus(profit(short)).plus(profit(long));
    const maintenance = value(short).plus(value(long)).times('0.004');
    expect(d(pool!.equity!).minus(equity).abs().lt('1e-18')).toBe(true);
    expect(d(pool!.maintenanceMargin!).minus(maintenance).abs().lt('1e-18')).toBe(true);
  });

  it('prints the prices of the FAQ', () => {
    const [pool] = assess(coinAccount(state).account).pools;
    // WB − TMM₁ + UPNL₁ of the other contract.
    const backing = (other: Held) => d('0.4').minus(value(other).times('0.004')).plus(profit(other));
    const n = d(900).times(100);
    const shortPrice = n.times(1 - 0.004).div(n.div(short.entry).minus(backing(long)));
    const m = d(400).times(100);
    const longPrice = m.times(1.004).div(backing(short).plus(m.div(long.entry)));
    const printed = pool!.positions.map(one => d(one.printedLiquidationPrice!));
    expect(printed[0]!.div(shortPrice).minus(1).abs().lt('1e-15')).toBe(true);
    expect(printed[1]!.div(longPrice).minus(1).abs().lt('1e-15')).toBe(true);
    // The truth: a perpetual and a quarterly on one coin move together.
    expect(pool!.positions[0]!.liquidation.above).not.toBe(pool!.positions[0]!.printedLiquidationPrice);
  });

  it('has no price above where the wallet covers the short', () => {
    const covered = told([...market, positions([{ ...short, amount: '-300' }]), wallet({ BTC: '0.4' })]);
    const [pool] = assess(coinAccount(covered).account).pools;
    expect(pool!.positions[0]!.printedLiquidationPrice).toBeNull();
    expect(pool!.positions[0]!.liquidation.above).toBeNull();
  });

  it('takes the bracket of the coins at the price, not of the dollars', () => {
    const large = { ...long, symbol: PERP, amount: '6000', mark: '86500' };
    const big = told([...market, positions([large]), wallet({ BTC: '1' })]);
    const [pool] = assess(coinAccount(big).account).pools;
    // 6.9 BTC: the second bracket.
    expect(
      d(pool!.maintenanceMargin!).minus(value(large).times('0.005').minus('0.005')).abs().lt('1e-18'),
    ).toBe(true);
  });

  it('keeps hedge legs on one price, and isolated positions by themselves', () => {
    const legs: Held[] = [
      { ...long, symbol: PERP, side: 'LONG', amount: '500', mark: '86500' },
      { ...short, side: 'SHORT', amount: '-200' },
    ];
    const hedged = told([...market, positions(legs), wallet({ BTC: '0.05' })]);
    const [pool] = assess(coinAccount(hedged).account).pools;
    const [one, other] = pool!.positions;
    expect(one!.printedLiquidationPrice).toBe(other!.printedLiquidationPrice);
    // General form with reciprocal prices: both legs' margins count.
    const sum = d(500).times(100).div(87000).minus(d(200).times(100).div(88000));
    const price = d(300).times(100).plus(d(700).times(100).times('0.004')).div(d('0.05').plus(sum));
    expect(d(one!.printedLiquidationPrice!).div(price).minus(1).abs().lt('1e-15')).toBe(true);

    const alone = { ...coinPosition({ ...short, isolatedWallet: '0.07' }), unRealizedProfit: '-0.01' };
    const isolated = told([...market, answered('dapi/v1/positionRisk', [alone]), wallet({ BTC: '0.4' })]);
    const pools = coinAccount(isolated).account.pools;
    expect(pools.map(pool => pool.id)).toEqual(['coinm:BTC', `isolated:${PERP}`]);
    expect(pools[1]!.collateral[0]).toMatchObject({ asset: 'BTC', amount: '0.08' });
  });

  it('is unknown before it is known how many dollars a contract is', () => {
    const lacking = told([coinBrackets([PERP]), positions([short]), wallet({ BTC: '0.4' })]);
    const { account, problems } = coinAccount(lacking);
    expect(assess(account).pools[0]!.state).toBe('unknown');
    expect(problems.map(one => one.code)).toContain('no-contract');
    expect(needs(lacking, T0, { address: null }).map(one => one.url)).toContain(
      'https://dapi.binance.com/dapi/v1/exchangeInfo',
    );
  });

  it('takes brackets with a coefficient above one as they stand and says so; below one it does not read them', () => {
    const scaled = (notionalCoef: number) =>
      answered('dapi/v2/leverageBracket', [
        {
          symbol: PERP,
          notionalCoef,
          brackets: [{ bracket: 1, qtyCap: 50, qtylFloor: 0, maintMarginRatio: 0.004, cum: 0 }],
        },
      ]);
    const with_ = (coefficient: number) =>
      told([coinContracts([PERP]), scaled(coefficient), positions([short]), wallet({ BTC: '0.4' })]);
    expect(coinAccount(with_(1.5)).problems.map(one => one.code)).toEqual([
      'assumed-coin-m-formula',
      'assumed-brackets',
    ]);
    expect(assess(coinAccount(with_(0.5)).account).pools[0]!.state).toBe('unknown');
  });
});

describe('the COIN-M page', () => {
  const web = (held: Held[], at = T0) =>
    fetched('v1/private/delivery/user-data/user-position', envelope(held.map(one => positionRow(one))), at);
  const balances = (amounts: Record<string, string>, at = T0) =>
    fetched(
      'v2/private/delivery/user-data/user-balance',
      envelope(Object.entries(amounts).map(([asset, amount]) => balanceRow(asset, amount))),
      at,
    );
  const btc = { symbol: 'BTCUSDT', amount: '0.9', entry: '85214.60', mark: '86000.00' };
  const both = told([
    ...market,
    positionList([btc]),
    balanceList({ USDT: '29500' }),
    bracketList(['BTCUSDT']),
    web([{ ...short, asset: 'BTC' }]),
    balances({ BTC: '0.4' }),
  ]);

  it('shows its own account first, and leaves the other alone', () => {
    const coin = 'https://www.binance.com/en/delivery/BTCUSD_PERP';
    expect(accounts(both, T0, coin).map(one => one.mode)).toEqual(['COIN-M', 'single-asset']);
    const usdm = 'https://www.binance.com/en/futures/BTCUSDT';
    expect(accounts(both, T0, usdm).map(one => one.mode)).toEqual(['single-asset', 'COIN-M']);
    expect(accounts(both)[0]!.account.pools.map(pool => pool.id)).toEqual(['usdm:USDT']);
  });

  it('keeps quiet elsewhere as long as it is empty', () => {
    const bare = told([
      ...market,
      positionList([btc]),
      balanceList({ USDT: '1' }),
      web([]),
      balances({ BTC: '0' }),
    ]);
    expect(accounts(bare).map(one => one.mode)).toEqual(['single-asset']);
    const page = 'https://www.binance.com/en/delivery/BTCUSD_PERP';
    expect(accounts(bare, T0, page).map(one => one.mode)).toEqual(['COIN-M', 'single-asset']);
    expect(accounts(told([balances({ BTC: '0.1' }, T0 + 9000)], bare))).toHaveLength(2);
  });

  it('hears its own stream', () => {
    const event = accountEvent(
      { balances: { BTC: '0.5' }, positions: [{ symbol: PERP, amount: '-100', entry: '88000' }] },
      T0 + 5,
    );
    const heard = { ...framed(event, T0 + 6), url: 'wss://dstream.binance.com/ws/…' };
    const state = told([heard], both);
    const [pool] = coinAccount(state).account.pools;
    expect(pool).toMatchObject({ collateral: [{ amount: '0.5' }], positions: [{ size: '-100' }] });
    expect(state.trader).toEqual(both.trader);
  });

  it('leaves bots and copy trading out', () => {
    const copy = { ...web([{ ...short, amount: '-7' }], T0 + 9000), request: '{"portfolioId":"42"}' };
    const grid = fetched('v1/private/delivery/grid/user-position', envelope([]), T0 + 9000);
    expect(told([copy, grid], both)).toEqual(both);
  });

  const form = (changes: Partial<FormReading>): FormReading => ({
    symbol: PERP,
    side: 'sell',
    type: 'market',
    price: null,
    size: '50',
    sizeUnit: 'contracts',
    leverage: '20',
    marginMode: 'cross',
    reduceOnly: false,
    leg: null,
    action: null,
    unsure: null,
    ...changes,
  });

  it.each([
    [{}, '50'],
    [{ size: '0.1', sizeUnit: 'base' }, '86'],
    [{ size: '5000', sizeUnit: 'quote' }, '50'],
  ] as const)('understands a size typed as %o', (changes, size) => {
    const { account } = coinAccount(both);
    const reading = draft(both, account, form(changes));
    if ('unsure' in reading) throw new Error(reading.unsure);
    expect(reading.draft).toMatchObject({ pool: 'coinm:BTC', size });
    const after = assess({ ...account, draft: reading.draft }).whatIf!.pools[0]!;
    const fee = d(size).times(100).div(86500).times('0.0005');
    const before = d('0.4').plus(profit(short));
    expect(d(after.equity!).minus(before.minus(fee)).abs().lt('1e-15')).toBe(true);
  });

  it('does not take a USDⓈ-M form for its own', () => {
    const { account } = coinAccount(both);
    expect(draft(both, account, form({ symbol: 'BTCUSDT', sizeUnit: 'base' }))).toEqual({
      unsure: 'other-account',
    });
    expect(draft(both, accounts(both)[0]!.account, form({}))).toEqual({ unsure: 'other-account' });
  });
});
