/** Figures that Binance published, from the page's messages through the account to the report. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { assess } from '../../engine/assess';
import { Decimal } from '../../engine/decimal';
import type { VenueMessage } from '../venue';
import { pageAccount, told } from './fake-page';

interface Expected {
  pool: string;
  symbol: string;
  size: string;
  printed: string | null;
  equity?: string;
  maintenance?: string;
}

interface Case {
  name: string;
  recording: { messages: VenueMessage[] };
  expected: Expected[];
}

const file = new URL('../../../test/vectors/binance/published-examples.json', import.meta.url);
const { cases } = JSON.parse(readFileSync(file, 'utf8')) as { cases: Case[] };

describe.each(cases)('$name', ({ recording, expected }) => {
  const reading = pageAccount(told(recording.messages));

  it('is read without a problem, and is what the venue prints', () => {
    expect(reading.problems).toEqual([]);
    expect(expected.length).toBeGreaterThan(0);
    for (const account of [reading.account, reading.checked!]) {
      const report = assess(account);
      for (const one of expected) {
        const k = account.pools.findIndex(pool => pool.id === one.pool);
        const j = account.pools[k]!.positions.findIndex(
          ({ symbol, size }) => symbol === one.symbol && size === one.size,
        );
        const ours = report.pools[k]!.positions[j]!;
        const printed = ours.printedLiquidationPrice;
        if (one.printed === null) expect(printed).toBeNull();
        else expect(new Decimal(printed!).toFixed(6)).toBe(one.printed);
        if (one.equity) expect(report.pools[k]!.equity).toBe(one.equity);
        if (one.maintenance) expect(ours.maintenanceMargin).toBe(one.maintenance);
      }
    }
  });

  it('differs from the printed figures by rounding alone', () => {
    const report = assess(reading.checked!);
    reading.checked!.pools.forEach((pool, k) => {
      pool.positions.forEach((position, j) => {
        const theirs = position.reported!.liquidationPrice;
        const ours = report.pools[k]!.positions[j]!.printedLiquidationPrice;
        if (theirs === null) expect(ours).toBeNull();
        else expect(new Decimal(ours!).minus(theirs!).abs().lte('0.005')).toBe(true);
      });
    });
  });
});
