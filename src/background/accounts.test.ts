import { describe, expect, it } from 'vitest';
import type { AccountReading } from '../venues/venue';
import { createAccounts, type Described } from './accounts';

const reading = (account: string, accountAt: number | null, pricesAt: number | null): AccountReading => ({
  account: { format: 'plimsoll.account/1', venue: 'hyperliquid', account, asOf: 0, pools: [] },
  label: account,
  mode: 'standard',
  accountAt,
  pricesAt,
  problems: [],
});

const from = (source: string, readings: AccountReading[], more: Partial<Described> = {}): Described => ({
  source,
  venue: 'hyperliquid',
  tabId: source.startsWith('tab') ? 1 : null,
  watched: source.startsWith('watch'),
  readings,
  ...more,
});

describe('known accounts', () => {
  it('take the freshest of several sources, in whatever order these come', () => {
    const page = from('tab:1', [reading('0xa', 1000, 9000)]);
    const watch = from('watch:0xa', [reading('0xa', 5000, 5000)]);
    for (const order of [
      [page, watch],
      [watch, page],
    ]) {
      const accounts = createAccounts(() => 9000);
      accounts.update(order);
      expect(accounts.all()).toHaveLength(1);
      expect(accounts.all()[0]).toMatchObject({ id: 'hyperliquid:0xa', watched: true, tabId: 1 });
      // A page hears of changes at once: its live prices count, however old its last change is.
      expect(accounts.all()[0]!.reading.pricesAt).toBe(9000);
    }
  });

  it('keep the last reading of a source that is gone, and of a page that was just reloaded', () => {
    let now = 1000;
    const accounts = createAccounts(() => now);
    accounts.update([from('tab:1', [reading('0xa', 1000, 1000)])]);
    now = 60_000;
    accounts.update([]);
    expect(accounts.all()[0]).toMatchObject({
      sources: [],
      tabId: null,
      seenAt: 1000,
      reading: { accountAt: 1000 },
    });
    accounts.update([from('tab:1', [reading('0xa', null, null)])]);
    expect(accounts.all()[0]).toMatchObject({ sources: ['tab:1'], reading: { accountAt: 1000 } });
  });

  it('come back after a restart without sources, and rubbish does not', () => {
    const accounts = createAccounts(() => 0);
    accounts.update([from('tab:1', [reading('0xa', 1, 1)])]);
    const again = createAccounts(() => 0);
    again.restore([...(JSON.parse(JSON.stringify(accounts.snapshot())) as unknown[]), null, { id: 'x' }, 7]);
    expect(again.all().map(each => [each.id, each.sources])).toEqual([['hyperliquid:0xa', []]]);
    expect(again.forget('hyperliquid:0xa')).toBe(true);
    expect(again.forget('hyperliquid:0xa')).toBe(false);
  });
});
