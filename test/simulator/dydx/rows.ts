/** What the indexer says of accounts, in its own shapes (indexer documentation; captures of 2024 and 2025). */
import { createHash } from 'node:crypto';
import type { World } from '../exchange';
import type { DydxAccount, DydxOrder, Holding, Subaccount } from './accounts';
import { entryOf, figuresOf } from './figures';
import type { DydxFill } from './ledger';
import { oracleOf } from './markets';

const uuid = (text: string) => {
  const digest = createHash('sha256').update(text).digest('hex');
  return `${digest.slice(0, 8)}-${digest.slice(8, 12)}-5${digest.slice(13, 16)}-8${digest.slice(17, 20)}-${digest.slice(20, 32)}`;
};

/** Plain, without zeros at the end. */
export const plain = (value: number, places = 12): string => {
  const text = value.toFixed(places).replace(/\.?0+$/, '');
  return text === '-0' ? '0' : text;
};

const usdcOf = (micro: number) => plain(Math.abs(micro) / 1e6, 6);
const sideOf = (value: number) => (value < 0 ? 'SHORT' : 'LONG');

/** Height of the chain at a moment: a block a second. */
export const heightAt = (at: number): string => String(Math.floor(at / 1000) - 1_700_000_000);

/** With a drifted format the size of a position has another name. */
const sizeKey = ({ switches }: World) => (switches.drifted ? 'signedSize' : 'size');

export function positionRow(world: World, holding: Holding, number: number) {
  const { listing, size, sumOpen, sumClose } = holding;
  const entry = entryOf(holding);
  const price = Number(oracleOf(world.market, listing));
  return {
    market: listing.ticker,
    status: 'OPEN',
    side: sideOf(size),
    [sizeKey(world)]: plain(size),
    maxSize: plain(size),
    entryPrice: plain(entry, 10),
    exitPrice: null,
    realizedPnl: '0',
    unrealizedPnl: plain(size * (price - Number(plain(entry, 10)))),
    createdAt: '2026-11-02T09:14:11.402Z',
    createdAtHeight: '63049869',
    closedAt: null,
    sumOpen: plain(sumOpen),
    sumClose: plain(sumClose),
    netFunding: '0',
    subaccountNumber: number,
  };
}

export function childRow(world: World, { address }: DydxAccount, own: Subaccount) {
  const { equity, initial } = figuresOf(world.market, own);
  return {
    address,
    subaccountNumber: own.number,
    equity: plain(equity, 9),
    freeCollateral: plain(equity - initial, 9),
    openPerpetualPositions: Object.fromEntries(
      [...own.holdings].map(([ticker, holding]) => [ticker, positionRow(world, holding, own.number)]),
    ),
    assetPositions:
      own.usdc === 0
        ? {}
        : {
            USDC: {
              size: usdcOf(own.usdc),
              symbol: 'USDC',
              side: sideOf(own.usdc),
              assetId: '0',
              subaccountNumber: own.number,
            },
          },
    marginEnabled: true,
  };
}

export function parentRow(world: World, account: DydxAccount) {
  const children = [...account.subaccounts.values()];
  const figures = children.map(each => figuresOf(world.market, each));
  return {
    address: account.address,
    parentSubaccountNumber: account.parent,
    // Sums over all children: nobody's equity.
    equity: plain(
      figures.reduce((sum, { equity }) => sum + equity, 0),
      9,
    ),
    freeCollateral: plain(
      figures.reduce((sum, { equity, initial }) => sum + equity - initial, 0),
      9,
    ),
    childSubaccounts: children.map(each => childRow(world, account, each)),
  };
}

export function orderRow({ address }: DydxAccount, order: DydxOrder) {
  const { listing, trigger } = order;
  return {
    id: order.id,
    subaccountId: uuid(`${address}/${order.subaccount}`),
    clientId: '1567250430',
    clobPairId: listing.clobPairId,
    side: order.side,
    size: plain(order.size),
    totalFilled: order.status === 'FILLED' ? plain(order.size) : '0',
    price: order.price,
    type: trigger ? trigger.type : 'LIMIT',
    status: order.status,
    timeInForce: trigger ? 'IOC' : 'GTT',
    reduceOnly: order.reduceOnly,
    orderFlags: trigger ? '32' : '64',
    goodTilBlockTime: '2027-01-30T09:14:11.000Z',
    createdAtHeight: '63049870',
    clientMetadata: trigger ? '1' : '0',
    ...(trigger ? { triggerPrice: trigger.price } : {}),
    updatedAt: '2026-11-02T09:14:12.402Z',
    updatedAtHeight: '63049870',
    postOnly: false,
    ticker: listing.ticker,
    subaccountNumber: order.subaccount,
  };
}

/** The parts of what the stream says of a fill: first the position without its price, then with it. */
export function fillParts(world: World, account: DydxAccount, fill: DydxFill) {
  const { address } = account;
  const own = account.subaccounts.get(fill.subaccount)!;
  const holding = own.holdings.get(fill.ticker);
  const row = (size: number, entry: number, open: boolean) => ({
    address,
    subaccountNumber: fill.subaccount,
    positionId: uuid(`${address} ${fill.subaccount} ${fill.ticker} ${sideOf(size)}`),
    market: fill.ticker,
    side: sideOf(size),
    status: open ? 'OPEN' : 'CLOSED',
    [sizeKey(world)]: open ? plain(size) : '0',
    maxSize: plain(size),
    netFunding: '0',
    entryPrice: plain(entry, 10),
    exitPrice: null,
    sumOpen: plain(Math.abs(size)),
    sumClose: '0',
  });
  const { before } = fill;
  const isOver = before !== null && (!holding || holding.size * before.size < 0);
  const positions = [
    ...(isOver && before ? [row(before.size, before.entry, false)] : []),
    ...(holding ? [row(holding.size, 0, true)] : []),
  ];
  const touched = fill.transfer ? [account.subaccounts.get(account.parent)!, own] : [own];
  const assets = touched.map(each => ({
    address,
    subaccountNumber: each.number,
    positionId: uuid(`${address} ${each.number} USDC`),
    assetId: '0',
    symbol: 'USDC',
    side: sideOf(each.usdc),
    size: usdcOf(each.usdc),
  }));
  const transfers = { sender: { address }, recipient: { address }, symbol: 'USDC', type: 'TRANSFER_OUT' };
  return [
    {
      perpetualPositions: positions,
      assetPositions: assets,
      ...(fill.transfer ? { transfers } : {}),
    },
    {
      fills: [
        {
          id: fill.id,
          fee: fill.fee,
          side: fill.side,
          size: fill.size,
          type: 'LIMIT',
          price: fill.price,
          createdAt: new Date(fill.at).toISOString(),
          liquidity: 'TAKER',
          clobPairId: '0',
          quoteAmount: plain(Number(fill.size) * Number(fill.price), 6),
          subaccountId: uuid(`${address}/${fill.subaccount}`),
          createdAtHeight: heightAt(fill.at),
          ticker: fill.ticker,
        },
      ],
      ...(holding ? { perpetualPositions: [row(holding.size, entryOf(holding), true)] } : {}),
      orders: account.orders
        .filter(each => each.listing.ticker === fill.ticker)
        .map(each => orderRow(account, each)),
    },
  ];
}
