/**
 * What the page asks for and listens to, and what it has heard. Account calls are XHR and fetch, as the site mixes
 * them; both streams are on the main thread.
 */
const store = {
  symbol: location.pathname.split('/').filter(Boolean).pop().toUpperCase(),
  loggedIn: null,
  hedge: false,
  positions: [],
  balances: [],
  orders: [],
  algoOrders: [],
  /** Portfolio Margin; null: none. */
  panel: null,
  /** By symbol. */
  config: new Map(),
  brackets: new Map(),
  marks: new Map(),
  premium: new Map(),
};

const hearers = new Set();
let telling = false;
/** Tells the parts of the page, once a frame, what has changed. */
function changed() {
  if (telling) return;
  telling = true;
  setTimeout(() => {
    telling = false;
    for (const hear of hearers) hear();
  }, 16);
}

const cookie = name =>
  document.cookie
    .split('; ')
    .map(pair => pair.split('='))
    .find(([key]) => key === name)?.[1] || '';

const credentials = () => ({
  'content-type': 'application/json',
  clienttype: 'web',
  csrftoken: cookie('cr00'),
  'bnc-uuid': '6b0f6d2e-7a35-4d1e-9a64-0c3c2c7b1f10',
  'device-info': 'eyJzY3JlZW5fcmVzb2x1dGlvbiI6IjE5MjAsMTA4MCJ9',
  'fvideo-id': '33b1e2a4f0',
  'x-passthrough-token': '',
});

const bapi = '/bapi/futures/';
/** COIN-M is the same page over another account, with calls and streams of its own. */
const coinMargined = page.product === 'coinm';
const family = coinMargined ? 'delivery' : 'future';
const api = coinMargined ? 'dapi' : 'fapi';

/** The data of an answer; null where there is none, for whatever reason. */
function opened(answer) {
  if (!answer || typeof answer !== 'object') return null;
  if (answer.code === '100002002' || answer.code === '100001005') {
    store.loggedIn = false;
    changed();
    return null;
  }
  return answer.success ? answer.data : null;
}

async function post(path, body = {}) {
  try {
    const answer = await fetch(bapi + path, {
      method: 'POST',
      headers: credentials(),
      body: JSON.stringify(body),
    });
    return await answer.json();
  } catch {
    return null;
  }
}

function postByXhr(path, body = {}) {
  return new Promise(resolve => {
    const request = new XMLHttpRequest();
    request.open('POST', bapi + path);
    for (const [name, value] of Object.entries(credentials())) request.setRequestHeader(name, value);
    request.onloadend = () => {
      try {
        resolve(JSON.parse(request.responseText));
      } catch {
        resolve(null);
      }
    };
    request.send(JSON.stringify(body));
  });
}

async function getJson(path) {
  try {
    const answer = await fetch(path);
    return answer.ok ? await answer.json() : null;
  } catch {
    return null;
  }
}

async function loadPositions() {
  const rows = opened(await post(`v6/private/${family}/user-data/user-position`));
  if (!rows) return;
  const back = store.loggedIn === false;
  store.loggedIn = true;
  // The page knows of its own releases before anybody else does.
  store.positions = rows.map(row => ({ ...row, positionAmount: row.positionAmount ?? row.positionQty }));
  changed();
  if (back) {
    loadConfig();
    listenToAccount();
  }
}

async function loadBalances() {
  const rows = opened(await postByXhr(`v6/private/${family}/user-data/user-balance`));
  if (!rows) return;
  store.balances = rows;
  changed();
}

async function loadOrders() {
  const [orders, algoOrders] = await Promise.all([
    postByXhr(`v1/private/${family}/order/open-orders`),
    post(`v1/private/${family}/order/get-all-algo-order`),
  ]);
  store.orders = opened(orders) || store.orders;
  const conditional = opened(algoOrders);
  if (conditional) store.algoOrders = conditional.filter(order => order.algoStatus === 'NEW');
  changed();
}

async function loadConfig() {
  const [config, mode] = await Promise.all([
    post(`v1/private/${family}/user-data/symbol-config`),
    post(`v1/private/${family}/user-data/get-position-side`),
  ]);
  for (const row of opened(config)?.symbolConfigItemList || []) store.config.set(row.symbol, row);
  const side = opened(mode);
  if (side) store.hedge = side.dualSidePosition;
  changed();
}

async function loadBrackets() {
  const answer = await getJson(`${bapi}v1/friendly/${family}/common/brackets`);
  for (const row of answer?.data?.brackets || []) store.brackets.set(row.symbol, row.riskBrackets);
}

async function loadPremium() {
  const rows = await getJson(`/${api}/v1/premiumIndex`);
  for (const row of rows || []) {
    store.premium.set(row.symbol, row);
    if (!store.marks.has(row.symbol)) store.marks.set(row.symbol, Number(row.markPrice));
  }
  changed();
}

/** The panel of Portfolio Margin: for who has none it comes back empty. */
async function loadPanel() {
  try {
    const answer = await fetch('/bapi/margin/v1/private/margin/portfolio/account-indicate', {
      method: 'POST',
      headers: credentials(),
      body: '{}',
    });
    store.panel = opened(await answer.json());
  } catch {
    store.panel = null;
  }
  changed();
}

const loadAccount = () => Promise.all([loadPositions(), loadBalances(), loadOrders(), loadPanel()]);

let soon = 0;
/** After an event: once, a little later, however many come. */
function loadSoon() {
  clearTimeout(soon);
  soon = setTimeout(loadAccount, 120);
}

const sockets = new Set();

/** Opens a stream, and again a second after it has closed, until the page is put away. */
function listen(url, hear) {
  const socket = new WebSocket(url);
  sockets.add(socket);
  socket.onmessage = event => {
    let data;
    try {
      data = JSON.parse(event.data);
    } catch {
      return;
    }
    if (data) hear(data);
  };
  socket.onclose = () => {
    if (sockets.delete(socket)) setTimeout(() => awake && listenAgain(url, hear), 1000);
  };
}

const stream = coinMargined ? 'wss://dstream.binance.com' : 'wss://fstream.binance.com';
/** The streams of USDⓈ-M are divided, those of COIN-M are not. */
const part = name => (coinMargined ? stream : `${stream}/${name}`);
const listenAgain = (url, hear) => (hear === hearAccount ? listenToAccount() : listen(url, hear));

function hearMarket({ data }) {
  for (const one of Array.isArray(data) ? data : [data]) {
    if (one?.e !== 'markPriceUpdate') continue;
    store.marks.set(one.s, Number(one.p));
    const before = store.premium.get(one.s) || {};
    store.premium.set(one.s, {
      ...before,
      markPrice: one.p,
      indexPrice: one.i,
      lastFundingRate: one.r,
      nextFundingTime: one.T,
    });
  }
  changed();
}

function hearAccount(event) {
  if (event.e === 'ACCOUNT_UPDATE') {
    for (const one of event.a?.P || []) {
      const row = store.positions.find(p => p.symbol === one.s && p.positionSide === one.ps);
      if (row) Object.assign(row, { positionAmount: one.pa, entryPrice: one.ep });
    }
    changed();
  }
  if (event.e === 'ACCOUNT_CONFIG_UPDATE') loadConfig();
  loadSoon();
}

async function listenToAccount() {
  const data = opened(await post(`v1/private/${family}/user-stream/listen-key`));
  if (data && awake) listen(`${part('private')}/ws/${data.listenKey}`, hearAccount);
  else if (awake && store.loggedIn !== false) setTimeout(() => awake && listenToAccount(), 3000);
}

/** The book and the trades of the symbol that is looked at: noise of the page, many a second. */
let bookSocket = null;
function listenToBook() {
  if (bookSocket) {
    sockets.delete(bookSocket);
    bookSocket.close();
  }
  const name = store.symbol.toLowerCase();
  bookSocket = new WebSocket(`${part('public')}/stream?streams=${name}@bookTicker/${name}@depth20@100ms`);
  sockets.add(bookSocket);
}

let awake = false;
const timers = [];

function wake() {
  if (awake) return;
  awake = true;
  loadConfig();
  loadBrackets();
  loadPremium();
  loadAccount();
  listen(
    `${part('market')}/stream?streams=!markPrice@arr@1s/${store.symbol.toLowerCase()}@markPrice@1s`,
    hearMarket,
  );
  listenToAccount();
  listenToBook();
  timers.push(
    setInterval(loadPositions, 5000),
    setInterval(loadBalances, 10_000),
    setInterval(loadPanel, 10_000),
    setInterval(loadOrders, 30_000),
    setInterval(loadPremium, 30_000),
  );
}

/** A page with an open socket cannot enter the back/forward cache. */
function sleep() {
  awake = false;
  for (const timer of timers.splice(0)) clearInterval(timer);
  for (const socket of [...sockets]) {
    sockets.delete(socket);
    socket.close();
  }
  bookSocket = null;
}

addEventListener('pagehide', sleep);
addEventListener('pageshow', wake);
