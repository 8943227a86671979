/** For tests: the simulator in the same process, and what a page of one of its accounts hears. */

import type { DydxAccount } from '../../../test/simulator/dydx/accounts';
import { answerGet } from '../../../test/simulator/dydx/indexer';
import { createLedger, type DydxFill } from '../../../test/simulator/dydx/ledger';
import { listings, marketRow } from '../../../test/simulator/dydx/markets';
import { fillParts, orderRow, parentRow } from '../../../test/simulator/dydx/rows';
import { truthOf } from '../../../test/simulator/dydx/truth';
import type { World } from '../../../test/simulator/exchange';
import { createMarket } from '../../../test/simulator/market';
import type { VenueMessage } from '../venue';
import { answer, frame, INDEXER, subscribe, T0 } from './fake-venue';

export function simulated() {
  let time = T0;
  const now = () => time;
  const market = createMarket({ scenario: 'still', seed: 7, now, live: false });
  const switches = { feedPaused: false, drifted: false, answer: null, loggedOut: false };
  const world: World = { market, scenario: 'still', seed: 7, switches, now };
  const ledger = createLedger(world);
  return {
    world,
    market,
    ledger,
    now,
    tick: (ms: number) => {
      time += ms;
    },
  };
}

export type Simulated = ReturnType<typeof simulated>;

/** Everything that the page of this account hears over one connection, counted as the indexer counts. */
export function hear({ world, ledger, now }: Simulated, name: string, connection = 'one') {
  const account = ledger.named(name)!;
  const id = `${account.address}/${account.parent}`;
  let count = 0;
  const told: VenueMessage[] = [];
  const say = (type: string, channel: string, contents: unknown, more: Record<string, unknown> = {}) =>
    frame(
      { type, connection_id: connection, message_id: count++, channel, ...more, contents },
      { at: now() },
    );
  ledger.onChange((changed: DydxAccount, fill: DydxFill | null) => {
    if (changed !== account || !fill) return;
    const parts = fillParts(world, account, fill);
    told.push(
      say('channel_batch_data', 'v4_parent_subaccounts', parts, { id, subaccountNumber: fill.subaccount }),
    );
  });
  return {
    id,
    name: account.parent === 0 ? account.address : id,
    subscribe: () => subscribe(id),
    account: () =>
      say(
        'subscribed',
        'v4_parent_subaccounts',
        {
          subaccount: parentRow(world, account),
          orders: account.orders
            .filter(each => /OPEN|UNTRIGGERED/.test(each.status))
            .map(each => orderRow(account, each)),
          blockHeight: '1',
        },
        { id },
      ),
    markets: () =>
      say('subscribed', 'v4_markets', {
        markets: Object.fromEntries(listings.map(each => [each.ticker, marketRow(world.market, each)])),
      }),
    prices: () =>
      say('channel_batch_data', 'v4_markets', [
        {
          oraclePrices: Object.fromEntries(
            listings.map(({ ticker, coin }) => [
              ticker,
              { oraclePrice: world.market.mark(coin.name), marketId: 0 },
            ]),
          ),
        },
      ]),
    /** An order of this account is filled; the frame that tells of it. */
    fill(order: Parameters<typeof ledger.order>[1]) {
      const result = ledger.order(name, order);
      if (!result.ok) throw new Error(result.reason);
      return told.at(-1)!;
    },
    /** The answer of the public API. */
    ask(url: string): VenueMessage {
      const { status, body } = answerGet(world, ledger, new URL(url));
      return answer(url.slice(INDEXER.length), body, { via: 'api', status, at: now() });
    },
  };
}

export function truth({ ledger, market }: Simulated, name: string) {
  const betas = (factors: string[]) => Object.fromEntries(factors.map(factor => [factor, 1]));
  return truthOf(ledger.named(name)!, { market, betas });
}
