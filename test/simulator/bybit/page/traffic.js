/* What the page asks and hears: its own calls on its own host, its own socket, the public tickers. */
const data = JSON.parse(document.getElementById('page-data').textContent);
const store = {
  symbol: null,
  contract: null,
  positions: new Map(),
  coins: new Map(),
  totals: null,
  orders: new Map(),
  ticker: new Map(),
  loggedIn: false,
  form: { type: 'Limit', price: '', size: '', reduceOnly: false, trigger: '', action: 'Open' },
  tab: 'positions',
  mode: 'REGULAR_MARGIN',
};
const contractOf = symbol => data.contracts.find(one => one.symbol === symbol);
const keyOf = row => `${row.symbol}:${row.positionIdx}`;

async function call(path, options) {
  const answer = await fetch(`/x-api/v5/${path}`, options);
  const body = await answer.json();
  if (body.ret_code === 10007) {
    signedOut();
    throw new Error('logged out');
  }
  if (body.ret_code !== 0) throw new Error(body.ret_msg);
  return body.result;
}

function signedOut() {
  store.loggedIn = false;
  store.positions.clear();
  store.coins.clear();
  store.orders.clear();
  draw();
}

async function load() {
  if (!data.loggedIn) return;
  const parts = [
    'category=linear&settleCoin=USDT',
    'category=linear&settleCoin=USDC',
    'category=inverse',
    'category=option',
  ];
  try {
    const [info, wallet] = await Promise.all([
      call('account/info'),
      call('account/wallet-balance?accountType=UNIFIED'),
    ]);
    store.mode = info.marginMode;
    takeWallet(wallet.list[0], true);
    store.loggedIn = true;
    for (const part of parts) {
      const { list } = await call(`position/list?${part}&limit=200`);
      for (const row of list) store.positions.set(keyOf(row), row);
    }
    for (const part of parts.slice(0, 3)) {
      const { list } = await call(`order/realtime?${part}&openOnly=0&limit=50`);
      for (const row of list) store.orders.set(row.orderId, row);
    }
    draw();
    await openPrivate();
  } catch (error) {
    setTimeout(load, 3000);
  }
}

function takeWallet(account, whole) {
  if (whole) store.coins.clear();
  store.totals = account;
  for (const row of account.coin) store.coins.set(row.coin, row);
}

let privateSocket = null;
let publicSockets = [];
let pings = 0;

async function openPrivate() {
  const { token } = await call('user/private/ott');
  const socket = new WebSocket(
    `wss://ws2.bybit.com/private?appid=bybit&os=web&deviceid=${token.slice(0, 8)}`,
  );
  privateSocket = socket;
  socket.onopen = () => socket.send(JSON.stringify({ op: 'login', args: [token] }));
  socket.onmessage = event => {
    const frame = JSON.parse(event.data);
    if (frame.op === 'auth' && frame.success)
      socket.send(JSON.stringify({ op: 'subscribe', args: ['wallet', 'position', 'order'] }));
    if (frame.topic === 'wallet') takeWallet({ ...store.totals, ...frame.data[0] }, false);
    if (frame.topic === 'position') {
      for (const row of frame.data) {
        if (row.size === '0') store.positions.delete(keyOf(row));
        else store.positions.set(keyOf(row), { ...row, avgPrice: row.entryPrice });
      }
    }
    if (frame.topic === 'order') {
      for (const row of frame.data) {
        if (/Filled|Cancelled/.test(row.orderStatus)) store.orders.delete(row.orderId);
        else store.orders.set(row.orderId, row);
      }
    }
    if (frame.topic) draw();
  };
  // What was missed between two connections is asked for.
  socket.onclose = () => {
    if (privateSocket === socket) setTimeout(load, 1500);
  };
}

function openPublic() {
  for (const category of ['linear', 'inverse']) {
    const socket = new WebSocket(`wss://stream.bybit.com/v5/public/${category}`);
    publicSockets.push(socket);
    const wanted = data.contracts
      .filter(one => one.category === category)
      .map(one => `tickers.${one.symbol}`);
    socket.onopen = () => socket.send(JSON.stringify({ op: 'subscribe', args: wanted }));
    socket.onmessage = event => {
      const frame = JSON.parse(event.data);
      if (!frame.topic?.startsWith('tickers.')) return;
      store.ticker.set(frame.data.symbol, { ...store.ticker.get(frame.data.symbol), ...frame.data });
      onTick(frame.data.symbol);
    };
    socket.onclose = () => {
      publicSockets = publicSockets.filter(one => one !== socket);
      if (pings)
        setTimeout(() => {
          if (pings && publicSockets.length < 2) {
            hangUpPublic();
            openPublic();
          }
        }, 1500);
    };
  }
}
function hangUpPublic() {
  const open = publicSockets;
  publicSockets = [];
  for (const socket of open) {
    socket.onclose = null;
    socket.close();
  }
}
function connect() {
  pings = setInterval(() => {
    for (const socket of [privateSocket, ...publicSockets])
      if (socket && socket.readyState === 1) socket.send(JSON.stringify({ op: 'ping' }));
  }, 20000);
  openPublic();
  load();
}
// Without open connections the page may rest in the back/forward cache, and takes up where it was.
addEventListener('pagehide', () => {
  clearInterval(pings);
  pings = 0;
  hangUpPublic();
  const socket = privateSocket;
  privateSocket = null;
  if (socket) socket.close();
});
addEventListener('pageshow', event => {
  if (event.persisted) connect();
});

async function send(side) {
  const { type, price, size, reduceOnly, action } = store.form;
  const hedge = data.hedge;
  const opens = action === 'Open';
  const leg = (side === 'Buy') === opens ? 1 : 2;
  try {
    await call('order/create', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        category: store.contract.category,
        symbol: store.symbol,
        side,
        orderType: type,
        qty: size,
        price: type === 'Market' ? undefined : price,
        reduceOnly: reduceOnly || (hedge && !opens),
        positionIdx: hedge ? leg : 0,
      }),
    });
    store.form.size = '';
    toast('Order filled');
  } catch (error) {
    toast(String(error.message));
  }
  drawForm();
}
