/**
 * Whatever the order in which lists and pushes arrive, the account ends as the venue has it. The venue here is a
 * plain ledger that changes at random; its pushes arrive in order but late and partly twice (a second socket), its
 * lists are made at one moment and arrive at another, its snapshots come in pages.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { VenueMessage } from '../venue';
import { OVERTAKING } from './assumptions';
import {
  answered,
  balance,
  balanceRow,
  config,
  framed,
  positionRow,
  T0,
  theAccount,
  told,
} from './fake-venue';
import { openPositions } from './state';

const SYMBOLS = ['BTC-USDT-SWAP', 'ETH-USDT-SWAP', 'SOL-USDT-SWAP'];

interface Step {
  wait: number;
  symbol: number;
  pos: number;
  cash: number;
  isolated: boolean;
  /** How long its push is under way, and its copy by another socket; null: there is none. */
  delay: number;
  again: number | null;
  /** Told by balance_and_position as well, which overtakes the full row. */
  brief: boolean;
  list: 'positions' | 'balance' | 'snapshot' | null;
  listDelay: number;
}

const step: fc.Arbitrary<Step> = fc.record({
  wait: fc.integer({ min: 1, max: 3000 }),
  symbol: fc.integer({ min: 0, max: SYMBOLS.length - 1 }),
  pos: fc.integer({ min: -3, max: 3 }),
  cash: fc.integer({ min: 0, max: 9999 }),
  isolated: fc.boolean(),
  delay: fc.integer({ min: 0, max: 1500 }),
  again: fc.option(fc.integer({ min: 0, max: 60_000 }), { nil: null }),
  brief: fc.boolean(),
  list: fc.constantFrom('positions', 'balance', 'snapshot', null),
  listDelay: fc.integer({ min: 0, max: OVERTAKING - 1500 }),
});

interface Held {
  pos: string;
  mode: 'cross' | 'isolated';
  at: number;
}

function play(steps: Step[], skew: number) {
  const ledger = new Map<string, Held>();
  let cash = '10000';
  let cashAt = T0;
  const arriving: { at: number; order: number; message: (at: number) => VenueMessage }[] = [];
  const arrive = (at: number, message: (at: number) => VenueMessage) =>
    arriving.push({ at, order: arriving.length, message });
  const rowOf = (key: string, { pos, mode, at }: Held, pTime?: number) =>
    positionRow({
      instId: key.split('|')[0]!,
      pos,
      avgPx: pos === '0' ? '' : '99',
      markPx: '100',
      mgnMode: mode,
      margin: mode === 'isolated' && pos !== '0' ? `${Math.abs(Number(pos))}5` : '',
      uTime: at,
      ...(pTime ? { pTime: String(pTime) } : {}),
    });
  const cashRow = () =>
    balanceRow([{ ccy: 'USDT', cashBal: cash, uTime: cashAt }], { uTime: String(cashAt) });
  const list = (kind: NonNullable<Step['list']>, made: number, delay: number, socketAt: number) => {
    const open = [...ledger].filter(([, row]) => row.pos !== '0');
    if (kind === 'balance') {
      const row = cashRow();
      arrive(made + delay, at => answered('account/balance', [row], at));
    } else if (kind === 'positions') {
      const rows = open.map(([key, row]) => rowOf(key, row));
      arrive(made + delay, at => answered('account/positions', rows, at));
    } else {
      // On the socket, in its place among the pushes.
      const rows = open.map(([key, row]) => rowOf(key, row, made));
      const half = Math.ceil(rows.length / 2);
      const pages = rows.length > 1 ? [rows.slice(0, half), rows.slice(half)] : [rows];
      pages.forEach((page, k) => {
        const part = { eventType: 'snapshot', curPage: k + 1, lastPage: k === pages.length - 1 };
        arrive(socketAt, at => framed('positions', page, at, part, { instType: 'ANY' }));
      });
    }
  };
  let now = T0;
  let socket = T0;
  list('positions', T0, 0, T0);
  list('balance', T0, 0, T0);
  for (const one of steps) {
    now += one.wait;
    const symbol = SYMBOLS[one.symbol]!;
    const mode = one.isolated ? 'isolated' : 'cross';
    const key = `${symbol}|${mode}`;
    const row: Held = { pos: String(one.pos), mode, at: now };
    ledger.set(key, row);
    cash = String(one.cash);
    cashAt = now;
    const full = rowOf(key, row, now + 1);
    const money = cashRow();
    const push = (at: number) =>
      framed('positions', [full], at, { eventType: 'event_update' }, { instType: 'ANY' });
    const paid = (at: number) => framed('account', [money], at, { eventType: 'event_update' });
    // One socket keeps its order.
    socket = Math.max(socket, now + one.delay);
    if (one.brief) {
      const posData = [{ ...full, ccy: 'USDT' }];
      const balData = [{ ccy: 'USDT', cashBal: cash, uTime: String(cashAt) }];
      const pTime = String(now + 1);
      arrive(socket, at =>
        framed('balance_and_position', [{ pTime, eventType: 'filled', balData, posData, trades: [] }], at),
      );
    }
    arrive(socket, push);
    arrive(socket, paid);
    if (one.again !== null) {
      arrive(socket + one.again, push);
      arrive(socket + one.again, paid);
    }
    if (one.list) list(one.list, now, one.listDelay, socket);
  }
  const messages = arriving
    .sort((a, b) => a.at - b.at || a.order - b.order)
    .map(({ at, message }) => message(at + skew));
  return { messages, ledger, cash };
}

describe('lists, pushes, pages and copies, in any order', () => {
  it('end in the account that the venue has', () => {
    fc.assert(
      fc.property(
        fc.array(step, { minLength: 1, maxLength: 12 }),
        fc.constantFrom(0, 3_600_000, -3_600_000),
        (steps, skew) => {
          const { messages, ledger, cash } = play(steps, skew);
          const state = told([config('2'), ...messages]);
          const held = openPositions(state.trader)
            .map(row => [row.instId, row.mode, row.pos, row.margin])
            .sort();
          const expected = [...ledger]
            .filter(([, row]) => row.pos !== '0')
            .map(([key, row]) => [
              key.split('|')[0],
              row.mode,
              row.pos,
              row.mode === 'isolated' ? `${Math.abs(Number(row.pos))}5` : null,
            ])
            .sort();
          expect(held).toEqual(expected);
          expect(state.trader.balances.rows.USDT?.cash).toBe(cash);
        },
      ),
      { numRuns: 600 },
    );
  });

  it('a gap: what was lost is told again by the lists that are asked for', () => {
    fc.assert(
      fc.property(
        fc.array(step, { minLength: 3, maxLength: 12 }),
        fc.integer({ min: 1, max: 40 }),
        (steps, lost) => {
          const { messages, ledger, cash } = play(steps, 0);
          const later = T0 + 600_000;
          const rows = [...ledger]
            .filter(([, row]) => row.pos !== '0')
            .map(([key, row]) =>
              positionRow({
                instId: key.split('|')[0]!,
                pos: row.pos,
                mgnMode: row.mode,
                markPx: '100',
                uTime: row.at,
              }),
            );
          const state = told([
            config('2'),
            ...messages.slice(0, lost),
            answered('account/positions', rows, later),
            balance([{ ccy: 'USDT', cashBal: cash, uTime: later }], later),
          ]);
          expect(
            openPositions(state.trader)
              .map(row => row.pos)
              .sort(),
          ).toEqual(rows.map(row => row.pos as string).sort());
          expect(theAccount(state).outdated).toBe(false);
        },
      ),
      { numRuns: 200 },
    );
  });
});

describe('a snapshot in pages', () => {
  const page = (symbols: string[], curPage: number, lastPage: boolean, at: number) =>
    framed(
      'positions',
      symbols.map(instId => positionRow({ instId, pos: '1', markPx: '100', uTime: T0, pTime: String(at) })),
      at,
      { eventType: 'snapshot', curPage, lastPage },
      { instType: 'ANY' },
    );
  const open = (messages: VenueMessage[]) => {
    const state = told([config('2'), ...messages]);
    return { state, held: openPositions(state.trader).map(row => row.instId) };
  };

  it('is whole with its last page, and drops what none of them has', () => {
    const first = page(['BTC-USDT-SWAP', 'ETH-USDT-SWAP'], 1, true, T0);
    const later = T0 + 60_000;
    const { held, state } = open([
      first,
      page(['BTC-USDT-SWAP'], 1, false, later),
      page(['SOL-USDT-SWAP'], 2, true, later),
    ]);
    expect(held.sort()).toEqual(['BTC-USDT-SWAP', 'SOL-USDT-SWAP']);
    expect(state.trader.positions.listedAt).toBe(later);
  });

  it('with a page missing keeps everything and says so, until it is told again', () => {
    const later = T0 + 60_000;
    const messages = [
      page(['BTC-USDT-SWAP', 'ETH-USDT-SWAP'], 1, true, T0),
      page(['BTC-USDT-SWAP'], 1, false, later),
      page(['SOL-USDT-SWAP'], 3, true, later),
    ];
    const { held, state } = open(messages);
    expect(held.sort()).toEqual(['BTC-USDT-SWAP', 'ETH-USDT-SWAP', 'SOL-USDT-SWAP']);
    expect(theAccount(state)).toMatchObject({ outdated: true });
    expect(theAccount(state).problems.map(({ code }) => code)).toContain('incomplete');
    const again = told([page(['BTC-USDT-SWAP'], 1, true, later + 60_000)], state);
    expect(theAccount(again)).toMatchObject({ outdated: false });
    expect(openPositions(again.trader).map(row => row.instId)).toEqual(['BTC-USDT-SWAP']);
  });
});
