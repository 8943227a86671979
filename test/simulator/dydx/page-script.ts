/** The app itself: the form with its ids, the tables, drawing. Runs in the page as one classic script. */
import { regionScript } from '../page-regions';
import { feedScript } from './page-feed';

const formScript = String.raw`
/** A pair of toggles as Radix makes them. */
const toggles = (entries, chosen, choose) => h('div', { role: 'radiogroup', class: N.toggle }, entries.map(([key, label, className]) =>
  h('button', { type: 'button', role: 'radio', class: className, 'aria-checked': String(key === chosen), 'data-state': key === chosen ? 'on' : 'off', onclick: () => choose(key) }, label)));

let summary = null;
function orderForm() {
  const { form } = store;
  const set = part => { Object.assign(form, part); redraw('form'); };
  const focused = document.activeElement && document.activeElement.id;
  if (focused && regions.form.node.contains(document.activeElement)) queueMicrotask(() => { const again = document.getElementById(focused); if (again) again.focus({ preventScroll: true }); });
  const field = (id, label, key, ...beside) => h('div', { class: N.field }, h('label', { for: id }, label),
    h('input', { id, type: 'text', inputmode: 'decimal', autocomplete: 'off', placeholder: '0', value: form[key], oninput: event => { if (/^\d*\.?\d*$/.test(event.target.value)) { form[key] = event.target.value; fillSummary(); } else event.target.value = form[key]; } }), beside);
  summary = h('div', {});
  const nodes = [
    h('div', { class: N.modes },
      h('button', { type: 'button', onclick: () => { store.mode = store.mode === 'cross' ? 'isolated' : 'cross'; select(); redraw('form'); } }, store.mode === 'cross' ? 'Cross' : 'Isolated'),
      h('button', { type: 'button', onclick: () => { store.leverage = store.leverage === 10 ? 5 : 10; redraw('form'); } }, store.leverage + '×')),
    toggles([['limit', 'Limit'], ['market', 'Market'], ['stop', 'Stop Limit']], form.type, type => set({ type, price: type !== 'market' && !form.price ? priceText() : form.price })),
    toggles([['buy', 'Buy', N.buy], ['sell', 'Sell', N.sell]], form.buy ? 'buy' : 'sell', side => set({ buy: side === 'buy' })),
    field('trade-amount', 'Amount', 'size', h('button', { type: 'button', onclick: () => set({ unit: form.unit === 'coin' ? 'usd' : 'coin', size: '' }) }, form.unit === 'coin' ? base(store.market) : 'USD')),
    form.type === 'stop' && field('price.triggerPrice', 'Trigger Price', 'trigger', h('em', {}, 'USD')),
    form.type !== 'market' && field('price.limitPrice', 'Limit Price', 'price', h('em', {}, 'USD')),
    h('div', { class: N.check }, h('button', { type: 'button', role: 'checkbox', id: 'reduce-only', 'aria-checked': String(form.reduceOnly), 'data-state': form.reduceOnly ? 'checked' : 'unchecked', onclick: () => set({ reduceOnly: !form.reduceOnly }) }), h('label', { for: 'reduce-only' }, 'Reduce-Only')),
    h('button', { type: 'button', class: N.submit, disabled: store.busy || !store.account, onclick: submit }, store.account ? 'Place ' + { limit: 'Limit', market: 'Market', stop: 'Stop Limit' }[form.type] + ' Order' : 'Connect wallet'),
    summary,
  ].filter(Boolean);
  fillSummary();
  return nodes;
}
const priceText = () => (store.markets[store.market] || { oraclePrice: '' }).oraclePrice;
function coins() {
  const market = store.markets[store.market];
  const typed = Number(store.form.size);
  const price = store.form.type === 'limit' ? Number(store.form.price) : Number(priceText());
  if (!market || !(typed > 0) || !(price > 0)) return null;
  const step = Number(market.stepSize);
  const size = Math.floor((store.form.unit === 'coin' ? typed : typed / price) / step + 1e-9) * step;
  return size > 0 ? size.toFixed((market.stepSize.split('.')[1] || '').length) : null;
}
function fillSummary() {
  if (!summary) return;
  const size = coins();
  const pair = (label, value) => h('div', { class: N.pair }, h('span', {}, label), h('b', {}, value));
  summary.replaceChildren(pair('Expected Price', priceText() || '--'), pair('Amount', size === null ? '--' : size + ' ' + base(store.market)), pair('Fee', '0.05%'));
}
function submit() {
  const { form } = store;
  const size = coins();
  if (size === null || form.type === 'stop') return toast('Enter an amount');
  place({ symbol: store.market, side: form.buy ? 'buy' : 'sell', size, price: form.type === 'limit' ? form.price : null, reduceOnly: form.reduceOnly, leverage: store.leverage, marginMode: store.mode });
}
`;

const viewScript = `
const short = account => account.address.slice(0, 8) + '…' + account.address.slice(-4);
const number = (value, places = 2) => value.toLocaleString('en-US', { minimumFractionDigits: places, maximumFractionDigits: places });

function header() {
  const link = (label, path) => h('a', { class: location.pathname.startsWith(path) ? N.on : '', href: path, onclick: event => { event.preventDefault(); go(path === '/trade' ? '/trade/' + store.market : path); } }, label);
  return [
    h('div', { class: N.brand }, 'dYdX'),
    h('nav', { class: N.nav }, link('Trade', '/trade'), link('Portfolio', '/portfolio'), link('Markets', '/markets')),
    h('div', { class: N.wallet }, h('button', { type: 'button', onclick: () => { store.menu = !store.menu; redraw('header'); } }, store.account ? short(store.account) : 'Connect wallet'),
      store.menu && h('div', { class: N.menu }, data.accounts.map(account => h('button', { type: 'button', onclick: () => connect(account.name) }, account.name + '  ' + short(account))), store.account && h('button', { type: 'button', onclick: () => connect(null) }, 'Disconnect'))),
  ];
}
function ticker() {
  const market = store.markets[store.market];
  return [
    h('b', {}, store.market),
    market && [h('div', {}, h('span', {}, 'Oracle Price'), h('b', {}, market.oraclePrice)), h('div', {}, h('span', {}, 'Open Interest'), market.openInterest)],
    h('div', { class: N.symbols }, ['BTC-USD', 'ETH-USD', 'SOL-USD', 'WIF-USD', 'ENA-USD'].map(each => h('button', { type: 'button', class: each === store.market ? N.on : '', onclick: () => go('/trade/' + each) }, base(each)))),
  ];
}
function bottom() {
  const rows = Object.entries(store.subs).flatMap(([key, own]) => Object.entries(own.positions).map(([market, position]) => ({ market, mode: Number(key) < 128 ? 'Cross' : 'Isolated', ...position })));
  const cells = row => {
    const market = store.markets[row.market];
    const profit = market ? row.size * (Number(market.oraclePrice) - row.entry) : null;
    return [row.market, (row.size < 0 ? 'Short' : 'Long') + ' ' + row.mode, Math.abs(row.size) + ' ' + base(row.market), number(row.entry, 4), market ? market.oraclePrice : '--', profit === null ? '--' : number(profit)];
  };
  return h('table', { class: N.table }, h('thead', {}, h('tr', {}, ['Market', 'Side', 'Size', 'Avg. Open', 'Oracle', 'Unrealized P&L'].map(name => h('th', {}, name)))),
    h('tbody', {}, rows.map(row => h('tr', {}, cells(row).map((text, k) => h('td', { class: k === 1 ? (row.size < 0 ? N.down : N.up) : '' }, text))))));
}
function toast(text) {
  const node = h('div', { class: N.toast, role: 'status' }, text);
  document.body.append(node);
  setTimeout(() => node.remove(), 4000);
}

let chart = null;
let stopBook = null;
function leave() { if (stopBook) stopBook(); if (chart) chart.stop(); stopBook = chart = null; }
function mount() {
  leave();
  const trading = location.pathname.startsWith('/trade/');
  const view = trading
    ? h('main', { class: N.trade }, region('form', N.panel + ' ' + N.form, orderForm), region('ticker', N.panel + ' ' + N.ticker, ticker), h('section', { class: N.panel + ' ' + N.chart, id: 'chart' }), h('section', { class: N.panel + ' ' + N.book, id: 'book' }), region('bottom', N.panel + ' ' + N.bottom, bottom))
    : h('main', { class: N.plainPage }, h('h1', {}, location.pathname.slice(1)), h('p', {}, 'Nothing to trade on this page.'));
  root.replaceChildren(h('div', { class: N.app }, region('header', N.header, header), view));
  for (const { node, draw } of Object.values(regions)) if (node.isConnected) draw();
  if (trading) mountMarket();
}
function mountMarket() {
  leave();
  const ticker = store.market;
  const market = store.markets[ticker];
  if (!market) return;
  const decimals = (market.tickSize.split('.')[1] || '').length;
  const css = getComputedStyle(document.documentElement);
  const colour = name => css.getPropertyValue('--' + name).trim();
  stopBook = mountBook(document.getElementById('book'), { mid: () => Number((store.markets[ticker] || {}).oraclePrice), tick: Number(market.tickSize), decimals, sizeDecimals: (market.stepSize.split('.')[1] || '').length, names: N, levels: 12 });
  const mine = (chart = mountChart(document.getElementById('chart'), { rising: colour('up'), falling: colour('down'), grid: colour('line'), text: colour('faint'), decimals }));
  get('/candles/perpetualMarkets/' + ticker + '?resolution=1HOUR&limit=200').then(({ candles }) => {
    if (chart === mine) mine.bars(candles.reverse().map(b => ({ open: Number(b.open), high: Number(b.high), low: Number(b.low), close: Number(b.close), volume: Number(b.baseTokenVolume), at: Date.parse(b.startedAt) })));
  }, () => {});
}
/** Soft navigation: the address changes, the document does not. */
function go(path) { history.pushState(null, '', path + location.search); arrive(); }
function arrive() {
  const market = marketOfPath();
  const stays = market !== null && document.getElementById('book');
  if (market !== null && market !== store.market) { store.market = market; store.form = freshForm(); select(); }
  document.title = (market ? base(market) + ' | ' : '') + 'dYdX';
  resubscribe();
  if (!stays) return mount();
  redraw('header', 'ticker', 'form', 'bottom');
  mountMarket();
}
addEventListener('popstate', arrive);
function onMarket() {
  const market = store.markets[store.market];
  if (chart && market) chart.price(Number(market.oraclePrice));
  redraw('ticker', 'bottom');
  fillSummary();
}
let session = null;
function openSession() {
  session = new EventSource('/session');
  session.onmessage = event => { if (JSON.parse(event.data).loggedOut && store.account) connect(null); };
}
addEventListener('pagehide', () => { session.close(); hangUp(); });
addEventListener('pageshow', event => { if (event.persisted) { openSession(); dial(); } });
openSession();
mount();
dial();
`;

export const script = feedScript + formScript + regionScript + viewScript;
