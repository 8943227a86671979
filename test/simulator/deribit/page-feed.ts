/**
 * The page's state and its traffic: one socket for everything, logins included. Some questions carry the token
 * among their parameters, as clients of this API may.
 */
export const feedScript = String.raw`
const data = JSON.parse(document.getElementById('page-data').textContent);
const N = data.names;
const symbolOfPath = () => {
  const match = /^\/futures\/([A-Z0-9_]+-[A-Z0-9]+)$/.exec(location.pathname);
  return match ? match[1] : null;
};
const freshForm = () => ({ type: 'limit', amount: '', unit: null, price: '', stop: '', reduceOnly: false });
const store = {
  symbol: symbolOfPath() || 'BTC-PERPETUAL', account: data.loggedOut ? null : data.account, token: null,
  instruments: new Map(), tickers: new Map(), summaries: new Map(), positions: new Map(), orders: new Map(),
  tab: 'Positions', menu: null, busy: false, form: freshForm(),
};

let socket = null;
let redial = null;
let ids = 0;
const waiting = new Map();
let live = new Set();

function rpc(method, params) {
  return new Promise((resolve, reject) => {
    if (!socket || socket.readyState !== WebSocket.OPEN) return reject(new Error('closed'));
    const id = ++ids;
    waiting.set(id, { resolve, reject });
    socket.send(JSON.stringify({ jsonrpc: '2.0', id, method, params }));
  });
}

/** Public channels of what is shown and held. */
function resubscribe() {
  const wanted = new Set([store.symbol, ...[...store.positions.values()].filter(p => p.size !== 0 && p.kind === 'future').map(p => p.instrument_name)].map(name => 'ticker.' + name + '.100ms'));
  const more = [...wanted].filter(channel => !live.has(channel));
  const less = [...live].filter(channel => !wanted.has(channel));
  live = wanted;
  if (more.length) rpc('public/subscribe', { channels: more }).catch(() => {});
  if (less.length) rpc('public/unsubscribe', { channels: less }).catch(() => {});
}

async function login() {
  if (!store.account) return;
  const { name, token } = data.accounts.find(a => a.name === store.account);
  const granted = await rpc('public/auth', { grant_type: 'refresh_token', refresh_token: token });
  if (store.account !== name) return;
  store.token = granted.access_token;
  // The history of trades is asked with the token among the parameters.
  rpc('private/get_user_trades_by_currency', { currency: 'BTC', access_token: store.token }).catch(() => {});
  const [account, positions, orders] = await Promise.all([
    rpc('private/get_account_summaries', { extended: true }), rpc('private/get_positions', { currency: 'any' }), rpc('private/get_open_orders', {}),
  ]);
  store.summaries = new Map(account.summaries.map(row => [row.currency, row]));
  store.positions = new Map(positions.map(row => [row.instrument_name, row]));
  store.orders = new Map(orders.map(row => [row.order_id, row]));
  await rpc('private/subscribe', { channels: ['user.portfolio.any', 'user.changes.any.any.raw'] });
  resubscribe();
  redraw('header', 'form', 'account', 'bottom');
}

async function learn() {
  const [bitcoin, ether, linear] = await Promise.all(['BTC', 'ETH', 'USDC'].map(currency => rpc('public/get_instruments', { currency, kind: 'future' })));
  for (const row of [...bitcoin, ...ether, ...linear]) store.instruments.set(row.instrument_name, row);
  redraw('ticker', 'form', 'bottom');
  mountMarket();
}

function dial() {
  hangUp();
  const mine = (socket = new WebSocket('wss://www.deribit.com/ws/api/v2'));
  mine.onopen = () => {
    live = new Set();
    resubscribe();
    persist(learn);
    persist(login);
    rpc('public/set_heartbeat', { interval: 30 }).catch(() => {});
  };
  mine.onmessage = event => {
    // A frame that cannot be read is dropped: the page goes on.
    try { hear(JSON.parse(event.data)); } catch { }
  };
  mine.onclose = () => {
    for (const { reject } of waiting.values()) reject(new Error('closed'));
    waiting.clear();
    if (socket === mine) redial = setTimeout(dial, 1000);
  };
}
function hangUp() {
  clearTimeout(redial);
  const old = socket;
  socket = null;
  if (old) old.close();
}

function hear({ id, method, params, result, error }) {
  if (method === 'heartbeat') return void rpc('public/test', {}).catch(() => {});
  if (method === 'subscription') return notified(params.channel, params.data);
  const asked = waiting.get(id);
  waiting.delete(id);
  if (!asked) return;
  if (error) asked.reject(new Error(error.message));
  else asked.resolve(result);
}

function notified(channel, body) {
  if (channel.startsWith('ticker.')) {
    store.tickers.set(body.instrument_name, body);
    if (body.instrument_name === store.symbol) onMarket();
    else redraw('bottom');
  } else if (channel.startsWith('user.portfolio.')) {
    store.summaries.set(body.currency, body);
    redraw('account');
  } else if (channel.startsWith('user.changes.')) {
    for (const row of body.positions) store.positions.set(row.instrument_name, row);
    for (const row of body.orders) {
      if (row.order_state === 'open' || row.order_state === 'untriggered') store.orders.set(row.order_id, row);
      else store.orders.delete(row.order_id);
    }
    resubscribe();
    redraw('bottom');
  }
}

/** Another account of the login: the page asks anew for everything, on a new connection. */
function connect(name) {
  Object.assign(store, { account: name, token: null, summaries: new Map(), positions: new Map(), orders: new Map(), menu: null, form: freshForm() });
  redraw('header', 'form', 'account', 'bottom');
  if (name === null && socket && socket.readyState === WebSocket.OPEN) socket.send(JSON.stringify({ jsonrpc: '2.0', id: ++ids, method: 'private/logout', params: {} }));
  dial();
}

async function placeOrder({ symbol, buy, amount, price, reduceOnly }) {
  if (!store.account || store.busy) return false;
  store.busy = true;
  try {
    const { order } = await rpc(buy ? 'private/buy' : 'private/sell', {
      instrument_name: symbol, amount, type: price === null ? 'market' : 'limit', ...(price === null ? {} : { price }), reduce_only: reduceOnly, access_token: store.token,
    });
    toast((buy ? 'Bought ' : 'Sold ') + order.filled_amount + ' ' + symbol);
    return true;
  } catch (error) {
    toast(error.message, true);
    return false;
  } finally {
    store.busy = false;
    redraw('form');
  }
}
const cancelOrder = order => rpc('private/cancel', { order_id: order.order_id }).then(() => toast('Order cancelled'), error => toast(error.message, true));

/** Tries again until it is done, or the connection is another. */
function persist(task) {
  const mine = socket;
  task().catch(() => setTimeout(() => { if (socket === mine) persist(task); }, 3000));
}
`;
