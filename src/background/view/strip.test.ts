import { describe, expect, it } from 'vitest';
import messages from '../../../public/_locales/en/messages.json';
import type { Account, Pool, Position } from '../../engine/account';
import { DEFAULT_SETTINGS } from '../../settings';
import { formats } from '../../ui/format';
import { textOf } from '../../ui/text';
import type { AccountReading } from '../../venues/venue';
import { createAssessments } from '../assessment';
import { cardView } from './card';
import { popupAccount } from './popup';
import { stripView } from './strip';
import type { Manner, Subject } from './subject';

const NOW = 1_764_000_000_000;
const manner: Manner = {
  settings: DEFAULT_SETTINGS,
  text: textOf(messages),
  format: formats('en'),
  now: NOW,
};

/** BTC 2 % a day an hour's worth, ETH with twice its beta; as in the risk part's own documents. */
const statistics = {
  intervalHours: 1,
  factors: ['BTC', 'ETH'],
  market: 'BTC',
  volatility: [0.005, 0.01],
  beta: [1, 1.6],
  correlation: [
    [1, 0.8],
    [0.8, 1],
  ],
  covariance: [
    [0.000025, 0.00004],
    [0.00004, 0.0001],
  ],
  shrinkage: 0.1,
  observations: 719,
  stable: [],
  repaired: false,
  short: [],
};

const position = (symbol: string, size: string, mark: string, more: Partial<Position> = {}): Position => ({
  symbol,
  factor: symbol,
  size,
  contract: { type: 'linear', multiplier: '1' },
  entryPrice: mark,
  markPrice: mark,
  maintenance: { basis: 'value', style: 'marginal', steps: [{ from: '0', rate: '0.0125' }] },
  tick: '0.1',
  ...more,
});

const pool = (id: string, amount: string | null, positions: Position[], more: Partial<Pool> = {}): Pool => ({
  id,
  kind: 'cross',
  unit: 'USDC',
  collateral: [{ asset: 'USDC', amount, price: '1', follows: null }],
  positions,
  orders: [],
  rules: {
    liquidatedWhen: 'below',
    threshold: '1',
    ratio: 'maintenance/equity',
    printed: { moves: 'symbol', tickOffset: 0, fixedMaintenance: false, onlySinglePosition: false },
  },
  ...more,
});

function subject(
  pools: Pool[],
  more: Omit<Partial<Subject>, 'reading'> & { reading?: Partial<AccountReading> } = {},
): Subject {
  const account: Account = {
    format: 'plimsoll.account/1',
    venue: 'hyperliquid',
    account: '0xa',
    asOf: NOW,
    pools,
  };
  const { reading, ...rest } = more;
  return {
    venue: { id: 'hyperliquid', name: 'Hyperliquid' },
    reading: {
      account,
      label: '0xa',
      mode: 'standard',
      accountAt: NOW,
      pricesAt: NOW,
      problems: [],
      ...reading,
    },
    ...createAssessments(() => 0).of(account, statistics, true),
    after: [],
    largest: [],
    unsure: null,
    symbol: null,
    watched: false,
    live: true,
    verdicts: [],
    pricesOfRiskAt: NOW - 600_000,
    restingUntil: null,
    sourceProblems: [],
    ...rest,
  };
}

const figures = (of: Subject) => {
  const { joint, usage, nearest } = stripView(of, manner);
  return [joint, usage, nearest].map(each => each.now);
};

describe('the strip', () => {
  it('says a single long as it is by hand: 1 BTC at 100,000, 20,000 USDC, maintenance 1.25 %', () => {
    // 20000 + (p − 100000) = 0.0125·p  →  p = 80000/0.9875 = 81012.66
    const of = subject([pool('cross', '20000', [position('BTC', '1', '100000')])]);
    expect(figures(of)).toEqual(['−18.9%', '7%', 'BTC −18.9%']);
    expect(stripView(of, manner)).toMatchObject({ level: 'ok', word: 'safe', note: null });
    expect(stripView(of, manner).nearest.hint).toContain('81,012.7');
  });

  it('takes the rise for a book of shorts', () => {
    // 20000 − (p − 100000) = 0.0125·p  →  p = 120000/1.0125 = 118518.5
    const of = subject([pool('cross', '20000', [position('BTC', '-1', '100000')])]);
    expect(figures(of)).toEqual(['+18.5%', '7%', 'BTC +18.5%']);
    expect(cardView(of, manner).sentence).toBe('A rise of BTC by 18.5% liquidates this account.');
  });

  it('says where figures come from the screen, or what there makes them unknown', () => {
    const of = (amount: string | null, problems: AccountReading['problems'] = []) =>
      subject([pool('cross', amount, [position('BTC', '1', '100000')])], {
        reading: { fromScreen: true, problems },
      });
    expect(stripView(of('20000'), manner).note).toBe('read from the screen: rounded');
    expect(popupAccount('a', of('20000'), manner).notes.map(each => each.text)).toContainEqual(
      expect.stringContaining('read from the positions table on the screen'),
    );
    const hidden = { code: 'screen-hidden', path: 'rows', message: '2 more positions are not in the table.' };
    expect(stripView(of(null, [hidden]), manner)).toMatchObject({ level: 'unknown' });
    expect(stripView(of(null, [hidden]), manner).note).toContain('2 more positions');
  });

  it('has words, not numbers, for none, nothing, liquidatable and unknown', () => {
    expect(figures(subject([pool('cross', '5000', [])]))).toEqual(['none', '0%', 'none']);
    expect(figures(subject([]))).toEqual(['none', 'none', 'none']);
    const gone = subject([pool('cross', '500', [position('BTC', '1', '100000')])]);
    expect(figures(gone)).toEqual(['now', '250%', 'now']);
    expect(stripView(gone, manner)).toMatchObject({ level: 'danger', word: 'liquidatable' });
    const ruined = subject([pool('cross', '-500', [position('BTC', '1', '100000')])]);
    expect(figures(ruined)).toEqual(['now', '>100%', 'now']);
    const blind = subject([pool('cross', null, [position('BTC', '1', '100000')])]);
    expect(figures(blind)).toEqual(['unknown', 'unknown', 'unknown']);
    expect(stripView(blind, manner)).toMatchObject({ level: 'unknown', word: 'unknown' });
    expect(stripView(blind, manner).note).toMatch(/^unknown: /);
    const fresh = subject([], { reading: { accountAt: null, pricesAt: null } });
    expect(figures(fresh)).toEqual(['unknown', 'unknown', 'unknown']);
  });

  it('without statistics knows margin and single prices, does not call it safe, and says why', () => {
    const of = { ...subject([pool('cross', '20000', [position('BTC', '1', '100000')])]), risk: null };
    expect(figures(of)).toEqual(['unknown', '7%', 'BTC −18.9%']);
    expect(stripView(of, manner)).toMatchObject({
      level: 'unknown',
      note: expect.stringContaining('hourly prices'),
    });
  });

  it('shows the pool of the page, and says when another one is worse', () => {
    const pools = [
      pool('cross', '20000', [position('BTC', '1', '100000')]),
      pool('isolated:ETH', '260', [position('ETH', '2', '3000')], { kind: 'isolated' }),
    ];
    const onBtc = subject(pools, { symbol: 'BTC' });
    expect(figures(onBtc)[2]).toBe('BTC −18.9%');
    expect(stripView(onBtc, manner).note).toMatch(/^another pool is closer: ETH, −3\.\d%$/);
    const onEth = subject(pools, { symbol: 'ETH' });
    expect(figures(onEth)[2]).toMatch(/^ETH −3\.\d%$/);
    expect(
      cardView(onEth, manner)
        .warnings.map(each => each.text)
        .join(),
    ).toContain('Another pool: USDC cross, 7% of its margin used');
    expect(popupAccount('x', onBtc, manner).nearest.now).toMatch(/^ETH −3\.\d%$/);
    expect(popupAccount('x', onBtc, manner)).toMatchObject({ level: 'danger', word: 'danger' });
  });

  it('says nothing of another pool that holds and requires nothing', () => {
    const pools = [
      pool('cross', '20000', [position('BTC', '1', '100000')]),
      pool('cross:BNB', '3', [], { unit: 'BNB' }),
      pool('cross:ETH', '0', [], { unit: 'ETH' }),
    ];
    const of = subject(pools);
    expect(cardView(of, manner).warnings).toEqual([]);
    expect(cardView(of, manner).title).toBe('Hyperliquid · standard · 0xa');
    expect(popupAccount('x', of, manner)).toMatchObject({ title: 'Hyperliquid · standard · 0xa', notes: [] });
    expect(popupAccount('x', of, manner).nearest.now).toBe('BTC −18.9%');
    expect(figures(subject(pools.slice(1)))).toEqual(['none', '0%', 'none']);
  });

  it('names what of a contract is its coin, for where there is little room', () => {
    const of = subject([pool('cross', '20000', [position('BTCUSDT', '1', '100000', { factor: 'BTC' })])]);
    expect(stripView(of, manner).nearest).toMatchObject({ now: 'BTCUSDT −18.9%', coin: 'BTC' });
    expect(stripView(subject([]), manner).nearest.coin).toBeUndefined();
  });

  it('while the side is open draws the ladder and the gauge after buying and after selling', () => {
    const before = pool('cross', '20000', [position('BTC', '1', '100000')]);
    const bought = pool('cross', '20000', [position('BTC', '2', '100000')]);
    const sold = pool('cross', '20000', [position('BTC', '-1', '100000')]);
    const then = (side: 'buy' | 'sell', after: Pool) => {
      const of = subject([after]);
      return {
        side,
        pool: 'cross',
        account: of.reading.account,
        pools: of.report.pools,
        risk: of.risk,
      };
    };
    const of = subject([before], { after: [then('buy', bought), then('sell', sold)] });
    const { ladder, margin } = cardView(of, manner);
    expect(margin.usedAfter).toEqual([
      // 1.25 % of 200,000 and of 100,000, over 20,000.
      { side: 'buy', used: 0.125 },
      { side: 'sell', used: 0.0625 },
    ]);
    for (const row of ladder.rows) {
      // 2: 20000 + 2(p − 100000) = 0.025·p; −1: as a book of shorts, above.
      expect(row.after.map(({ side, below, above }) => [side, below?.text, above?.text])).toEqual([
        ['buy', '−8.8%, at 91,139.3', undefined],
        ['sell', undefined, '+18.5%, at 118,518.5'],
      ]);
    }
  });

  it('prints a price whose tick is not known in six digits, toward the mark', () => {
    const of = subject([pool('cross', '20000', [position('BTC', '1', '100000', { tick: null })])]);
    expect(stripView(of, manner).nearest.hint).toContain('81,012.7');
    expect(cardView(of, manner).positions[0]!.alone).toBe('−18.9% · 81,012.7');
  });

  it('is stale before all else, keeps the figures, and says since when', () => {
    const of = subject([pool('cross', '500', [position('BTC', '1', '100000')])], {
      reading: { pricesAt: NOW - 20_000 },
    });
    expect(stripView(of, manner)).toMatchObject({
      level: 'stale',
      word: 'stale',
      note: 'no new prices for 20 s',
    });
    expect(stripView({ ...of, watched: true }, manner).level).toBe('danger');
    expect(stripView({ ...of, live: false }, manner).note).toBe('its page is gone; last figures 20 s ago');
  });

  it('is stale, keeps the figures and says why, when what the venue says of the account is not read', () => {
    const problems = [
      { code: 'no-tick', path: 'x', message: 'Something small.' },
      { code: 'format-changed', path: 'user-position.size', message: 'Format changed: no “size”.' },
    ];
    const of = subject([pool('cross', '500', [position('BTC', '1', '100000')])], {
      reading: { outdated: true, accountAt: NOW - 40_000, problems },
    });
    const strip = stripView(of, manner);
    expect(strip).toMatchObject({
      level: 'stale',
      word: 'stale',
      note: 'Format changed: no “size”. Last read 40 s ago.',
    });
    expect(strip.usage.now).toBe(
      stripView({ ...of, reading: { ...of.reading, outdated: false } }, manner).usage.now,
    );
    expect(popupAccount('x', of, manner).notes.map(each => each.text)).toEqual(
      expect.arrayContaining(['positions and balances last read 40 s ago', 'Format changed: no “size”.']),
    );
  });

  it('says a difference from the venue with both figures', () => {
    const reported = { liquidationPrice: '80900.0' };
    const of = subject([pool('cross', '20000', [position('BTC', '1', '100000', { reported })])], {
      verdicts: [
        {
          name: 'cross BTC liquidation-price',
          pool: 'cross',
          symbol: 'BTC',
          what: 'liquidation-price',
          agrees: false,
          ours: '81012.65822784810126582278481',
          theirs: '80900.0',
          relative: 0.00139,
        },
      ],
    });
    expect(stripView(of, manner).note).toBe('differs from the venue');
    const card = cardView(of, manner);
    expect(card.check).toMatchObject({
      level: 'warn',
      text: expect.stringContaining('differs from the venue'),
    });
    expect(card.warnings[0]!.text).toBe(
      'Differs from the venue: liquidation price of BTC is 81,012.658227848101 here and 80,900 there.',
    );
    expect(card.positions[0]!.venue).toEqual({ text: '80,900.0', agrees: false });
  });
});

describe('whatever is missing', () => {
  it('no text ever shows NaN, Infinity, null or undefined', () => {
    const broken: Pool[] = [
      pool('a', null, []),
      pool('b', '1000', [position('BTC', '1', '0')]),
      pool('c', '1000', [position('BTC', null as never, '100')]),
      pool('d', '1000', [position('BTC', '1', null as never)]),
      pool('e', '1000', [position('BTC', '1', '100', { maintenance: undefined })]),
      pool('f', '0', []),
      pool('g', '0', [position('DOGE', '-5', '0.1')]),
      pool('h', '1000', [position('BTC', '1', '100', { reported: { liquidationPrice: null } })]),
    ];
    for (const one of broken) {
      for (const risk of [true, false]) {
        const whole = subject([one], { symbol: 'BTC' });
        const of = risk ? whole : { ...whole, risk: null };
        const said = JSON.stringify(
          [stripView(of, manner), cardView(of, manner), popupAccount('x', of, manner)],
          (_key, value) => (typeof value === 'number' && !Number.isFinite(value) ? 'NOT FINITE' : value),
        );
        expect(said).not.toMatch(/NaN|Infinity|∞|undefined|"null|NOT FINITE/);
      }
    }
  });
});
