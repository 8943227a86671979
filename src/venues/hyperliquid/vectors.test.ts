/** Written-down accounts in the venue's shapes, with the figures that the venue's documented formulas give. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { assess } from '../../engine/assess';
import { toFloat } from '../../engine/decimal';
import type { VenueMessage } from '../venue';
import { accounts } from './account';
import { reduce } from './reduce';
import { initial } from './state';

interface Vector {
  source: string;
  recording: { messages: VenueMessage[] };
  expected: {
    mode: string;
    pools: {
      id: string;
      equity: string;
      maintenanceMargin: string;
      positions: { symbol: string; maintenanceMargin: string; printedLiquidationPrice: string | null }[];
    }[];
  };
}

const folder = new URL('../../../test/vectors/hyperliquid/', import.meta.url);
const names = readdirSync(folder).filter(name => name.endsWith('.json'));

/** The venue prints prices with ten decimals; the example of its documentation differs in the ninth digit. */
const near = (ours: string | null, theirs: string, what: string) =>
  expect(Math.abs(toFloat(ours) - toFloat(theirs)), `${what}: ${ours}, ${theirs}`).toBeLessThan(
    Math.max(1e-9, Math.abs(toFloat(theirs)) * 6e-9),
  );

describe('vectors', () => {
  it.each(names)('%s', name => {
    const { recording, expected } = JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as Vector;
    const [reading] = accounts(recording.messages.reduce(reduce, initial), recording.messages.at(-1)!.at);
    expect(reading!.mode).toBe(expected.mode);
    expect(reading!.problems.filter(({ code }) => !code.startsWith('assumed'))).toEqual([]);
    const { pools } = assess(reading!.account);
    expect(pools.map(({ id }) => id)).toEqual(expected.pools.map(({ id }) => id));
    for (const [k, pool] of expected.pools.entries()) {
      near(pools[k]!.equity, pool.equity, `${pool.id} equity`);
      near(pools[k]!.maintenanceMargin, pool.maintenanceMargin, `${pool.id} maintenance`);
      expect(pools[k]!.positions.map(({ symbol }) => symbol)).toEqual(
        pool.positions.map(({ symbol }) => symbol),
      );
      for (const [j, position] of pool.positions.entries()) {
        const ours = pools[k]!.positions[j]!;
        near(ours.maintenanceMargin, position.maintenanceMargin, `${position.symbol} maintenance`);
        if (position.printedLiquidationPrice === null) expect(ours.printedLiquidationPrice).toBeNull();
        else near(ours.printedLiquidationPrice, position.printedLiquidationPrice, `${position.symbol} price`);
        const reported = reading!.account.pools[k]!.positions[j]!.reported;
        expect(reported!.liquidationPrice).toBe(position.printedLiquidationPrice);
      }
    }
  });

  it.each(names)('%s without the positions of the main dex: nothing shared is called safe', name => {
    const { recording } = JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as Vector;
    const of = ({ request }: VenueMessage) => request as { type?: string; dex?: string } | undefined;
    const rest = recording.messages.filter(
      message => of(message)?.type !== 'clearinghouseState' || of(message)!.dex,
    );
    expect(rest.length).toBeLessThan(recording.messages.length);
    const [reading] = accounts(rest.reduce(reduce, initial), rest.at(-1)!.at);
    const { pools } = assess(reading!.account);
    const [main] = pools.filter(({ kind }) => kind === 'cross');
    expect(main).toMatchObject({ state: 'unknown', equity: null, maintenanceMargin: null });
    expect(main!.problems.map(({ code }) => code)).toContain('missing');
  });
});
