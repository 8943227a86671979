/** What the card says of scenarios, stops, remedies and the rest, of an account written by hand and real figures. */
import { describe, expect, it } from 'vitest';
import messages from '../../../public/_locales/en/messages.json';
import type { Account } from '../../engine/account';
import { netExposures } from '../../risk/net-exposure';
import { DEFAULT_SETTINGS, type Settings } from '../../settings';
import { formats } from '../../ui/format';
import { textOf } from '../../ui/text';
import type { TableView } from '../../ui/view';
import { type Advice, adviceOf } from '../advice';
import { fakeClock } from '../fake-parts';
import { account, HOURS, known, STATISTICS, SUBJECT_NOW, stopOrder } from '../fake-subject';
import { createReplays } from '../replays';
import { createSpaced } from '../spaced';
import { cardView, type Deeper } from './card';
import type { Manner } from './subject';

const manner = (settings: Partial<Settings> = {}): Manner => ({
  settings: { ...DEFAULT_SETTINGS, ...settings },
  text: textOf(messages),
  format: formats('en'),
  now: SUBJECT_NOW,
});

const advice = (
  of: Account,
  settings: Settings,
  statistics = STATISTICS as typeof STATISTICS | null,
): Advice => {
  const clock = fakeClock(SUBJECT_NOW);
  const parts = { spaced: createSpaced(clock, () => {}), replays: createReplays(clock, () => {}) };
  return adviceOf(parts, 'a', of, 'main', statistics && { statistics, aligned: HOURS }, settings);
};

const card = (of: Account, settings: Partial<Settings> = {}, more: Partial<Deeper> = {}) => {
  const how = manner(settings);
  return cardView(known(of), how, {
    history: [],
    advice: advice(of, how.settings),
    exposures: netExposures([of]),
    accounts: 1,
    ...more,
  });
};

const rows = (table: TableView | null) =>
  table?.rows.map(({ name, cells }) => [name, ...cells.map(each => each.text)]) ?? [];

/** Equity 60,000: 86,000 of BTC and 56,000 of ETH long. */
const stacked = account(
  [
    ['BTC', '1'],
    ['ETH', '20'],
  ],
  '60000',
  [stopOrder('BTC', '1', '80000'), stopOrder('ETH', '8', '1000')],
);

describe('the scenario table', () => {
  it('is arithmetic that can be done by hand: equity after the market has fallen, coins by their betas', () => {
    const table = card(stacked).scenarios;
    // 60,000 − 5 % of 86,000 − 5.95 % of 56,000 = 52,368; maintenance 1.25 % of what the positions are worth then.
    const equity = 60_000 - 0.05 * 86_000 - 0.05 * 1.19 * 56_000;
    const used = (0.0125 * (0.95 * 86_000 + (1 - 0.05 * 1.19) * 56_000)) / equity;
    expect(rows(table)[0]).toEqual([
      'BTC −5%',
      Math.floor(equity).toLocaleString('en'),
      `${Math.ceil(used * 100)}%`,
      '▲ holds',
    ]);
    expect(table?.rows[0]?.hint).toBe('BTC −5.0%, ETH −5.9%');
  });

  it('says liquidated where it is, and no equity beside it', () => {
    const thin = account([['BTC', '3']], '30000');
    expect(rows(card(thin).scenarios).find(([name]) => name === 'BTC −20%')).toEqual([
      'BTC −20%',
      '–',
      '–',
      '▼ liquidated',
    ]);
  });

  it('has a row for what the trader supposes, and says what is only an example', () => {
    const table = card(stacked, { ownScenario: { moves: { ETH: -0.4 }, others: 'still' } }).scenarios;
    const equity = 60_000 - 0.4 * 56_000;
    expect(rows(table).at(-1)?.slice(0, 2)).toEqual(['yours: ETH −40%', equity.toLocaleString('en')]);
    expect(table?.rows.find(({ name }) => name.startsWith('10 October'))?.hint).toMatch(/no forecast.*press/);
  });

  it('without statistics the moves of the market are unknown, not harmless', () => {
    const how = manner();
    const view = cardView(known(stacked, { risk: null }), how, {
      history: [],
      advice: advice(stacked, how.settings, null),
      exposures: null,
      accounts: 0,
    });
    expect(rows(view.scenarios)[0]?.slice(1)).toEqual(['–', '–', 'unknown']);
    expect([view.remedies, view.stops, view.isolation]).toEqual([null, null, null]);
  });
});

describe('the last weeks', () => {
  const past = (of: Account) => card(of).scenarios?.notes.map(({ level, text }) => [level, text]);

  it('would have cost the positions of now what the one fall of BTC by 5 % costs them', () => {
    // By betas, in log: BTC −5 %, ETH 0.95^1.19 − 1 = −5.92 %; the requirement falls by 1.25 % of that.
    const lost = Math.ceil((0.05 * 86_000 + (1 - 0.95 ** 1.19) * 56_000) * 0.9875).toLocaleString('en');
    // The fall lies in 24 of 696 spans: fewer than one in twenty.
    expect(past(stacked)).toEqual([
      ['plain', `Of the last 30 days, the worst 24 hours would have taken ${lost} USDC of the room.`],
    ]);
  });

  it('would have ended an account that is thin, and taken nothing of a short', () => {
    expect(past(account([['BTC', '3']], '15000'))).toEqual([
      ['danger', 'Of the last 30 days, 4% of all spans of 24 hours would have liquidated this account.'],
    ]);
    expect(past(account([['BTC', '-1']], '15000'))).toEqual([
      ['plain', 'Of the last 30 days, no span of 24 hours would have taken any of the room.'],
    ]);
  });
});

describe('the stops', () => {
  it('which fires, which comes too late, what has none', () => {
    const three = account(
      [
        ['BTC', '1'],
        ['ETH', '20'],
        ['SOL', '300'],
      ],
      '60000',
      stacked.pools[0]!.orders,
    );
    const table = card(three).stops;
    const found = rows(table);
    expect(found[0]).toEqual(['BTC stop 80,000', '▲ fires first']);
    expect(found[1]?.[0]).toBe('ETH stop 1,000');
    expect(found[1]?.[1]).toMatch(/^▼ too late: liquidated at [\d,.]+$/);
    expect(found).toContainEqual(['ETH', '▼ 12 without a stop']);
    expect(found.at(-1)).toEqual(['SOL', '▼ no stop seen']);
    expect(table?.detail).toBe('with 0.5% slippage');
  });
});

describe('what restores the distance', () => {
  const near = account(
    [
      ['BTC', '2'],
      ['ETH', '40'],
    ],
    '36000',
  );

  it('a deposit that is paid in gives the distance that was promised', () => {
    const view = card(near).remedies!;
    const [deposit] = view.chips;
    expect(deposit?.lead).toBe('add');
    const amount = deposit!.figure.replace(/[^\d.]/g, '');
    const then = card(
      account(
        near.pools[0]!.positions.map(each => [each.symbol, each.size!]),
        String(36_000 + Number(amount)),
      ),
    );
    expect(then.remedies?.detail).toBe('kept: 5.0 σ');
    expect(then.remedies?.chips).toEqual([]);
  });

  it('a cut that is made gives the distance that was promised', () => {
    const view = card(near).remedies!;
    const cut = view.chips.find(({ lead }) => lead === 'cut ETH by')!;
    const amount = /^sell ([\d,.]+) ETH, reduce only/.exec(cut.hint)![1]!.replace(/,/g, '');
    expect(cut.hint).toMatch(/becomes 5\.0 σ\.$/);
    const then = card(
      account(
        [
          ['BTC', '2'],
          ['ETH', String(40 - Number(amount))],
        ],
        '36000',
      ),
    );
    expect(then.remedies?.detail).toBe('kept: 5.0 σ');
  });

  it('isolating lengthens nothing: both parts are at most as far, and the loss is split', () => {
    const view = card(near);
    const [distance, loss] = view.isolation!.rows;
    const number = (text: string) => Number(text.replace(/[^\d.]/g, ''));
    const [now, alone, rest] = distance!.cells.map(each => number(each.text));
    expect(alone).toBeLessThanOrEqual(now!);
    expect(rest).toBeLessThanOrEqual(now!);
    const [all, part, other] = loss!.cells.map(each => number(each.text));
    expect(all).toBe(36_000);
    expect(part! + other!).toBeGreaterThanOrEqual(35_999);
    expect(part! + other!).toBeLessThanOrEqual(36_002);
    expect(view.isolation!.notes[0]!.text).toMatch(/never moves liquidation away/);
  });
});

describe('leverage and volatility', () => {
  it('is value over equity, before and after netting, and what a usual day comes to', () => {
    const hedged = account(
      [
        ['BTC', '1'],
        ['ETH', '-10'],
      ],
      '60000',
    );
    const table = card(hedged).leverage!;
    // (86,000 + 28,000)/60,000 = 1.9; (86,000 − 28,000)/60,000 = 0.967, rounded up.
    expect(table.detail).toBe('1.9×, net 1×');
    // 0.005·√24 = 2.4495 % of 86,000.
    expect(rows(table)).toEqual([
      ['BTC ◆', '±2.5%', '±2,107'],
      ['ETH', '±3.5%', '±960.2'],
    ]);
  });
});

describe('the tail of a day', () => {
  it('is that of the vectors: 99 % value at risk and shortfall, normal and t₄', () => {
    // test/vectors/risk/10_var_es.json, the long book.
    const positions = { ...advice(stacked, DEFAULT_SETTINGS).positions!, dailySigma: 12329.734447748662 };
    const table = card(stacked, {}, { advice: { ...advice(stacked, DEFAULT_SETTINGS), positions } }).leverage;
    expect(table?.notes.map(({ text }) => text)).toContain(
      'One day in a hundred loses more than 28,684 to 32,668 USDC, on average 32,862 to 45,516 USDC (normal moves to fat tails).',
    );
  });
});

describe('all accounts together', () => {
  const other: Account = { ...account([['BTC', '-0.4']], '9000'), venue: 'binance', account: 'main' };

  it('nets by coin and says that a hedge elsewhere protects nothing here', () => {
    const table = card(stacked, {}, { exposures: netExposures([stacked, other]), accounts: 2 }).exposure!;
    expect(rows(table)).toEqual([
      ['ETH', '$56.0K', '$56.0K', '–'],
      ['BTC ⇄', '$51.6K', '$86.0K', '−$34.4K'],
    ]);
    expect(table.notes.map(({ text }) => text)).toEqual([
      "BTC: long in one pool and short in another. Neither protects the other's margin.",
      'A hedge on another venue does not protect the margin of this account: each is liquidated by itself.',
    ]);
  });

  it('is left out where one pool is all', () => {
    expect(card(stacked).exposure).toBeNull();
  });
});

describe('the correlations', () => {
  it('are shown as now, all as one and halved, each with its distance', () => {
    const { stresses, names } = card(stacked).heatmap!;
    expect(names).toEqual(['BTC', 'ETH']);
    expect(stresses.map(({ label }) => label)).toEqual(['as now', 'all as one', 'halved']);
    expect(stresses.map(({ correlation }) => correlation[0]![1])).toEqual([0.85, 1, 0.425]);
    expect(stresses.map(({ worse }) => worse)).toEqual([false, true, false]);
    expect(stresses[1]?.said).toMatch(/ ▼$/);
  });
});
