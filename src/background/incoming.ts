/**
 * The entrance for what other parts of the extension send. The overlay's messages carry what a page said, and
 * the page is not trusted: every field is checked, every size is limited, and what is refused becomes a problem
 * that can be shown, never a throw.
 */
import * as v from 'valibot';
import type { Problem } from '../engine/report';
import type { OverlayToBackground, PageToBackground, Place, Traffic } from '../messages';
import { venueIds } from '../venues/ids';
import type { FormReading, ScreenCells } from '../venues/venue';

/** Characters of one body; longer ones are dropped with a problem. */
export const BODY_LIMIT = 1_048_576;
/** Messages of one batch; the tap sends a few at a time. */
export const BATCH_LIMIT = 5000;

const short = v.pipe(v.string(), v.maxLength(200));
const url = v.pipe(v.string(), v.maxLength(4096));
const optionalText = v.nullable(v.pipe(v.string(), v.maxLength(100)));
const pixels = v.pipe(v.number(), v.finite(), v.minValue(-20_000), v.maxValue(20_000));

const traffic = v.object({
  at: v.pipe(v.number(), v.finite()),
  via: v.picklist(['fetch', 'websocket']),
  url,
  direction: v.picklist(['in', 'out']),
  method: v.optional(short),
  request: v.optional(v.string()),
  body: v.optional(v.string()),
  status: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(999))),
});

const form: v.GenericSchema<FormReading> = v.object({
  symbol: short,
  side: v.nullable(v.picklist(['buy', 'sell'])),
  type: v.picklist(['limit', 'market', 'conditional']),
  price: optionalText,
  size: optionalText,
  sizeUnit: v.picklist(['base', 'quote', 'contracts', 'percent']),
  leverage: optionalText,
  marginMode: v.nullable(v.picklist(['cross', 'isolated'])),
  reduceOnly: v.boolean(),
  leg: v.nullable(v.picklist(['long', 'short'])),
  action: v.nullable(v.picklist(['open', 'close'])),
  takeProfit: v.optional(optionalText),
  stopLoss: v.optional(optionalText),
  unsure: optionalText,
});

const cells = v.array(v.pipe(v.array(v.pipe(v.string(), v.maxLength(100))), v.maxLength(20)));
const table: v.GenericSchema<ScreenCells> = v.object({
  headers: v.pipe(cells, v.maxLength(60)),
  rows: v.pipe(v.array(v.pipe(cells, v.maxLength(60))), v.maxLength(500)),
  beside: v.pipe(v.array(v.pipe(v.string(), v.maxLength(100))), v.maxLength(60)),
});

export const placeSchema: v.GenericSchema<Place> = v.object({
  dx: pixels,
  dy: pixels,
  open: v.boolean(),
  collapsed: v.boolean(),
});

const overlay = v.variant('type', [
  v.object({ type: v.literal('overlay-to-background/traffic'), traffic: v.array(v.unknown()) }),
  v.object({ type: v.literal('overlay-to-background/form'), url, form: v.nullable(form) }),
  v.object({
    type: v.literal('overlay-to-background/table'),
    url,
    tables: v.pipe(v.array(table), v.maxLength(10)),
  }),
  v.object({ type: v.literal('overlay-to-background/shown'), visible: v.boolean(), open: v.boolean() }),
  v.object({ type: v.literal('overlay-to-background/place'), place: placeSchema }),
]);

const venueId = v.picklist(venueIds);
/** Binance's RSA keys are the longest that a trader may paste. */
const secret = v.pipe(v.string(), v.minLength(1), v.maxLength(5000));
const page: v.GenericSchema<unknown, PageToBackground> = v.variant('type', [
  v.object({ type: v.literal('page-to-background/popup') }),
  v.object({ type: v.literal('page-to-background/watch'), address: short }),
  v.object({ type: v.literal('page-to-background/forget'), account: short }),
  v.object({ type: v.literal('page-to-background/history'), account: short }),
  v.object({ type: v.literal('page-to-background/site'), venue: venueId, enabled: v.boolean() }),
  v.object({ type: v.literal('page-to-background/settings') }),
  v.object({ type: v.literal('page-to-background/save-settings'), settings: v.unknown() }),
  v.object({
    type: v.literal('page-to-background/record'),
    tabId: v.pipe(v.number(), v.integer()),
    seconds: v.pipe(v.number(), v.finite(), v.minValue(1), v.maxValue(600)),
  }),
  v.object({ type: v.literal('page-to-background/recording') }),
  v.object({ type: v.literal('page-to-background/keys') }),
  v.object({ type: v.literal('page-to-background/unlock-keys'), passphrase: secret }),
  v.object({ type: v.literal('page-to-background/lock-keys') }),
  v.object({
    type: v.literal('page-to-background/add-key'),
    venue: venueId,
    key: secret,
    secret,
    passphrase: v.nullable(secret),
  }),
  v.object({ type: v.literal('page-to-background/remove-key'), id: short }),
  v.object({ type: v.literal('page-to-background/change-passphrase'), from: secret, to: secret }),
  v.object({
    type: v.literal('page-to-background/lock-keys-after'),
    minutes: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(7 * 1440)),
  }),
  v.object({ type: v.literal('page-to-background/forget-keys') }),
]);

export interface Received<Message> {
  /** Null: not a message of this kind at all. */
  message: Message | null;
  problems: Problem[];
}

/** Reads one message of an overlay. Bad items of a batch are left out and named; the others go on. */
export function receiveFromOverlay(value: unknown): Received<OverlayToBackground> {
  const parsed = v.safeParse(overlay, value);
  if (!parsed.success) return { message: null, problems: [malformed('message', parsed.issues[0])] };
  const message = parsed.output;
  if (message.type !== 'overlay-to-background/traffic') return { message, problems: [] };
  const problems: Problem[] = [];
  const items: Traffic[] = [];
  message.traffic.slice(0, BATCH_LIMIT).forEach((item, index) => {
    const read = receiveTraffic(item, `traffic.${index}`);
    if ('code' in read) problems.push(read);
    else items.push(read);
  });
  if (message.traffic.length > BATCH_LIMIT) {
    problems.push({
      code: 'oversized-message',
      path: 'traffic',
      message: `a batch of ${message.traffic.length} messages was cut to ${BATCH_LIMIT}`,
    });
  }
  return { message: { type: message.type, traffic: items }, problems };
}

/** Reads one request of the extension's own pages; null: not one of them. */
export function receiveFromPage(value: unknown): PageToBackground | null {
  const parsed = v.safeParse(page, value);
  return parsed.success ? parsed.output : null;
}

function receiveTraffic(item: unknown, path: string): Traffic | Problem {
  const parsed = v.safeParse(traffic, item);
  if (!parsed.success) return malformed(path, parsed.issues[0]);
  const { request, body } = parsed.output;
  const size = Math.max(request?.length ?? 0, body?.length ?? 0);
  if (size <= BODY_LIMIT) return parsed.output;
  return {
    code: 'oversized-message',
    path: whereTo(parsed.output.url),
    message: `a message of ${size} characters was dropped; the limit is ${BODY_LIMIT}`,
  };
}

function malformed(path: string, issue: v.BaseIssue<unknown>): Problem {
  const inside = v.getDotPath(issue);
  return {
    code: 'malformed-message',
    path: inside ? `${path}.${inside}` : path,
    message: issue.message.slice(0, 200),
  };
}

/** The URL without its query, which may carry more than a problem should show. */
function whereTo(text: string): string {
  return text.split('?')[0]!.slice(0, 200);
}
