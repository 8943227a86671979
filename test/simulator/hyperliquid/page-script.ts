/** The app itself: state, feed, and drawing. Runs in the page as one classic script (page-feed and page-form are its parts). */
import { regionScript } from '../page-regions';
import { feedScript } from './page-feed';
import { formScript } from './page-form';

const viewScript = String.raw`
const money = (value, places = 2) =>
  value === null || value === undefined || Number.isNaN(value) ? '--'
    : (value < 0 ? '-$' : '$') + Math.abs(value).toLocaleString('en-US', { minimumFractionDigits: places, maximumFractionDigits: places });
const grouped = text => {
  const [whole, fraction] = String(text).split('.');
  const left = whole.replace(/\B(?=(\d{3})+(?!\d))/g, ',');
  return fraction === undefined || fraction === '0' ? left : left + '.' + fraction;
};
const percent = (value, places = 2) => (value >= 0 ? '+' : '') + (100 * value).toFixed(places) + '%';
const tone = value => (value >= 0 ? N.up : N.down);
const pair = (label, value, className) => h('div', { class: N.pair }, h('span', {}, label), h('span', { class: className }, value));
const bare = coin => coin.replace(/^.*:/, '');

function positions() {
  return [...store.dexStates.values()].flatMap(state => state.assetPositions.map(({ position }) => position));
}
const positionOf = coin => positions().find(p => p.coin === coin);
const sizeOf = p => Number(p.szi === undefined ? p.signedSz : p.szi);

function header() {
  const link = (label, path) => h('a', { class: location.pathname.startsWith(path) ? N.on : '', href: path, onclick: event => { event.preventDefault(); go(path === '/trade' ? '/trade/' + store.coin : path); } }, label);
  const logo = h('svg', { viewBox: '0 0 24 24', 'aria-hidden': 'true' }, h('path', { d: 'M12 3c-3 4-6 0-9 5-2 4 0 9 4 9 3 0 3-3 5-3s2 3 5 3c4 0 6-5 4-9-3-5-6-1-9-5z' }));
  const menu = store.menu === 'wallet' && h('div', { class: N.menu + ' ' + N.walletMenu },
    data.accounts.map(account => h('button', { onclick: () => connect(account.name) }, account.name + '  ' + shortened(account.address))),
    store.account && h('button', { onclick: () => connect(null) }, 'Disconnect'));
  return [
    h('div', { class: N.brand }, logo, 'Hyperliquid'),
    h('nav', { class: N.nav }, link('Trade', '/trade'), link('Portfolio', '/portfolio'), link('Vaults', '/vaults'), link('Leaderboard', '/leaderboard')),
    h('div', { class: N.wallet }, h('button', { onclick: () => { store.menu = store.menu === 'wallet' ? null : 'wallet'; redraw('header'); } },
      store.account ? shortened(store.account.address) : 'Connect'), menu),
  ];
}
const shortened = address => address.slice(0, 6) + '…' + address.slice(-4);

function ticker() {
  const ctx = store.ctx.get(store.coin);
  const asset = store.assets.get(store.coin);
  const stat = (label, value, className) => h('div', { class: N.stat }, h('span', {}, label), h('b', { class: className }, value));
  const change = ctx ? Number(ctx.markPx) - Number(ctx.prevDayPx) : 0;
  const others = ['BTC', 'ETH', 'SOL', 'HYPE', 'DOGE', 'xyz:TSLA'];
  return [
    h('div', { class: N.symbol }, h('span', { class: N.coin }, bare(store.coin)[0]), bare(store.coin) + '-USDC',
      asset && h('span', { class: N.badge }, asset.maxLeverage + 'x'), store.coin.includes(':') && h('span', { class: N.badge }, store.coin.split(':')[0])),
    ctx && [
      stat('Mark', grouped(ctx.markPx)), stat('Oracle', grouped(ctx.oraclePx)),
      stat('24h Change', (change >= 0 ? '+' : '') + grouped(change.toFixed(Math.max(2, (ctx.markPx.split('.')[1] || '').length))) + ' / ' + percent(change / Number(ctx.prevDayPx)), tone(change)),
      stat('24h Volume', money(Number(ctx.dayNtlVlm), 0)), stat('Funding', (100 * Number(ctx.funding)).toFixed(4) + '%', N.up),
    ],
    h('div', { class: N.symbols }, others.map(coin => h('button', { class: coin === store.coin ? N.on : '', onclick: () => go('/trade/' + coin) }, bare(coin)))),
  ];
}

function accountCard() {
  if (!store.account) return h('span', { class: N.dim }, 'Connect a wallet to trade.');
  const all = [...store.dexStates.values()];
  const sum = pick => all.reduce((total, state) => total + Number(pick(state)), 0);
  const profit = positions().reduce((total, p) => total + Number(p.unrealizedPnl), 0);
  const maintenance = sum(s => s.crossMaintenanceMarginUsed);
  const usdc = store.spot && store.spot.balances.find(b => b.token === 0);
  const available = store.spot && store.spot.tokenToAvailableAfterMaintenance;
  const value = available ? store.spot.balances.filter(b => available.some(([token]) => token === b.token)).reduce((total, b) => total + Number(b.total), 0) : sum(s => s.marginSummary.accountValue);
  const cross = sum(s => s.crossMarginSummary.accountValue);
  // Of each collateral token; the worst counts.
  const ratioOf = ([token, left]) => {
    const need = [...store.dexStates].reduce((total, [dex, state]) => total + (store.collateral.get(dex) === token ? Number(state.crossMaintenanceMarginUsed) : 0), 0);
    return need > 0 ? need / (need + Number(left)) : 0;
  };
  const ratio = available ? Math.max(...available.map(ratioOf)) : cross > 0 ? maintenance / cross : 0;
  const notional = sum(s => s.marginSummary.totalNtlPos);
  return [
    h('h3', {}, 'Account Equity'),
    pair(available ? 'Unified Account Value' : 'Perps', money(value)),
    !available && pair('Spot', money(usdc ? Number(usdc.total) : 0)),
    h('h3', {}, 'Perps Overview'),
    pair('Unrealized PNL', money(profit), tone(profit)),
    pair(available ? 'Unified Account Ratio' : 'Cross Margin Ratio', (100 * ratio).toFixed(2) + '%', ratio < 0.8 ? N.up : N.down),
    pair('Maintenance Margin', money(maintenance)),
    pair('Account Leverage', (value > 0 ? notional / value : 0).toFixed(2) + 'x'),
  ];
}

function bottom() {
  const rows = positions();
  const tab = (name, count) => h('button', { class: store.tab === name ? N.on : '', onclick: () => { store.tab = name; redraw('bottom'); } }, count === undefined ? name : name + ' (' + count + ')');
  const head = names => h('thead', {}, h('tr', {}, names.map(name => h('th', {}, name))));
  const orders = store.orders;
  const tables = {
    Balances: () => h('table', { class: N.table }, head(['Coin', 'Total Balance', 'Available Balance']),
      h('tbody', {}, (store.spot ? store.spot.balances : []).map(b => h('tr', {}, h('td', {}, b.coin), h('td', {}, grouped(b.total)), h('td', {}, grouped((Number(b.total) - Number(b.hold)).toFixed(2))))))),
    Positions: () => h('table', { class: N.table }, head(['Coin', 'Size', 'Position Value', 'Entry Price', 'Mark Price', 'PNL (ROE %)', 'Liq. Price', 'Margin', '']),
      h('tbody', {}, rows.map(p => {
        const size = sizeOf(p), profit = Number(p.unrealizedPnl), ctx = store.ctx.get(p.coin);
        return h('tr', {},
          h('td', {}, h('a', { onclick: () => go('/trade/' + p.coin) }, h('b', { class: tone(size) }, bare(p.coin))), h('em', {}, p.leverage.value + 'x')),
          h('td', { class: tone(size) }, grouped(Math.abs(size)) + ' ' + bare(p.coin)), h('td', {}, money(Number(p.positionValue))), h('td', {}, grouped(p.entryPx)),
          h('td', {}, ctx ? grouped(ctx.markPx) : '--'), h('td', { class: tone(profit) }, (profit >= 0 ? '+' : '') + money(profit) + ' (' + percent(Number(p.returnOnEquity), 1) + ')'),
          h('td', {}, p.liquidationPx === null ? 'N/A' : grouped(Number(p.liquidationPx).toPrecision(6).replace(/\.?0+$/, ''))),
          h('td', {}, money(Number(p.marginUsed)) + ' (' + (p.leverage.type === 'cross' ? 'Cross' : 'Isolated') + ')'),
          h('td', {}, h('a', { onclick: () => placeOrder({ coin: p.coin, buy: size < 0, size: String(Math.abs(size)), price: null, reduceOnly: true }) }, 'Market')));
      }))),
    'Open Orders': () => h('table', { class: N.table }, head(['Time', 'Type', 'Coin', 'Direction', 'Size', 'Price', 'Reduce Only', 'Trigger Conditions', '']),
      h('tbody', {}, orders.map(o => h('tr', {}, h('td', {}, new Date(o.timestamp).toISOString().slice(5, 19).replace('T', ' ')), h('td', {}, o.orderType), h('td', {}, bare(o.coin)),
        h('td', { class: o.side === 'B' ? N.up : N.down }, (o.reduceOnly ? 'Close ' : '') + ((o.side === 'B') !== o.reduceOnly ? 'Long' : 'Short')), h('td', {}, o.sz === '0.0' ? '--' : grouped(o.sz)),
        h('td', {}, o.isTrigger ? 'Market' : grouped(o.limitPx)), h('td', {}, o.reduceOnly ? 'Yes' : 'No'), h('td', {}, o.triggerCondition), h('td', {}, h('a', { onclick: () => cancelOrder(o) }, 'Cancel')))))),
    'Trade History': () => h('table', { class: N.table }, head(['Time', 'Coin', 'Direction', 'Price', 'Size', 'Fee', 'Closed PNL']),
      h('tbody', {}, store.fills.map(f => h('tr', {}, h('td', {}, new Date(f.time).toISOString().slice(5, 19).replace('T', ' ')), h('td', {}, bare(f.coin)), h('td', {}, f.dir), h('td', {}, grouped(f.px)), h('td', {}, grouped(f.sz)), h('td', {}, money(Number(f.fee))), h('td', {}, money(Number(f.closedPnl))))))),
  };
  return [h('div', { class: N.tabs }, tab('Balances'), tab('Positions', rows.length), tab('Open Orders', orders.length), tab('Trade History')), tables[store.tab]()];
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
  const trading = location.pathname.startsWith('/trade/');
  const view = trading ? tradingView() : h('main', { class: N.plainPage }, h('h1', {}, location.pathname.slice(1, 2).toUpperCase() + location.pathname.slice(2)), h('p', { class: N.dim }, 'Nothing to trade on this page.'));
  root.replaceChildren(h('div', { class: N.app }, region('header', N.header, header), view));
  for (const { node, draw } of Object.values(regions)) if (node.isConnected) draw();
  if (trading) mountMarket();
}

function tradingView() {
  return h('main', { class: N.trade },
    region('ticker', N.panel + ' ' + N.ticker, ticker),
    h('section', { class: N.panel + ' ' + N.chart }, h('div', { class: N.chartBar }, h('span', {}, '5m'), h('b', {}, '1h'), h('span', {}, '4h'), h('span', {}, '1d'), h('span', {}, 'Indicators')), h('div', { class: N.canvas, id: 'chart' })),
    h('section', { class: N.panel + ' ' + N.book }, h('div', { class: N.tabs }, h('button', { class: N.on }, 'Order Book'), h('button', {}, 'Trades')),
      h('div', { class: N.bookHead }, h('span', {}, 'Price'), h('span', {}, 'Size (' + bare(store.coin) + ')'), h('span', {}, 'Total')), h('div', { class: N.bookRows, id: 'book' })),
    h('aside', { class: N.side }, region('form', N.panel + ' ' + N.form, orderForm), region('account', N.panel + ' ' + N.account, accountCard)),
    region('bottom', N.panel + ' ' + N.bottom, bottom));
}

/** Chart and book of the coin that is shown. */
function mountMarket() {
  leave();
  const { coin } = store;
  const css = getComputedStyle(document.documentElement);
  const colour = name => css.getPropertyValue('--' + name).trim();
  const places = () => ((store.ctx.get(coin) || { markPx: '1.00' }).markPx.replace(/\.0$/, '').split('.')[1] || '').length;
  stopBook = mountBook(document.getElementById('book'), {
    mid: () => Number((store.ctx.get(coin) || {}).midPx), tick: 10 ** -places(), decimals: places(), names: N, levels: 13,
    sizeDecimals: Math.min(4, (store.assets.get(coin) || { szDecimals: 2 }).szDecimals),
  });
  const mine = (chart = mountChart(document.getElementById('chart'), { rising: colour('up'), falling: colour('down'), grid: colour('line'), text: colour('faint'), decimals: places() }));
  const now = Date.now();
  info({ type: 'candleSnapshot', req: { coin, interval: '1h', startTime: now - 200 * 3600000, endTime: now } }).then(rows => {
    if (chart === mine && Array.isArray(rows)) mine.bars(rows.map(b => ({ open: Number(b.o), high: Number(b.h), low: Number(b.l), close: Number(b.c), volume: Number(b.v), at: b.t })));
  }, () => {});
}

/** Soft navigation: the address changes, the document does not. */
function go(path) {
  history.pushState(null, '', path + location.search);
  arrive();
}
function arrive() {
  const coin = coinOfPath();
  const stays = coin !== null && document.getElementById('book');
  if (coin !== null && coin !== store.coin) {
    store.coin = coin;
    store.assetData = null;
    store.form = freshForm();
  }
  document.title = coin ? bare(coin) + ' | Hyperliquid' : 'Hyperliquid';
  resubscribe();
  if (!stays) return mount();
  redraw('header', 'ticker', 'form', 'bottom');
  mountMarket();
}
addEventListener('popstate', arrive);

function onMarket() {
  const ctx = store.ctx.get(store.coin);
  if (chart && ctx) chart.price(Number(ctx.markPx));
  redraw('ticker', 'bottom');
  formSummary();
}

let session = null;
function openSession() {
  session = new EventSource('/session');
  session.onmessage = event => {
    const { loggedOut } = JSON.parse(event.data);
    if (loggedOut && store.account) connect(null);
  };
}
// Without open connections the page may rest in the back/forward cache, and takes up where it was.
addEventListener('pagehide', () => { session.close(); hangUp(); });
addEventListener('pageshow', event => { if (event.persisted) { openSession(); dial(); } });

openSession();
mount();
start();
`;

export const script = feedScript + formScript + regionScript + viewScript;
