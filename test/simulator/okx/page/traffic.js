/** What the page asks for and listens to, and what it has heard. */
const store = {
  instId: location.pathname.split('/').filter(Boolean).pop().toUpperCase(),
  loggedIn: page.token === '' ? false : null,
  positions: new Map(),
  balances: new Map(),
  orders: new Map(),
  marks: new Map(),
};
localStorage.setItem('token', page.token);

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

const contractOf = instId => page.contracts.find(one => one.instId === instId);

async function call(path, body) {
  const query = `${path.includes('?') ? '&' : '?'}t=${Date.now()}`;
  try {
    const answer = await fetch(`/priapi/v5/${path}${query}`, {
      method: body ? 'POST' : 'GET',
      headers: {
        authorization: localStorage.getItem('token'),
        devid: '6b0f6d2e-7a35-4d1e-9a64-0c3c2c7b1f10',
        'x-utc': '0',
        ...(body ? { 'content-type': 'application/json' } : {}),
      },
      ...(body ? { body: JSON.stringify({ ...body, _feReq: true }) } : {}),
    });
    const said = await answer.json();
    if (answer.status === 401) {
      store.loggedIn = false;
      changed();
      return null;
    }
    return said;
  } catch {
    return null;
  }
}
const rows = answer => (answer && answer.code === '0' ? answer.data : null);

const keyOf = row => `${row.instId} ${row.mgnMode} ${row.posSide}`;
// The page knows of its own releases before anybody else does.
const sizeOf = row => Number(row.pos ?? row.posSz);

function takePositions(list, whole) {
  if (whole) store.positions.clear();
  for (const row of list) {
    if (sizeOf(row) === 0) store.positions.delete(keyOf(row));
    else store.positions.set(keyOf(row), row);
    store.marks.set(row.instId, Number(row.markPx));
  }
  changed();
}
function takeBalance([row], whole) {
  if (whole) store.balances.clear();
  for (const one of row.details) store.balances.set(one.ccy, one);
  changed();
}

async function load() {
  if (page.token === '') return;
  const [config, positions, balance, orders] = await Promise.all([
    call('account/config'),
    call('account/positions'),
    call('account/balance'),
    call('trade/orders-pending?instType=SWAP&ordType=limit,market,mmp'),
  ]);
  await call('trade/orders-algo-pending?ordType=conditional,oco');
  if (rows(config)) store.loggedIn = true;
  if (rows(positions)) takePositions(rows(positions), true);
  if (rows(balance)) takeBalance(rows(balance), true);
  for (const row of rows(orders) || []) store.orders.set(row.ordId, row);
  changed();
}

/** A socket that comes back by itself. */
function keepOpen(path, opened, heard) {
  let socket = null;
  let waiting = 500;
  const connect = () => {
    socket = new WebSocket(`wss://wspri.okx.com:8443/ws/v5/${path}`);
    const ping = setInterval(() => socket.readyState === 1 && socket.send('ping'), 10000);
    socket.onopen = () => {
      waiting = 500;
      opened(socket);
    };
    socket.onmessage = event => {
      if (event.data === 'pong') return;
      let frame = null;
      try {
        frame = JSON.parse(event.data);
      } catch {
        return;
      }
      if (frame) heard(frame, socket);
    };
    socket.onclose = () => {
      clearInterval(ping);
      setTimeout(connect, waiting);
      waiting = Math.min(8000, waiting * 2);
    };
  };
  connect();
  return said => socket?.readyState === 1 && socket.send(JSON.stringify(said));
}

const marksOf = () => {
  const ids = new Set([store.instId, ...[...store.positions.values()].map(row => row.instId)]);
  return [...ids].map(instId => ({ channel: 'mark-price', instId }));
};
let subscribed = '';
let sayPublic = () => {};
function listenToMarks(force) {
  const args = marksOf();
  const now = JSON.stringify(args);
  if (now === subscribed && !force) return;
  subscribed = now;
  sayPublic({ op: 'subscribe', args });
}

function listen() {
  sayPublic = keepOpen(
    'ipublic',
    () => listenToMarks(true),
    frame => {
      for (const row of frame.data || []) store.marks.set(row.instId, Number(row.markPx));
      changed();
    },
  );
  if (page.token === '') return;
  let before = false;
  keepOpen(
    'iprivate',
    socket => {
      socket.send(JSON.stringify({ op: 'login', args: [{ token: localStorage.getItem('token') }] }));
      // What was missed meanwhile is asked for.
      if (before) load();
      before = true;
    },
    (frame, socket) => {
      if (frame.event === 'login') {
        const args = [
          { channel: 'account' },
          { channel: 'positions', instType: 'ANY' },
          { channel: 'balance_and_position' },
          { channel: 'orders', instType: 'ANY' },
        ];
        socket.send(JSON.stringify({ op: 'subscribe', args }));
        return;
      }
      if (!frame.data) return;
      const first = frame.eventType === 'snapshot' && frame.curPage === 1;
      if (frame.arg.channel === 'positions') takePositions(frame.data, first);
      else if (frame.arg.channel === 'account') takeBalance(frame.data, first);
      else if (frame.arg.channel === 'orders') {
        for (const row of frame.data) {
          if (row.state === 'live') store.orders.set(row.ordId, row);
          else store.orders.delete(row.ordId);
        }
        changed();
      }
    },
  );
}
hearers.add(() => listenToMarks(false));
