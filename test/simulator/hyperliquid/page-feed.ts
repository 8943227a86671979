/** The page's state and its traffic: what it asks, what it subscribes to, what it does with the frames. */
export const feedScript = String.raw`
const data = JSON.parse(document.getElementById('page-data').textContent);
const N = data.names;
const api = 'https://api-ui.hyperliquid.xyz';
const coinOfPath = () => {
  const match = /^\/trade\/([^/]+)$/.exec(decodeURIComponent(location.pathname));
  return match ? match[1] : null;
};
const freshForm = () => ({ type: 'market', buy: true, size: '', unit: 'coin', price: '', reduceOnly: false, percent: 0 });
const store = {
  coin: coinOfPath() || 'BTC',
  account: data.loggedOut ? null : data.accounts.find(a => a.name === data.account),
  assets: new Map(), ctx: new Map(), collateral: new Map(), dexStates: new Map(), spot: null, orders: [], fills: [], assetData: null,
  abstraction: null, tab: 'Positions', menu: null, dialog: null, busy: false, form: freshForm(),
};

async function post(path, body) {
  const answer = await fetch(api + path, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) });
  if (!answer.ok) throw new Error(String(answer.status));
  return answer.json();
}
const info = body => post('/info', body);

/** Universe of every dex, with the numbers by which orders name assets. */
async function learnAssets() {
  const metas = await info({ type: 'allPerpMetas' });
  metas.forEach((meta, dex) => store.collateral.set(data.dexes[dex], meta.collateralToken));
  metas.forEach((meta, dex) => meta.universe.forEach((asset, index) => {
    store.assets.set(asset.name, { ...asset, dex: data.dexes[dex], id: dex === 0 ? index : 100000 + dex * 10000 + index });
  }));
  await Promise.all(data.dexes.map(async dex => {
    const [meta, ctxs] = await info(dex ? { type: 'metaAndAssetCtxs', dex } : { type: 'metaAndAssetCtxs' });
    meta.universe.forEach((asset, index) => store.ctx.set(asset.name, ctxs[index]));
  }));
  redraw('ticker', 'form', 'bottom');
  if (document.getElementById('book')) mountMarket();
}

async function learnAccount() {
  if (!store.account) return;
  const user = store.account.address;
  const mode = await info({ type: 'userAbstraction', user });
  if (store.account && store.account.address === user) store.abstraction = mode;
  await Promise.all([info({ type: 'userRole', user }), info({ type: 'spotClearinghouseState', user }).then(spot => { if (!store.spot) store.spot = spot; })]);
  redraw('form', 'account', 'bottom');
}

let socket = null;
let live = new Map();
let redial = null;

/** What should be subscribed now. Also looks at people of the leaderboard and at a vault, as the app does. */
function wanted() {
  const list = [{ type: 'allMids' }, { type: 'fastAssetCtxs' }, { type: 'allDexsAssetCtxs' }];
  if (coinOfPath()) list.push({ type: 'activeAssetCtx', coin: store.coin }, { type: 'l2Book', coin: store.coin, nSigFigs: null, mantissa: null, fast: true }, { type: 'trades', coin: store.coin });
  if (store.account) {
    const user = store.account.address;
    list.push({ type: 'webData3', user }, { type: 'allDexsClearinghouseState', user }, { type: 'spotState', user, ignorePortfolioMargin: false },
      ...data.dexes.map(dex => ({ type: 'openOrders', user, dex })), { type: 'userFills', user, aggregateByTime: true }, { type: 'twapStates', user, dex: '' }, { type: 'notification', user });
    if (coinOfPath()) list.push({ type: 'activeAssetData', user, coin: store.coin });
  }
  const { leader, vault } = data.others;
  list.push({ type: 'allDexsClearinghouseState', user: leader }, { type: 'spotState', user: leader, ignorePortfolioMargin: false }, { type: 'openOrders', user: leader, dex: '' }, { type: 'webData3', user: vault });
  return new Map(list.map(subscription => [JSON.stringify(subscription), subscription]));
}

function resubscribe() {
  if (!socket || socket.readyState !== WebSocket.OPEN) return;
  const next = wanted();
  for (const [key, subscription] of live) if (!next.has(key)) socket.send(JSON.stringify({ method: 'unsubscribe', subscription }));
  for (const [key, subscription] of next) if (!live.has(key)) socket.send(JSON.stringify({ method: 'subscribe', subscription }));
  live = next;
}

function dial() {
  hangUp();
  const mine = (socket = new WebSocket('wss://api-ui.hyperliquid.xyz/ws'));
  mine.onopen = () => { live = new Map(); resubscribe(); };
  mine.onmessage = event => {
    // A frame that cannot be read is dropped: the app goes on.
    try { hear(JSON.parse(event.data)); } catch { }
  };
  mine.onclose = () => {
    if (socket !== mine) return;
    redial = setTimeout(dial, 1000);
  };
}
function hangUp() {
  clearTimeout(redial);
  const old = socket;
  socket = null;
  if (old) old.close();
}
setInterval(() => { if (socket && socket.readyState === WebSocket.OPEN) socket.send('{"method":"ping"}'); }, 20000);

function merge(coin, change) {
  store.ctx.set(coin, { ...(store.ctx.get(coin) || {}), ...change });
}

async function inflate(text) {
  const bytes = Uint8Array.from(atob(text), c => c.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate-raw'));
  return JSON.parse(await new Response(stream).text());
}

function hear({ channel, data: body }) {
  const me = store.account && store.account.address;
  if (body && body.user && body.user !== me) return;
  switch (channel) {
    case 'fastAssetCtxs':
      inflate(body).then(changes => {
        for (const [coin, change] of Object.entries(changes)) merge(coin, change);
        if (changes[store.coin]) onMarket();
      }, () => {});
      break;
    case 'activeAssetCtx':
      merge(body.coin, body.ctx);
      if (body.coin === store.coin) onMarket();
      break;
    case 'allDexsClearinghouseState':
      store.dexStates = new Map(body.clearinghouseStates);
      redraw('account', 'bottom');
      formSummary();
      break;
    case 'spotState':
      store.spot = body.spotState;
      redraw('account', 'bottom');
      break;
    case 'openOrders': {
      store.orders = [...store.orders.filter(o => (o.coin.includes(':') ? o.coin.split(':')[0] : '') !== body.dex), ...body.orders];
      redraw('bottom');
      break;
    }
    case 'activeAssetData': {
      if (body.coin !== store.coin) break;
      const before = store.assetData;
      store.assetData = body;
      const same = before && before.leverage.value === body.leverage.value && before.leverage.type === body.leverage.type;
      if (same) formSummary();
      else redraw('form');
      break;
    }
    case 'userFills':
      store.fills = body.isSnapshot ? body.fills : [...body.fills, ...store.fills];
      redraw('bottom');
      break;
  }
}

function connect(name) {
  store.account = name === null ? null : data.accounts.find(a => a.name === name);
  Object.assign(store, { dexStates: new Map(), spot: null, orders: [], fills: [], assetData: null, abstraction: null, menu: null, form: freshForm() });
  resubscribe();
  persist(learnAccount);
  redraw('header', 'form', 'account', 'bottom');
}

/** A signed action; this app has no wallet, the address stands in for the signature. */
async function act(action) {
  const signature = { r: store.account.signature, s: '0x' + '0'.repeat(64), v: 27 };
  const answer = await post('/exchange', { action, nonce: Date.now(), signature, vaultAddress: null });
  if (answer.status !== 'ok') throw new Error(answer.response);
  const [first] = (answer.response.data && answer.response.data.statuses) || [];
  if (first && first.error) throw new Error(first.error);
  return first;
}

async function placeOrder({ coin, buy, size, price, reduceOnly }) {
  if (!store.account || store.busy) return false;
  store.busy = true;
  redraw('form');
  try {
    const mark = Number(store.ctx.get(coin).markPx);
    const asset = store.assets.get(coin);
    // A market order is sent with the price beyond which it should not fill.
    const limit = price === null ? Number((mark * (buy ? 1.08 : 0.92)).toPrecision(5)).toFixed(6 - asset.szDecimals) : price;
    const { filled } = await act({
      type: 'order', grouping: 'na',
      orders: [{ a: asset.id, b: buy, p: String(Number(limit)), s: size, r: reduceOnly, t: { limit: { tif: price === null ? 'FrontendMarket' : 'Gtc' } } }],
    });
    toast((buy ? 'Bought ' : 'Sold ') + filled.totalSz + ' ' + bare(coin) + ' at average price of $' + grouped(filled.avgPx));
    return true;
  } catch (error) {
    toast(error.message, true);
    return false;
  } finally {
    store.busy = false;
    redraw('form');
  }
}

function cancelOrder(order) {
  act({ type: 'cancel', cancels: [{ a: store.assets.get(order.coin).id, o: order.oid }] }).then(() => toast('Order canceled'), error => toast(error.message, true));
}

async function changeLeverage(isCross, leverage) {
  try {
    await act({ type: 'updateLeverage', asset: store.assets.get(store.coin).id, isCross, leverage });
  } catch (error) {
    toast(error.message, true);
  }
}

/** Tries again until it is done. */
function persist(task) {
  task().catch(() => setTimeout(() => persist(task), 3000));
}

function start() {
  dial();
  persist(learnAssets);
  persist(learnAccount);
}
`;
