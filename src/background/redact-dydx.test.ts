/** A recording for a bug report: it names nobody, and replays to the same figures. */
import { expect, it } from 'vitest';
import { assess } from '../engine/assess';
import { accounts } from '../venues/dydx/account';
import { hear, simulated } from '../venues/dydx/fake-page';
import { heard, T0 } from '../venues/dydx/fake-venue';
import { createRedactor } from './redact';

it('names neither the trader nor what leads to him, and replays', () => {
  const page = hear(simulated(), 'children');
  const messages = [
    page.subscribe(),
    page.markets(),
    page.account(),
    page.fill({ symbol: 'BTC-USD', side: 'buy', size: '0.1', price: null }),
    page.ask(`https://indexer.dydx.trade/v4/addresses/${page.name}/parentSubaccountNumber/0`),
  ];
  const { text } = createRedactor();
  const redacted = messages.map(each => ({ ...each, url: text(each.url), body: text(String(each.body)) }));
  const all = JSON.stringify(redacted);
  expect(all).not.toContain(page.name);
  // Numbers of subaccounts, positions and orders are made from the address.
  for (const [, id] of JSON.stringify(messages).matchAll(
    /([\da-f]{8}-[\da-f]{4}-5[\da-f]{3}-8[\da-f]{3}-[\da-f]{12})/g,
  ))
    expect(all).not.toContain(id);
  const [before] = accounts(heard(...messages), T0);
  const [after] = accounts(heard(...redacted), T0);
  expect(after!.problems).toEqual([]);
  expect(assess(after!.account).pools).toEqual(assess(before!.account).pools);
  expect(after!.account.pools.map(({ orders }) => orders)).toEqual(
    before!.account.pools.map(({ orders }) => orders),
  );
});
