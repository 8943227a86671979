/**
 * The accounts that the chain keeps: subaccounts with a signed balance of USDC, in whole millionths, and signed
 * sizes. A parent (0 to 127) is the cross account; a child (parent + 128·k) holds one isolated position.
 */
import { createHash } from 'node:crypto';
import { type Listing, listingOf } from './markets';

export interface Holding {
  listing: Listing;
  /** Signed. */
  size: number;
  /** Signed: size × average entry, in millionths. */
  cost: number;
  sumOpen: number;
  sumClose: number;
}

export interface Subaccount {
  number: number;
  /** Signed, in millionths of USDC. */
  usdc: number;
  holdings: Map<string, Holding>;
}

export interface DydxOrder {
  id: string;
  listing: Listing;
  subaccount: number;
  side: 'BUY' | 'SELL';
  size: number;
  price: string;
  /** Null: a plain limit order. */
  trigger: { price: string; type: 'STOP_LIMIT' | 'TAKE_PROFIT' } | null;
  reduceOnly: boolean;
  status: 'OPEN' | 'UNTRIGGERED' | 'FILLED' | 'CANCELED';
}

export interface DydxAccount {
  name: string;
  address: string;
  parent: number;
  subaccounts: Map<number, Subaccount>;
  orders: DydxOrder[];
  /** What the form has selected, by ticker. */
  selected: Map<string, { mode: 'cross' | 'isolated'; leverage: number }>;
}

const signs = 'qpzry9x8gf2tvdw0s3jn54khce6mua7l';

/** Bech32 (BIP 173) of 20 bytes: a true address of nobody. */
export function addressOf(name: string): string {
  const bytes = [...createHash('sha256').update(`dydx ${name}`).digest().subarray(0, 20)];
  const bits = bytes.map(byte => byte.toString(2).padStart(8, '0')).join('');
  const values = (bits.match(/.{5}/g) ?? []).map(five => Number.parseInt(five, 2));
  const prefix = [...'dydx'].map(sign => sign.charCodeAt(0));
  const expanded = [...prefix.map(code => code >> 5), 0, ...prefix.map(code => code & 31)];
  const rest = polymod([...expanded, ...values, 0, 0, 0, 0, 0, 0]) ^ 1;
  const check = [5, 4, 3, 2, 1, 0].map(k => (rest >>> (5 * k)) & 31);
  return `dydx1${[...values, ...check].map(value => signs[value]).join('')}`;
}

function polymod(values: number[]): number {
  return values.reduce((sum, value) => {
    const top = sum >>> 25;
    const next = ((sum & 0x1ffffff) << 5) ^ value;
    return [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3].reduce(
      (folded, generator, bit) => ((top >> bit) & 1 ? folded ^ generator : folded),
      next,
    );
  }, 1);
}

/** Ticker, size, entry. */
type Line = [ticker: string, size: number, entry: number];

function account(
  name: string,
  parent: number,
  children: Record<number, { equity: number; lines: Line[] }>,
): DydxAccount {
  const subaccounts = new Map<number, Subaccount>();
  const selected: DydxAccount['selected'] = new Map();
  for (const [key, { equity, lines }] of Object.entries(children)) {
    const number = Number(key);
    const holdings = new Map<string, Holding>();
    let usdc = Math.round(equity * 1e6);
    for (const [ticker, size, entry] of lines) {
      const cost = Math.round(size * entry * 1e6);
      // What was put in has been paid for the position: the rest is the balance, or a debt.
      usdc -= cost;
      const open = Math.abs(size);
      holdings.set(ticker, { listing: listingOf(ticker)!, size, cost, sumOpen: open, sumClose: 0 });
      selected.set(ticker, { mode: number < 128 ? 'cross' : 'isolated', leverage: 10 });
    }
    subaccounts.set(number, { number, usdc, holdings });
  }
  return { name, address: addressOf(name), parent, subaccounts, orders: [], selected };
}

export function openAccounts(): DydxAccount[] {
  let count = 0;
  const rest = (
    to: DydxAccount,
    ticker: string,
    subaccount: number,
    side: 'BUY' | 'SELL',
    size: number,
    price: string,
    more: Partial<DydxOrder> = {},
  ) => {
    const digest = createHash('sha256').update(`order ${count++}`).digest('hex');
    const id = [
      digest.slice(0, 8),
      digest.slice(8, 12),
      `5${digest.slice(13, 16)}`,
      `8${digest.slice(17, 20)}`,
      digest.slice(20, 32),
    ].join('-');
    to.orders.push({
      id,
      listing: listingOf(ticker)!,
      subaccount,
      side,
      size,
      price,
      trigger: null,
      reduceOnly: false,
      status: 'OPEN',
      ...more,
    });
  };

  // Five longs of one direction: far apart alone, near together.
  const cross = account('cross', 0, {
    0: {
      equity: 44_180,
      lines: [
        ['BTC-USD', 2.1, 85_934],
        ['ETH-USD', 32, 2_838.4],
        ['SOL-USD', 430, 131.9],
        ['DOGE-USD', 240_000, 0.15281],
        ['LINK-USD', 1_530, 12.94],
      ],
    },
  });
  rest(cross, 'BTC-USD', 0, 'SELL', 2.1, '64800', {
    reduceOnly: true,
    trigger: { price: '81000', type: 'STOP_LIMIT' },
    status: 'UNTRIGGERED',
  });
  rest(cross, 'ETH-USD', 0, 'BUY', 5, '2700');

  // A cross book with two isolated positions beside it, of which one has been bought with a debt.
  const children = account('children', 0, {
    0: {
      equity: 9_350,
      lines: [
        ['BTC-USD', 0.45, 84_912.4],
        ['ETH-USD', -9, 2_806.33],
        ['AVAX-USD', 900, 13.44],
      ],
    },
    128: { equity: 1_480, lines: [['SOL-USD', 95, 128.74]] },
    256: { equity: 1_120, lines: [['ENA-USD', -32_000, 0.2512]] },
  });
  rest(children, 'SOL-USD', 128, 'SELL', 95, '88.5', {
    reduceOnly: true,
    trigger: { price: '118', type: 'STOP_LIMIT' },
    status: 'UNTRIGGERED',
  });
  // The same trader may have other parents: another account, for the venue and for us.
  const second = account('second', 1, {
    1: {
      equity: 6_400,
      lines: [
        ['ETH-USD', 11, 2_790],
        ['XRP-USD', -6_000, 2.31],
      ],
    },
    129: { equity: 900, lines: [['WIF-USD', 4_000, 0.3411]] },
  });
  const seed = account('seed', 0, { 0: { equity: 20_000, lines: [['ETH-USD', 1.76, 2_841.6]] } });
  const empty = account('empty', 0, { 0: { equity: 5_000, lines: [] } });
  const desk = account('desk', 0, {
    0: {
      equity: 96_000,
      lines: [
        'BTC',
        'ETH',
        'SOL',
        'DOGE',
        'LINK',
        'XRP',
        'AVAX',
        'SUI',
        'ADA',
        'BNB',
        'LTC',
        'ARB',
        'UNI',
        'AAVE',
        'NEAR',
        'APT',
        'ATOM',
        'TIA',
        'SEI',
        'LDO',
      ].map((name, k): Line => {
        const { coin, sizeDecimals } = listingOf(`${name}-USD`)!;
        const value = 60_000 / (1 + k / 5);
        const size = Number(((k % 3 === 2 ? -value : value) / coin.price).toFixed(sizeDecimals));
        return [`${name}-USD`, size, Number((coin.price * (1 + (((k * 7) % 11) - 5) / 400)).toPrecision(5))];
      }),
    },
  });
  return [cross, children, second, seed, empty, desk];
}
