/**
 * The traders of this exchange, by name. What they hold is written down here; marks, and so profits and margins,
 * come from the market.
 */
import { createHash } from 'node:crypto';
import type { Market } from '../market';
import { Decimal, notionalOf, zero } from './arithmetic';
import type { Contract } from './contracts';
import type { AlgoOrder, Ledger, Order, PositionSide, Setting, Side } from './ledger';

type Held = [symbol: string, side: PositionSide, amount: string, entry: string, setting: Setting];
type Resting = [symbol: string, side: Side, positionSide: PositionSide, quantity: string, price: string];
type Conditional = [
  symbol: string,
  side: Side,
  positionSide: PositionSide,
  type: AlgoOrder['type'],
  quantity: string,
  trigger: string,
];

interface Opening {
  hedge?: boolean;
  multiAssets?: boolean;
  portfolio?: boolean;
  wallets: Record<string, string>;
  held: Held[];
  resting?: Resting[];
  conditional?: Conditional[];
  settings?: Record<string, Setting>;
}

const cross = (leverage: number): Setting => ({ leverage, isolated: false });
const isolated = (leverage: number): Setting => ({ leverage, isolated: true });

const openings: Record<string, Opening> = {
  oneway: {
    wallets: { USDT: '27500.41278304', BNB: '1.20450000' },
    held: [
      ['BTCUSDT', 'BOTH', '0.900', '85214.60', cross(20)],
      ['ETHUSDT', 'BOTH', '18.250', '2795.33', cross(20)],
      ['SOLUSDT', 'BOTH', '240.00', '128.9050', cross(10)],
      ['DOGEUSDT', 'BOTH', '90000', '0.149320', cross(10)],
      ['XRPUSDT', 'BOTH', '-9000.0', '2.2518', cross(10)],
    ],
    resting: [
      ['BTCUSDT', 'BUY', 'BOTH', '0.050', '81250.00'],
      ['ETHUSDT', 'SELL', 'BOTH', '4.000', '3180.00'],
      ['LINKUSDT', 'BUY', 'BOTH', '60.00', '11.850'],
    ],
    conditional: [
      ['BTCUSDT', 'SELL', 'BOTH', 'STOP_MARKET', '0', '72500.00'],
      ['SOLUSDT', 'SELL', 'BOTH', 'STOP_MARKET', '240.00', '90.0000'],
      ['XRPUSDT', 'BUY', 'BOTH', 'TAKE_PROFIT_MARKET', '4500.0', '1.1500'],
    ],
  },
  hedge: {
    hedge: true,
    wallets: { USDT: '24180.77015822' },
    held: [
      ['BTCUSDT', 'LONG', '1.200', '85430.10', cross(25)],
      ['BTCUSDT', 'SHORT', '-0.500', '87915.40', cross(25)],
      ['ETHUSDT', 'LONG', '20.000', '2788.10', cross(20)],
      ['SOLUSDT', 'SHORT', '-150.00', '134.2200', cross(10)],
    ],
    resting: [
      ['BTCUSDT', 'BUY', 'LONG', '0.100', '80400.00'],
      ['BTCUSDT', 'SELL', 'SHORT', '0.100', '93600.00'],
    ],
    conditional: [['BTCUSDT', 'SELL', 'LONG', 'STOP_MARKET', '0', '70200.00']],
  },
  mixed: {
    wallets: { USDT: '11640.20938816', USDC: '4210.55000000', BNB: '0.38120000' },
    held: [
      ['BTCUSDT', 'BOTH', '0.650', '86102.50', cross(20)],
      ['LINKUSDT', 'BOTH', '-420.00', '13.204', cross(10)],
      ['ETHUSDT', 'BOTH', '-6.000', '2868.40', isolated(8)],
      ['DOGEUSDT', 'BOTH', '30000', '0.155100', isolated(5)],
      ['BTCUSDC', 'BOTH', '0.180', '85890.00', cross(20)],
    ],
    conditional: [['ETHUSDT', 'BUY', 'BOTH', 'STOP_MARKET', '0', '3120.00']],
  },
  /** $20,000 with a $5,000 long of ETH. */
  seed: {
    wallets: { USDT: '20000.00000000' },
    held: [['ETHUSDT', 'BOTH', '1.760', '2841.60', cross(20)]],
  },
  /** Nothing held: a new account. */
  empty: { wallets: { USDT: '5000.00000000' }, held: [] },
  /** Multi-assets mode: bitcoin and a debt of USDC behind longs and shorts of two margin assets. */
  multi: {
    multiAssets: true,
    wallets: { USDT: '6200.50000000', USDC: '-410.25000000', BTC: '0.18000000', BNB: '2.50000000' },
    held: [
      ['BTCUSDT', 'BOTH', '0.700', '85600.00', cross(20)],
      ['ETHUSDT', 'BOTH', '9.500', '2812.40', cross(20)],
      ['BTCUSDC', 'BOTH', '-0.120', '86900.00', cross(20)],
    ],
    conditional: [['ETHUSDT', 'SELL', 'BOTH', 'STOP_MARKET', '0', '2300.00']],
  },
  /** The USDⓈ-M part of an account of Portfolio Margin; its margin assets are in portfolio.ts. */
  portfolio: {
    portfolio: true,
    wallets: { USDT: '9000.00000000' },
    held: [
      ['BTCUSDT', 'BOTH', '-0.400', '87200.00', cross(20)],
      ['ETHUSDT', 'BOTH', '12.000', '2825.10', cross(20)],
    ],
  },
};

/** The same traders' accounts of COIN-M; who is not named has none to speak of. */
const coinOpenings: Record<string, Opening> = {
  coinm: {
    wallets: { BTC: '0.42000000', ETH: '3.20000000' },
    held: [
      ['BTCUSD_PERP', 'BOTH', '420', '85310.0', cross(20)],
      ['BTCUSD_270326', 'BOTH', '-150', '88640.0', cross(20)],
      ['ETHUSD_PERP', 'BOTH', '-1800', '2795.00', cross(10)],
    ],
    resting: [['BTCUSD_PERP', 'BUY', 'BOTH', '50', '82000.0']],
  },
  'coinm-hedge': {
    hedge: true,
    wallets: { BTC: '0.08000000', ETH: '1.50000000' },
    held: [
      ['BTCUSD_PERP', 'LONG', '310', '85990.0', cross(20)],
      ['BTCUSD_PERP', 'SHORT', '-90', '87450.0', cross(20)],
      ['ETHUSD_PERP', 'LONG', '700', '2860.00', isolated(8)],
    ],
  },
  portfolio: {
    portfolio: true,
    wallets: { BTC: '0.15000000' },
    held: [['BTCUSD_PERP', 'BOTH', '130', '84800.0', cross(20)]],
  },
};

/** Forty coins, most of them long, some short; the same every time. */
function desk(contracts: Map<string, Contract>, market: Market): Opening {
  const listed = [...contracts.values()].filter(one => one.quoteAsset === 'USDT').slice(0, 40);
  const held = listed.map(({ symbol, coin, bundle, stepSize, tickSize }, index): Held => {
    const mark = new Decimal(market.mark(coin)).times(bundle);
    const worth = 9_000 + ((index * 7919) % 17) * 2_300;
    const amount = new Decimal(worth).div(mark).div(stepSize).ceil().times(stepSize);
    const away = 1 + (((index * 31) % 11) - 5) / 250;
    const entry = mark.times(away).div(tickSize).round().times(tickSize);
    const short = index % 3 === 2;
    return [symbol, 'BOTH', (short ? amount.negated() : amount).toFixed(), entry.toFixed(), cross(10)];
  });
  return { wallets: { USDT: '61000.00000000' }, held };
}

export interface Trader {
  ledger: Ledger;
  /** What the site keeps in the browser while this trader is logged in. */
  session: string;
  /** A key that can only read, and one that can trade. */
  keys: { key: string; secret: string; trades: boolean }[];
  firstId: number;
}

const digest = (text: string) => createHash('sha512').update(text).digest('hex');

/** Everybody has an account of both products; the logins are the same. */
export function openTraders(
  contracts: Map<string, Contract>,
  market: Market,
  seed: number,
  product: 'usdm' | 'coinm',
): Map<string, Trader> {
  const nothing: Opening = { wallets: {}, held: [] };
  const names = [...new Set([...Object.keys(openings), 'desk', ...Object.keys(coinOpenings)])];
  const openingOf = (name: string): Opening =>
    product === 'coinm'
      ? (coinOpenings[name] ?? nothing)
      : name === 'desk'
        ? desk(contracts, market)
        : (openings[name] ?? { wallets: { USDT: '100.00000000' }, held: [] });
  const all = names.map((name): [string, Opening] => [name, openingOf(name)]);
  return new Map(
    all.map(([name, opening], index) => [name, openTrader(name, opening, index, contracts, market, seed)]),
  );
}

function openTrader(
  name: string,
  opening: Opening,
  index: number,
  contracts: Map<string, Contract>,
  market: Market,
  seed: number,
): Trader {
  const at = market.now();
  const secret = (what: string) => digest(`${seed} ${name} ${what}`).slice(0, 64);
  const settings = new Map<string, Setting>(Object.entries(opening.settings ?? {}));
  const wallets = new Map(Object.entries(opening.wallets).map(([asset, text]) => [asset, new Decimal(text)]));
  const positions = opening.held.map(([symbol, side, amount, entry, setting]) => {
    settings.set(symbol, setting);
    const worth = notionalOf(
      new Decimal(amount).abs(),
      new Decimal(entry),
      contracts.get(symbol)?.dollars ?? null,
    );
    return {
      symbol,
      side,
      amount: new Decimal(amount),
      entry: new Decimal(entry),
      isolatedWallet: setting.isolated ? worth.div(setting.leverage).toDecimalPlaces(8) : zero,
      realised: zero,
      updateTime: at,
    };
  });
  const firstId = 8_000_000_000 + index * 100_000_000;
  const orders = (opening.resting ?? []).map(
    ([symbol, side, positionSide, quantity, price], number): Order => ({
      orderId: firstId + number,
      clientOrderId: `web_${secret(`order ${number}`).slice(0, 18)}`,
      symbol,
      side,
      positionSide,
      type: 'LIMIT',
      price: new Decimal(price),
      quantity: new Decimal(quantity),
      reduceOnly: false,
      closePosition: false,
      time: at - 3_600_000 * (number + 1),
    }),
  );
  const algoOrders = (opening.conditional ?? []).map(
    ([symbol, side, positionSide, type, quantity, trigger], number): AlgoOrder => ({
      algoId: 1_000_000_000 + index * 1_000_000 + number,
      clientAlgoId: `web_${secret(`algo ${number}`).slice(0, 18)}`,
      symbol,
      side,
      positionSide,
      type,
      quantity: new Decimal(quantity),
      triggerPrice: new Decimal(trigger),
      price: zero,
      reduceOnly: true,
      closePosition: quantity === '0',
      workingType: 'MARK_PRICE',
      status: 'NEW',
      actualOrderId: '',
      triggerTime: 0,
      createTime: at - 3_600_000 * (number + 1),
      updateTime: at - 3_600_000 * (number + 1),
    }),
  );
  const ledger: Ledger = {
    uid: String(41_000_000 + index * 7_919),
    name,
    hedge: opening.hedge ?? false,
    multiAssets: opening.multiAssets ?? false,
    portfolio: opening.portfolio ?? false,
    wallets,
    settings,
    // A coin that the market of today does not have is left out.
    positions: positions.filter(one => contracts.has(one.symbol)),
    past: [],
    orders: orders.filter(one => contracts.has(one.symbol)),
    algoOrders: algoOrders.filter(one => contracts.has(one.symbol)),
    takerRate: new Decimal('0.0005'),
    makerRate: new Decimal('0.0002'),
  };
  return {
    ledger,
    session: secret('session'),
    keys: [
      { key: secret('reading key'), secret: secret('reading secret'), trades: false },
      { key: secret('trading key'), secret: secret('trading secret'), trades: true },
    ],
    firstId: firstId + 1000,
  };
}
