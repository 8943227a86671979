/** The frame of the page: head, chart, order book; moving from contract to contract without loading anew. */
const bar = h('div', { class: 'ticker' });
const nav = h('nav', { class: 'symbols' });
const chartBox = h('div', { class: 'chart' });
const bookBox = h('div', { class: 'book' });
const dark = document.documentElement.dataset.theme === 'dark';

function drawBar() {
  const { decimals } = contractOf(store.instId);
  const mark = markOf(store.instId);
  const text = mark > 0 ? plain(mark, decimals) : '--';
  bar.replaceChildren(
    h('h1', { class: 'ticker-title' }, store.instId.replace(/-/g, '').replace('SWAP', ' Perpetual')),
    h('b', { class: 'last rise' }, text),
    h('div', {}, h('span', {}, word('mark')), h('b', {}, text)),
  );
  document.title = `${text} | ${store.instId} | Simulated OKX`;
}

let chart = null;
let stopBook = () => {};
async function mountMarket() {
  const { instId } = store;
  const { decimals, tick } = contractOf(instId);
  chart?.stop();
  stopBook();
  chart = mountChart(chartBox, {
    rising: '#25a750',
    falling: '#ca3f64',
    grid: dark ? '#1d1d1f' : '#efefef',
    text: dark ? '#909090' : '#6e6e6e',
    decimals,
  });
  stopBook = mountBook(bookBox, {
    mid: () => markOf(store.instId) + Number(tick) / 2,
    tick: Number(tick),
    decimals,
    sizeDecimals: 2,
    names: {
      row: 'book-row',
      ask: 'ask',
      bid: 'bid',
      price: 'px',
      size: 'sz',
      total: 'sum',
      bar: 'fill',
      spread: 'spread',
    },
    levels: 12,
  });
  const answer = rows(await call(`market/candles?instId=${instId}&bar=1H&limit=240`));
  if (!answer || instId !== store.instId) return;
  chart.bars(
    answer
      .map(([at, open, high, low, close, volume]) => ({
        at: Number(at),
        open: Number(open),
        high: Number(high),
        low: Number(low),
        close: Number(close),
        volume: Number(volume),
      }))
      .reverse(),
  );
}

const hrefOf = instId =>
  `${page.locale ? `/${page.locale}` : ''}/trade-swap/${instId.toLowerCase()}${location.search}`;

/** Soft navigation: the address changes, the page stays. */
function go(event, instId) {
  event.preventDefault();
  if (instId === store.instId) return;
  history.pushState({}, '', hrefOf(instId));
  show(instId);
}

function show(instId) {
  store.instId = instId;
  Object.assign(form, { price: '', trigger: '', amount: '', reduceOnly: false });
  drawNav();
  mountForm();
  mountMarket();
  listenToMarks(false);
  drawBar();
}

function drawNav() {
  const near = ['BTC', 'ETH', 'SOL', 'XRP', 'DOGE', 'LINK'].map(coin => `${coin}-USDT-SWAP`);
  const shown = near.includes(store.instId) ? near : [...near, store.instId];
  nav.replaceChildren(
    ...[...shown, 'BTC-USD-SWAP']
      .filter((one, k, all) => all.indexOf(one) === k)
      .map(instId =>
        h(
          'a',
          {
            href: hrefOf(instId),
            class: instId === store.instId ? 'active' : '',
            onclick: event => go(event, instId),
          },
          instId,
        ),
      ),
  );
}

addEventListener('popstate', () => show(location.pathname.split('/').filter(Boolean).pop().toUpperCase()));

const shell = h(
  'div',
  { class: 'shell' },
  h('header', {}, h('b', { class: 'brand' }, 'OKX'), nav),
  bar,
  h('main', {}, chartBox, bookBox),
  h('section', { class: 'bottom' }, tableTabs, tableBox),
  h('aside', { class: 'order-side' }, formBox),
  toasts,
);

hearers.add(() => {
  drawBar();
  const mark = markOf(store.instId);
  if (mark > 0) chart?.price(mark);
});

// As served pages do: first an empty frame, then, when the script has settled, the page in its place.
document.getElementById('root').replaceChildren(h('div', { class: 'skeleton' }));
setTimeout(() => {
  drawNav();
  mountForm();
  drawTables();
  document.getElementById('root').replaceChildren(shell);
  drawBar();
  mountMarket();
  listen();
  load();
}, 60);
