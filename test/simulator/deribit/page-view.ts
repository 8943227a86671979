/** Drawing and soft navigation; the last part of the page's one script. */
export const viewScript = `
const number = (value, places) => (value === undefined || value === null || Number.isNaN(value) ? '--' : Number(value).toLocaleString('en-US', { minimumFractionDigits: places, maximumFractionDigits: places }));
const tone = value => (value >= 0 ? N.up : N.down);
const pair = (label, value, className) => h('div', { class: N.pair }, h('span', {}, label), h('span', { class: className }, value));

function header() {
  const link = (label, path) => h('a', { class: location.pathname.startsWith(path) ? N.on : '', href: path, onclick: event => { event.preventDefault(); go(path === '/futures' ? '/futures/' + store.symbol : path); } }, label);
  const menu = store.menu === 'account' && h('div', { class: N.menu },
    data.accounts.map(account => h('button', { onclick: () => connect(account.name) }, account.name)), store.account && h('button', { onclick: () => connect(null) }, 'Log out'));
  return [
    h('div', { class: N.brand }, h('b', {}, 'Deribit')),
    h('nav', { class: N.nav }, link('Futures', '/futures'), link('Options', '/options/BTC'), link('Spot', '/spot/BTC_USDC')),
    h('button', { class: N.wallet, onclick: () => { store.menu = store.menu ? null : 'account'; redraw('header'); } }, store.account || 'Log in', menu),
  ];
}

function tickerView() {
  const t = store.tickers.get(store.symbol) || { stats: {} };
  const stat = (label, value, className) => h('div', { class: N.stat }, h('span', {}, label), h('div', { class: className }, value));
  const names = [...new Set(['BTC-PERPETUAL', 'ETH-PERPETUAL', 'SOL_USDC-PERPETUAL', ...store.positions.keys()])].filter(name => store.instruments.has(name));
  return [
    h('div', { class: N.symbol }, store.symbol),
    stat('Mark', number(t.mark_price, 2)), stat('Index', number(t.index_price, 2)), stat('24h', number(t.stats.price_change, 2) + '%', tone(t.stats.price_change)), stat('Funding / 8h', number(100 * t.funding_8h, 4) + '%'),
    h('div', { class: N.symbols }, names.map(name => h('button', { class: name === store.symbol ? N.on : '', onclick: () => go('/futures/' + name) }, name))),
  ];
}

function accountCard() {
  if (!store.account) return h('span', { class: N.dim }, 'Log in to trade.');
  return [...store.summaries.values()].flatMap(row => {
    const used = row.margin_balance > 0 ? (100 * row.maintenance_margin) / row.margin_balance : 0;
    const places = row.currency === 'BTC' || row.currency === 'ETH' ? 4 : 2;
    return [h('h3', {}, row.currency + '  ' + row.margin_model), pair('Equity', number(row.equity, places)), pair('Margin balance', number(row.margin_balance, places)), pair('Maintenance margin', number(used, 1) + '%', used < 80 ? N.up : N.down)];
  });
}

function bottom() {
  const held = [...store.positions.values()].filter(p => p.size !== 0);
  const orders = [...store.orders.values()];
  const tab = (name, count) => h('button', { class: store.tab === name ? N.on : '', onclick: () => { store.tab = name; redraw('bottom'); } }, name + ' (' + count + ')');
  const head = names => h('thead', {}, h('tr', {}, names.map(name => h('th', {}, name))));
  const settle = p => (store.instruments.get(p.instrument_name) || {}).settlement_currency || 'BTC';
  const tables = {
    Positions: () => h('table', { class: N.table }, head(['Instrument', 'Size', 'Avg. Price', 'Mark Price', 'Est. Liq. Price', 'PNL', '']),
      h('tbody', {}, held.map(p => h('tr', {},
        h('td', {}, h('a', { onclick: () => p.kind === 'future' && go('/futures/' + p.instrument_name) }, p.instrument_name)), h('td', { class: tone(p.size) }, number(p.size, p.kind === 'option' || p.instrument_name.includes('_') ? 3 : 0)),
        h('td', {}, number(p.average_price, 4)), h('td', {}, number(markOf(p.instrument_name) || p.mark_price, 4)), h('td', {}, p.estimated_liquidation_price ? number(p.estimated_liquidation_price, 2) : '-'),
        h('td', { class: tone(p.total_profit_loss) }, number(p.total_profit_loss, 6) + ' ' + settle(p)),
        h('td', {}, p.kind === 'future' && h('a', { onclick: () => placeOrder({ symbol: p.instrument_name, buy: p.size < 0, amount: Math.abs(p.size), price: null, reduceOnly: true }) }, 'Close')))))),
    'Open Orders': () => h('table', { class: N.table }, head(['Instrument', 'Side', 'Amount', 'Price', 'Trigger', 'Type', '']),
      h('tbody', {}, orders.map(o => h('tr', {}, h('td', {}, o.instrument_name), h('td', { class: o.direction === 'buy' ? N.up : N.down }, o.direction), h('td', {}, number(o.amount, 0)), h('td', {}, String(o.price)), h('td', {}, o.trigger_price ? String(o.trigger_price) : '-'), h('td', {}, o.order_type), h('td', {}, h('a', { onclick: () => cancelOrder(o) }, 'Cancel')))))),
  };
  return [h('div', { class: N.tabs }, tab('Positions', held.length), tab('Open Orders', orders.length)), (tables[store.tab] || tables.Positions)()];
}

function toast(text, bad) {
  const node = h('div', { class: N.toast + (bad ? ' ' + N.bad : ''), role: 'status' }, text);
  document.body.append(node);
  setTimeout(() => node.remove(), 4000);
}

let chart = null;
let stopBook = null;
function leave() {
  if (stopBook) stopBook();
  if (chart) chart.stop();
  stopBook = chart = null;
}
/** The whole page anew: after navigation between kinds of pages. */
function mount() {
  leave();
  const trading = location.pathname.startsWith('/futures/');
  const view = trading ? h('main', { class: N.trade },
    region('ticker', N.panel + ' ' + N.ticker, tickerView),
    h('section', { class: N.panel + ' ' + N.chart }, h('div', { class: N.canvas, id: 'chart' })),
    h('section', { class: N.panel + ' ' + N.book }, h('div', { class: N.bookRows, id: 'book' })),
    h('aside', { class: N.side }, region('form', N.panel + ' ' + N.form, orderForm), region('account', N.panel + ' ' + N.account, accountCard)),
    region('bottom', N.panel + ' ' + N.bottom, bottom)) : h('main', { class: N.plainPage }, h('h1', {}, location.pathname.split('/')[1]), h('p', { class: N.dim }, 'No futures on this page.'));
  root.replaceChildren(h('div', { class: N.app }, region('header', N.header, header), view));
  for (const { node, draw } of Object.values(regions)) if (node.isConnected) draw();
  if (trading) mountMarket();
}
function mountMarket() {
  if (!document.getElementById('book') || !instrument()) return;
  leave();
  const { symbol } = store;
  const css = getComputedStyle(document.documentElement);
  const colour = name => css.getPropertyValue('--' + name).trim();
  const tick = instrument().tick_size;
  const decimals = (String(tick).split('.')[1] || '').length;
  stopBook = mountBook(document.getElementById('book'), { mid: () => markOf(symbol), tick, decimals, names: N, levels: 13, sizeDecimals: 0 });
  const mine = (chart = mountChart(document.getElementById('chart'), { rising: colour('up'), falling: colour('down'), grid: colour('line'), text: colour('faint'), decimals }));
  const now = Date.now();
  rpc('public/get_tradingview_chart_data', { instrument_name: symbol, start_timestamp: now - 200 * 3600000, end_timestamp: now, resolution: '60' }).then(rows => {
    if (chart === mine) mine.bars(rows.ticks.map((at, k) => ({ at, open: rows.open[k], high: rows.high[k], low: rows.low[k], close: rows.close[k], volume: rows.volume[k] })));
  }, () => {});
}

/** Soft navigation: the address changes, the document does not. */
function go(path) {
  history.pushState(null, '', path + location.search);
  arrive();
}
function arrive() {
  const symbol = symbolOfPath();
  const stays = symbol !== null && document.getElementById('book');
  if (symbol !== null && symbol !== store.symbol) Object.assign(store, { symbol, form: freshForm() });
  document.title = symbol ? symbol + ' | Deribit' : 'Deribit';
  resubscribe();
  if (!stays) return mount();
  redraw('header', 'ticker', 'form', 'bottom');
  mountMarket();
}
addEventListener('popstate', arrive);
function onMarket() {
  const mark = markOf(store.symbol);
  if (chart && mark) chart.price(mark);
  redraw('ticker', 'bottom');
  formSummary();
}

let session = null;
function openSession() {
  session = new EventSource('/session');
  session.onmessage = event => {
    if (JSON.parse(event.data).loggedOut && store.account) connect(null);
  };
}
// Without open connections the page may rest in the back/forward cache, and takes up where it was.
addEventListener('pagehide', () => { session.close(); hangUp(); });
addEventListener('pageshow', event => { if (event.persisted) { openSession(); dial(); } });

openSession();
mount();
dial();
`;
