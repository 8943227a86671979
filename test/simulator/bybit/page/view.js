/* What is drawn. The form is rebuilt as frameworks do; what is typed lives in the store. */
const ZH = location.pathname.startsWith('/zh');
const T = ZH
  ? {
      limit: '限价',
      market: '市价',
      conditional: '条件单',
      price: '委托价格',
      trigger: '触发价格',
      qty: '数量',
      long: '做多',
      short: '做空',
      openLong: '开多',
      openShort: '开空',
      closeLong: '平多',
      closeShort: '平空',
      open: '开仓',
      close: '平仓',
      reduce: '只减仓',
      cross: '全仓',
      isolated: '逐仓',
    }
  : {
      limit: 'Limit',
      market: 'Market',
      conditional: 'Conditional',
      price: 'Order Price',
      trigger: 'Trigger Price',
      qty: 'Order Quantity',
      long: 'Long',
      short: 'Short',
      openLong: 'Open Long',
      openShort: 'Open Short',
      closeLong: 'Close Long',
      closeShort: 'Close Short',
      open: 'Open',
      close: 'Close',
      reduce: 'Reduce-Only',
      cross: 'Cross',
      isolated: 'Isolated',
    };
const root = document.getElementById('root');
const nodes = {};
const grouped = (text, places) =>
  Number(text).toLocaleString('en-US', { minimumFractionDigits: places, maximumFractionDigits: places });
const places = () => (store.contract.tick.split('.')[1] || '').length;
const tone = value => (Number(value) >= 0 ? 'up' : 'down');

function field(label, name, unit) {
  return h(
    'div',
    { class: 'by-input' },
    h('label', { for: `by-${name}` }, label),
    h('input', {
      id: `by-${name}`,
      type: 'text',
      inputmode: 'decimal',
      autocomplete: 'off',
      value: store.form[name],
      oninput: event => {
        store.form[name] = event.target.value;
      },
    }),
    h('span', {}, unit),
  );
}

function drawForm() {
  const { form, contract } = store;
  const inverse = contract.category === 'inverse';
  const quote = inverse ? 'USD' : contract.quote;
  const held = [...store.positions.values()].find(row => row.symbol === store.symbol);
  const leverage = held?.leverage || '10';
  const tab = (value, label) =>
    h(
      'button',
      {
        role: 'tab',
        'aria-selected': String(form.type === value),
        class: form.type === value ? 'active' : '',
        onclick: () => {
          form.type = value;
          drawForm();
        },
      },
      label,
    );
  const way = (value, label) =>
    h(
      'button',
      {
        role: 'tab',
        'aria-selected': String(form.action === value),
        class: form.action === value ? 'active' : '',
        onclick: () => {
          form.action = value;
          drawForm();
        },
      },
      label,
    );
  const alone = store.mode === 'ISOLATED_MARGIN';
  const portfolio = store.mode === 'PORTFOLIO_MARGIN';
  const words = !data.hedge
    ? [T.long, T.short]
    : form.action === 'Open'
      ? [T.openLong, T.openShort]
      : [T.closeShort, T.closeLong];
  nodes.form.replaceChildren(
    ...[
      h(
        'div',
        { class: 'by-pills' },
        h('button', {}, portfolio ? 'Portfolio' : alone ? T.isolated : T.cross),
        h('button', {}, `${Number(leverage).toFixed(2)}x`),
      ),
      data.hedge && h('div', { class: 'by-tabs' }, way('Open', T.open), way('Close', T.close)),
      h(
        'div',
        { class: 'by-tabs', role: 'tablist' },
        tab('Limit', T.limit),
        tab('Market', T.market),
        tab('Conditional', T.conditional),
      ),
      form.type === 'Conditional' && field(T.trigger, 'trigger', quote),
      form.type === 'Limit' && field(T.price, 'price', quote),
      field(T.qty, 'size', inverse ? 'USD' : contract.base),
      !data.hedge &&
        h(
          'div',
          { class: 'by-check' },
          h('input', {
            type: 'checkbox',
            'aria-label': T.reduce,
            checked: form.reduceOnly,
            onchange: event => {
              form.reduceOnly = event.target.checked;
            },
          }),
          h('span', {}, T.reduce),
        ),
      h(
        'div',
        { class: 'by-send' },
        h('button', { class: 'by-long', onclick: () => send('Buy') }, words[0]),
        h('button', { class: 'by-short', onclick: () => send('Sell') }, words[1]),
      ),
    ].filter(Boolean),
  );
}

function drawTicker() {
  const row = store.ticker.get(store.symbol) || {};
  const stat = (label, value) =>
    h(
      'div',
      { class: 'by-stat' },
      h('span', {}, label),
      value === undefined ? '--' : grouped(value, places()),
    );
  nodes.ticker.replaceChildren(
    h('b', {}, store.symbol),
    h(
      'div',
      { class: `by-stat ${tone(row.price24hPcnt || 0)}` },
      h('span', {}, 'Last Price'),
      row.lastPrice === undefined ? '--' : grouped(row.lastPrice, places()),
    ),
    stat('Mark Price', row.markPrice),
    stat('Index Price', row.indexPrice),
  );
}

function drawAccount() {
  const { totals } = store;
  const pair = (label, value) =>
    h('div', { class: 'by-pair' }, h('span', { class: 'dim' }, label), h('b', {}, value || '--'));
  nodes.account.replaceChildren(
    ...(store.loggedIn && totals
      ? [
          h('h3', {}, 'Unified Trading Account'),
          pair('Margin Balance', totals.totalMarginBalance && `${grouped(totals.totalMarginBalance, 2)} USD`),
          pair('Account MM', totals.accountMMRate && `${(100 * Number(totals.accountMMRate)).toFixed(2)}%`),
          pair('Account IM', totals.accountIMRate && `${(100 * Number(totals.accountIMRate)).toFixed(2)}%`),
        ]
      : [h('span', { class: 'dim' }, 'Log in to trade')]),
  );
}

function drawBottom() {
  const rows = [...store.positions.values()].filter(row => contractOf(row.symbol));
  const orders = [...store.orders.values()];
  const tab = (name, label) =>
    h(
      'button',
      {
        class: store.tab === name ? 'active' : '',
        onclick: () => {
          store.tab = name;
          drawBottom();
        },
      },
      label,
    );
  const head = names =>
    h(
      'thead',
      {},
      h(
        'tr',
        {},
        names.map(name => h('th', {}, name)),
      ),
    );
  const table =
    store.tab === 'positions'
      ? h(
          'table',
          {},
          head([
            'Contracts',
            'Qty',
            'Entry Price',
            'Mark Price',
            'Liq. Price',
            'Position Margin',
            'Unrealized P&L',
          ]),
          h(
            'tbody',
            {},
            rows.map(row => {
              const contract = contractOf(row.symbol);
              const digits = (contract.tick.split('.')[1] || '').length;
              const mark = (store.ticker.get(row.symbol) || row).markPrice || row.markPrice;
              const sign = row.side === 'Sell' ? -1 : 1;
              const size = sign * Number(row.size);
              const profit =
                contract.category === 'inverse'
                  ? size * (1 / Number(row.avgPrice) - 1 / Number(mark))
                  : size * (Number(mark) - Number(row.avgPrice));
              return h(
                'tr',
                {},
                h(
                  'td',
                  {},
                  h('b', {}, row.symbol),
                  ' ',
                  h(
                    'em',
                    {},
                    (store.mode === 'ISOLATED_MARGIN' ? T.isolated : T.cross) +
                      ' ' +
                      Number(row.leverage || 1).toFixed(2) +
                      'x',
                  ),
                ),
                h(
                  'td',
                  { class: tone(sign) },
                  (sign < 0 ? '-' : '') +
                    row.size +
                    ' ' +
                    (contract.category === 'inverse' ? 'USD' : contract.base),
                ),
                h('td', {}, grouped(row.avgPrice, digits)),
                h('td', {}, grouped(mark, digits)),
                h('td', {}, row.liqPrice ? grouped(row.liqPrice, digits) : '--'),
                h(
                  'td',
                  {},
                  Number(row.positionBalance)
                    ? `${grouped(row.positionBalance, 4)} ${contract.settle}`
                    : '--',
                ),
                h('td', { class: tone(profit) }, `${grouped(profit, 4)} ${contract.settle}`),
              );
            }),
          ),
        )
      : h(
          'table',
          {},
          head(['Contracts', 'Order Type', 'Qty', 'Order Price', 'Trigger Price']),
          h(
            'tbody',
            {},
            orders.map(row =>
              h(
                'tr',
                {},
                h('td', {}, row.symbol),
                h('td', {}, row.stopOrderType || row.orderType),
                h('td', {}, row.qty),
                h('td', {}, row.price),
                h('td', {}, row.triggerPrice),
              ),
            ),
          ),
        );
  nodes.bottom.replaceChildren(
    h(
      'div',
      { class: 'by-tabs' },
      tab('positions', `Positions(${rows.length})`),
      tab('orders', `Current Orders(${orders.length})`),
    ),
    table,
  );
}

function draw() {
  drawAccount();
  drawBottom();
  if (document.activeElement === document.body || !nodes.form.contains(document.activeElement)) drawForm();
}

let asked = false;
let chart = null;
function onTick(symbol) {
  if (symbol === store.symbol && chart) chart.price(Number(store.ticker.get(symbol).markPrice));
  if (asked) return;
  asked = true;
  requestAnimationFrame(() => {
    asked = false;
    drawTicker();
    drawBottom();
  });
}

function toast(text) {
  const node = h('div', { class: 'by-toast', role: 'status' }, text);
  document.body.append(node);
  setTimeout(() => node.remove(), 3000);
}

/** Soft navigation: the address changes, the document does not. */
function go(symbol) {
  const { category, settle } = contractOf(symbol);
  const part = category === 'inverse' ? 'inverse' : settle.toLowerCase();
  history.pushState(
    null,
    '',
    `${ZH ? '/zh-MY' : ''}/trade/${part}/${symbol.replace(/PERP$/, '-PERP')}${location.search}`,
  );
  arrive();
}
function arrive() {
  store.symbol = location.pathname.split('/').pop().replace('-PERP', 'PERP');
  store.contract = contractOf(store.symbol);
  store.form = { type: 'Limit', price: '', size: '', reduceOnly: false, trigger: '', action: 'Open' };
  document.title = `${store.symbol} | Bybit`;
  for (const link of nodes.links.children) link.className = link.textContent === store.symbol ? 'on' : '';
  drawTicker();
  draw();
  drawForm();
  mountMarket();
}
addEventListener('popstate', arrive);

let stopBook = null;
function mountMarket() {
  if (stopBook) stopBook();
  if (chart) chart.stop();
  const css = getComputedStyle(document.documentElement);
  const colour = name => css.getPropertyValue(`--${name}`).trim();
  const now = () => store.ticker.get(store.symbol) || {};
  stopBook = mountBook(nodes.book, {
    mid: () => Number(now().markPrice),
    tick: Number(store.contract.tick),
    decimals: places(),
    sizeDecimals: 3,
    levels: 9,
    names: {
      row: 'row',
      ask: 'ask',
      bid: 'bid',
      price: 'p',
      size: 's',
      total: 't',
      bar: 'b',
      spread: 'spread',
    },
  });
  const mine = mountChart(nodes.chart, {
    rising: colour('up'),
    falling: colour('down'),
    grid: colour('line'),
    text: colour('faint'),
    decimals: places(),
  });
  chart = mine;
  fetch(
    'https://api.bybit.com/v5/market/kline?category=' +
      store.contract.category +
      '&symbol=' +
      store.symbol +
      '&interval=60&limit=160',
  )
    .then(answer => answer.json())
    .then(
      ({ result }) => {
        if (chart !== mine) return;
        mine.bars(
          result.list
            .slice()
            .reverse()
            .map(([at, open, high, low, close, volume]) => ({
              at: Number(at),
              open: Number(open),
              high: Number(high),
              low: Number(low),
              close: Number(close),
              volume: Number(volume),
            })),
        );
      },
      () => {},
    );
}

nodes.links = h(
  'nav',
  { class: 'by-links' },
  ['BTCUSDT', 'ETHUSDT', 'SOLUSDT', 'DOGEUSDT', 'BTCUSD', 'ETHPERP'].map(symbol =>
    h('button', { onclick: () => go(symbol) }, symbol),
  ),
);
for (const name of ['ticker', 'form', 'account', 'bottom', 'book', 'chart'])
  nodes[name] = h('section', { class: `by-${name}` });
nodes.book.className = 'by-book';
root.replaceChildren(
  h(
    'header',
    { class: 'by-top' },
    h('span', { class: 'by-brand' }, 'BYBIT'),
    nodes.links,
    h('span', { class: 'by-who' }, data.loggedIn ? data.account : 'Log In'),
  ),
  h(
    'main',
    { class: 'by-grid' },
    nodes.ticker,
    nodes.form,
    nodes.chart,
    nodes.book,
    nodes.account,
    nodes.bottom,
  ),
);
arrive();
connect();
