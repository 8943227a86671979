/** The frame of the page: head, chart, order book; moving from symbol to symbol without loading anew. */
const bar = h('div', { class: 'symbol-bar' });
const nav = h('nav', { class: 'symbols' });
const chartBox = h('div', { class: 'chart' });
const bookRows = h('div', { class: 'book-rows' });
const book = h('div', { id: 'futuresOrderbook', class: 'book' });
const dark = document.documentElement.dataset.theme === 'dark';

function drawBar() {
  const { symbol } = store;
  const { tickSize } = contractOf(symbol);
  const decimals = decimalsIn(tickSize);
  const premium = store.premium.get(symbol) || {};
  const mark = markOf(symbol);
  const left = Math.max(0, (premium.nextFundingTime || 0) - Date.now());
  const clock = [left / 3_600_000, (left / 60_000) % 60, (left / 1000) % 60]
    .map(part => String(Math.floor(part)).padStart(2, '0'))
    .join(':');
  const figure = (label, value, tone) =>
    h('div', { class: 'figure' }, h('span', {}, label), h('b', tone ? { class: tone } : {}, value));
  bar.replaceChildren(
    h('h1', {}, symbol, h('small', {}, word('perpetual'))),
    h('b', { class: `last ${toneOf(day ? mark - day : 0)}` }, shown(mark, decimals)),
    figure(word('mark'), shown(mark, decimals)),
    figure(word('index'), shown(Number(premium.indexPrice), decimals)),
    figure(word('funding'), `${shown(100 * Number(premium.lastFundingRate), 4)}% / ${clock}`, 'gold'),
    figure(
      word('change'),
      day ? `${shown((100 * (mark - day)) / day, 2)}%` : '--',
      day ? toneOf(mark - day) : '',
    ),
  );
  document.title = `${shown(mark, decimals)} | ${symbol} | ${word('futures')}`;
}

let day = null;
let chart = null;
let stopBook = () => {};

async function mountMarket() {
  const { symbol } = store;
  const { tickSize, stepSize, quoteAsset, baseAsset } = contractOf(symbol);
  chart?.stop();
  stopBook();
  chart = mountChart(chartBox, {
    rising: '#2ebd85',
    falling: '#f6465d',
    grid: dark ? '#20262d' : '#eef0f2',
    text: dark ? '#848e9c' : '#707a8a',
    decimals: decimalsIn(tickSize),
  });
  book.replaceChildren(
    h('h3', {}, word('orderBook')),
    h(
      'div',
      { class: 'book-head' },
      h('span', {}, `${word('price')} (${quoteAsset})`),
      h('span', {}, `${word('amount')} (${baseAsset})`),
      h('span', {}, word('total')),
    ),
    bookRows,
  );
  stopBook = mountBook(bookRows, {
    // Half a tick up, so that bids and asks lie on ticks.
    mid: () => (markOf(symbol) || 0) + Number(tickSize) / 2,
    tick: Number(tickSize),
    decimals: decimalsIn(tickSize),
    sizeDecimals: decimalsIn(stepSize),
    names: {
      row: 'row-content',
      ask: 'ask',
      bid: 'bid',
      price: 'emit-price',
      size: 'text',
      total: 'text sum',
      bar: 'progress-bar',
      spread: 'spread',
    },
    levels: 13,
  });
  const bars = await getJson(`/${api}/v1/klines?symbol=${symbol}&interval=1h&limit=240`);
  if (!bars || symbol !== store.symbol) return;
  day = Number(bars[Math.max(0, bars.length - 24)]?.[1]) || null;
  chart.bars(
    bars.map(([, open, high, low, close, volume]) => ({
      open: Number(open),
      high: Number(high),
      low: Number(low),
      close: Number(close),
      volume: Number(volume),
    })),
  );
}

function drawNav() {
  const near = coinMargined
    ? page.contracts.map(one => one.symbol)
    : ['BTCUSDT', 'ETHUSDT', 'SOLUSDT', 'BNBUSDT', 'XRPUSDT', 'DOGEUSDT', 'LINKUSDT', 'BTCUSDC'];
  const shownSymbols = near.includes(store.symbol) ? near : [...near, store.symbol];
  nav.replaceChildren(
    ...shownSymbols.map(symbol =>
      h(
        'a',
        {
          href: hrefOf(symbol),
          class: symbol === store.symbol ? 'active' : '',
          onclick: event => go(event, symbol),
        },
        symbol,
      ),
    ),
  );
}

const hrefOf = symbol =>
  `/${page.locale}/${coinMargined ? 'delivery' : 'futures'}/${symbol}${location.search}`;

/** Soft navigation: the address changes, the page stays. */
function go(event, symbol) {
  event.preventDefault();
  if (symbol === store.symbol) return;
  history.pushState({}, '', hrefOf(symbol));
  show(symbol);
}

function show(symbol) {
  store.symbol = symbol;
  Object.assign(form, { price: '', stop: '', amount: '', reduceOnly: false });
  day = null;
  drawNav();
  mountForm();
  mountMarket();
  listenToBook();
  drawBar();
}

addEventListener('popstate', () => show(location.pathname.split('/').filter(Boolean).pop().toUpperCase()));

bookRows.addEventListener('click', event => {
  const price = event.target.closest('.row-content')?.querySelector('.emit-price')?.textContent;
  if (!price || form.type !== 'LIMIT') return;
  form.price = price;
  mountForm();
});

const login = h('span', { class: 'login' });
const shell = h(
  'div',
  { class: 'shell' },
  h('header', {}, h('b', { class: 'brand' }, word('futures')), nav, login),
  bar,
  h('main', {}, chartBox, book),
  h('section', { class: 'bottom' }, tableTabs, tableBox),
  h('aside', { class: 'order-side' }, formBox, accountBox),
  toasts,
);

hearers.add(() => {
  drawBar();
  login.textContent = store.loggedIn === false ? word('login') : (store.positions[0]?.id || '').split('_')[0];
  const mark = markOf(store.symbol);
  if (mark > 0) chart?.price(mark);
});

// As served pages do: first an empty frame, then, when the script has settled, the page in its place.
document.getElementById('root').replaceChildren(h('div', { class: 'skeleton' }));
setTimeout(() => {
  drawNav();
  mountForm();
  document.getElementById('root').replaceChildren(shell);
  mountMarket();
  drawBar();
  drawTables();
}, 150);
