/** What an order must be to be taken, and the codes with which it is refused otherwise. */
import { Decimal, notionalOf, zero } from './arithmetic';
import type { Booking } from './booking';
import type { Ledger, PositionSide, Quotes, Side } from './ledger';

/** As the API says it: `{"code":-2019,"msg":"Margin is insufficient."}`. */
export interface Refusal {
  code: number;
  msg: string;
}

export interface OrderRequest {
  symbol: string;
  side: Side;
  positionSide?: PositionSide;
  type: string;
  quantity: string;
  price?: string;
  triggerPrice?: string;
  reduceOnly?: boolean;
  closePosition?: boolean;
  workingType?: 'MARK_PRICE' | 'CONTRACT_PRICE';
  clientId?: string;
  /** True: a limit order is filled at once at its price; false: only when the mark has crossed it. */
  atOnce?: boolean;
}

export const refuse = (code: number, msg: string): { refused: Refusal } => ({ refused: { code, msg } });

/** `closable`: how much an order only closes. */
export function checkOrder(
  request: OrderRequest,
  ledger: Ledger,
  quotes: Quotes,
  closable: Booking['closable'],
): { quantity: Decimal; positionSide: PositionSide } | { refused: Refusal } {
  const contract = quotes.contracts.get(request.symbol);
  if (!contract) return refuse(-1121, 'Invalid symbol.');
  if (request.side !== 'BUY' && request.side !== 'SELL') return refuse(-1117, 'Invalid side.');
  const positionSide = request.positionSide ?? 'BOTH';
  if (ledger.hedge === (positionSide === 'BOTH')) {
    return refuse(-4061, "Order's position side does not match user's setting.");
  }
  if (ledger.hedge && request.reduceOnly)
    return refuse(-1106, "Parameter 'reduceonly' sent when not required.");
  for (const price of [request.price, request.triggerPrice]) {
    if (price === undefined) continue;
    if (!/^\d+(\.\d+)?$/.test(price)) return refuse(-1100, "Illegal characters found in parameter 'price'.");
    if (!new Decimal(price).mod(contract.tickSize).isZero()) {
      return refuse(-4014, 'Price not increased by tick size.');
    }
  }
  if (request.closePosition) return { quantity: zero, positionSide };
  if (!/^\d+(\.\d+)?$/.test(request.quantity ?? '')) {
    return refuse(-1102, "Mandatory parameter 'quantity' was not sent, was empty/null, or malformed.");
  }
  const quantity = new Decimal(request.quantity);
  if (quantity.lte(0)) return refuse(-4003, 'Quantity less than or equal to zero.');
  if (!quantity.mod(contract.stepSize).isZero()) {
    return refuse(-1111, 'Precision is over the maximum defined for this asset.');
  }
  const opens = closable(request.symbol, request.side, positionSide).isZero();
  const price = new Decimal(request.price ?? quotes.mark(request.symbol));
  if (opens && notionalOf(quantity, price, contract.dollars).lt(contract.minNotional)) {
    return refuse(
      -4164,
      `Order's notional must be no smaller than ${contract.minNotional} (unless you choose reduce only).`,
    );
  }
  return { quantity, positionSide };
}
