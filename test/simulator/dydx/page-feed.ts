/** The page's state and its traffic: one socket to the indexer, REST for the rest, orders to the chain. */
export const feedScript = String.raw`
const data = JSON.parse(document.getElementById('page-data').textContent);
const N = data.names;
const api = 'https://indexer.dydx.trade/v4';
const marketOfPath = () => { const match = /^\/trade\/([^/]+)$/.exec(decodeURIComponent(location.pathname)); return match ? match[1] : null; };
const freshForm = () => ({ type: 'limit', buy: true, size: '', unit: 'coin', price: '', trigger: '', reduceOnly: false });
const store = {
  market: marketOfPath() || 'BTC-USD', account: data.loggedOut ? null : data.accounts.find(a => a.name === data.account),
  markets: {}, subs: {}, orders: [], mode: 'cross', leverage: 10, menu: false, busy: false, form: freshForm(),
};
const base = ticker => ticker.replace('-USD', '');
const idOf = account => account.address + '/' + account.parent;

async function get(path) {
  const answer = await fetch(api + path);
  if (!answer.ok) throw new Error(String(answer.status));
  return answer.json();
}

let socket = null;
let live = new Map();
let redial = null;
let counted = -1;

function wanted() {
  const list = [{ channel: 'v4_markets', batched: true }];
  if (marketOfPath()) list.push({ channel: 'v4_orderbook', id: store.market, batched: true }, { channel: 'v4_trades', id: store.market, batched: true });
  if (store.account) list.push({ channel: 'v4_parent_subaccounts', id: idOf(store.account), batched: true });
  return new Map(list.map(each => [each.channel + ' ' + (each.id || ''), each]));
}
function resubscribe() {
  if (!socket || socket.readyState !== WebSocket.OPEN) return;
  const next = wanted();
  for (const [key, { channel, id }] of live) if (!next.has(key)) socket.send(JSON.stringify({ type: 'unsubscribe', channel, id }));
  for (const [key, each] of next) if (!live.has(key)) socket.send(JSON.stringify({ type: 'subscribe', ...each }));
  live = next;
}
function dial() {
  hangUp();
  const mine = (socket = new WebSocket('wss://indexer.dydx.trade/v4/ws'));
  mine.onopen = () => { live = new Map(); counted = -1; resubscribe(); };
  mine.onmessage = event => { try { hear(JSON.parse(event.data)); } catch { } };
  mine.onclose = () => { if (socket === mine) redial = setTimeout(dial, 1000); };
}
function hangUp() { clearTimeout(redial); const old = socket; socket = null; if (old) old.close(); }

const signed = (side, size) => (side === 'SHORT' ? -Math.abs(Number(size)) : Number(size));
const sub = number => (store.subs[number] = store.subs[number] || { usdc: 0, positions: {} });
const sizeOf = row => (row.size === undefined ? row.signedSize : row.size);

function describe({ subaccount, orders }) {
  store.subs = {};
  for (const child of subaccount.childSubaccounts) {
    const own = sub(child.subaccountNumber);
    const usdc = child.assetPositions.USDC;
    own.usdc = usdc ? signed(usdc.side, usdc.size) : 0;
    for (const row of Object.values(child.openPerpetualPositions)) own.positions[row.market] = { size: signed(row.side, sizeOf(row)), entry: Number(row.entryPrice) };
  }
  store.orders = orders || [];
}
function change(part) {
  for (const row of part.perpetualPositions || []) {
    const { positions } = sub(row.subaccountNumber);
    const before = positions[row.market];
    const size = signed(row.side, sizeOf(row));
    if (row.status !== 'OPEN') { if (before && Math.sign(before.size) === (row.side === 'SHORT' ? -1 : 1)) delete positions[row.market]; }
    else positions[row.market] = { size, entry: Number(row.entryPrice) || (before ? before.entry : 0) };
  }
  for (const row of part.assetPositions || []) sub(row.subaccountNumber).usdc = signed(row.side, row.size);
  for (const row of part.orders || []) store.orders = [...store.orders.filter(o => o.id !== row.id), ...(/OPEN|UNTRIGGERED/.test(row.status) ? [row] : [])];
}

function hear(message) {
  if (message.message_id <= counted) return;
  counted = message.message_id;
  const parts = message.type === 'channel_batch_data' ? message.contents : message.contents ? [message.contents] : [];
  if (message.channel === 'v4_markets') {
    for (const part of parts) {
      Object.assign(store.markets, part.markets);
      for (const [ticker, changed] of [...Object.entries(part.trading || {}), ...Object.entries(part.oraclePrices || {})]) Object.assign(store.markets[ticker] || {}, changed);
    }
    onMarket();
    if (message.type === 'subscribed') { redraw('ticker', 'form', 'bottom'); if (document.getElementById('book')) mountMarket(); }
    return;
  }
  if (message.channel !== 'v4_parent_subaccounts' || !store.account || message.id !== idOf(store.account)) return;
  if (message.type === 'subscribed') describe(message.contents);
  else parts.forEach(change);
  select();
  redraw('form', 'bottom');
}

/** What the form trades with: the position's own mode, else what was chosen. */
function select() {
  const held = Object.entries(store.subs).find(([, own]) => own.positions[store.market]);
  const market = store.markets[store.market];
  if (held) store.mode = Number(held[0]) < 128 ? 'cross' : 'isolated';
  else if (market && market.marketType === 'ISOLATED') store.mode = 'isolated';
}

function connect(name) {
  store.account = name === null ? null : data.accounts.find(a => a.name === name);
  Object.assign(store, { subs: {}, orders: [], menu: false, form: freshForm() });
  resubscribe();
  redraw('header', 'form', 'bottom');
}

/** An order goes to the chain, not to the indexer; the address stands in for the signature. */
async function place(order) {
  if (!store.account || store.busy) return;
  store.busy = true;
  redraw('form');
  try {
    const answer = await fetch('/broadcast', { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ account: store.account.name, order }) });
    const result = await answer.json();
    toast(result.ok ? 'Filled ' + result.size + ' at ' + result.price : result.reason);
    if (result.ok) Object.assign(store.form, { size: '' });
  } catch (error) { toast(error.message); }
  finally { store.busy = false; redraw('form'); }
}
`;
