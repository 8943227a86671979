/** Below: positions, open orders, assets. At the right foot: the account in three figures. */
let table = 'positions';
const tableBox = h('div', { class: 'table-box' });
const tableTabs = h('div', { class: 'table-tabs', role: 'tablist' });
const accountBox = h('div', { class: 'account' });

/** A position at the mark of this moment; the venue's own rows are a few seconds old. */
function live(row) {
  const amount = Number(row.positionAmount);
  const mark = markOf(row.symbol) || Number(row.markPrice);
  const { dollars } = contractOf(row.symbol);
  const entry = Number(row.entryPrice);
  const pnl = dollars
    ? amount === 0
      ? 0
      : amount * dollars * (1 / entry - 1 / mark)
    : amount * (mark - entry);
  const value = dollars ? (Math.abs(amount) * dollars) / mark : Math.abs(amount) * mark;
  const bracket = (store.brackets.get(row.symbol) || []).findLast(one => value >= one.bracketNotionalFloor);
  const maintenance = bracket
    ? value * bracket.bracketMaintenanceMarginRate - bracket.cumFastMaintenanceAmount
    : Number(row.maintMargin);
  const { leverage, marginType } = configOf(row.symbol);
  const isolated = marginType === 'ISOLATED';
  return { amount, mark, pnl, value, maintenance, leverage, isolated, margin: value / leverage };
}

/** Balance and maintenance of one cross pool. */
function pool(asset) {
  const wallet = Number(balanceOf(asset)?.crossWalletBalance || 0);
  const rows = store.positions
    .filter(row => row.collateral === asset)
    .map(live)
    .filter(one => !one.isolated);
  return {
    balance: rows.reduce((sum, one) => sum + one.pnl, wallet),
    maintenance: rows.reduce((sum, one) => sum + (one.amount === 0 ? 0 : one.maintenance), 0),
  };
}

const cell = (text, tone) => h('td', tone ? { class: tone } : {}, text);
const toneOf = value => (value < 0 ? 'fall' : 'rise');

function grid(heads, rows, nothing) {
  if (rows.length === 0) return h('p', { class: 'nothing' }, nothing);
  return h(
    'table',
    {},
    h(
      'thead',
      {},
      h(
        'tr',
        {},
        heads.map(head => h('th', {}, head)),
      ),
    ),
    h('tbody', {}, rows),
  );
}

function positionRow(row) {
  const { amount, mark, pnl, margin, leverage, isolated, maintenance } = live(row);
  const { tickSize, baseAsset, marginAsset, dollars } = contractOf(row.symbol);
  const places = dollars ? 6 : 2;
  const decimals = decimalsIn(tickSize);
  const { balance, maintenance: required } = isolated
    ? { balance: Number(row.isolatedWallet) + pnl, maintenance }
    : pool(row.collateral);
  const liquidation = Number(row.liquidationPrice);
  return h(
    'tr',
    {},
    h(
      'td',
      { class: amount < 0 ? 'short' : 'long' },
      h('a', { href: `#${row.symbol}`, onclick: event => go(event, row.symbol) }, row.symbol),
      h(
        'small',
        {},
        `${leverage}x · ${word(isolated ? 'isolated' : 'cross')}${row.positionSide === 'BOTH' ? '' : ` · ${row.positionSide}`}`,
      ),
    ),
    cell(`${row.positionAmount} ${dollars ? word('cont') : baseAsset}`, toneOf(amount)),
    cell(shown(Number(row.entryPrice), decimals)),
    cell(shown(mark, decimals)),
    cell(liquidation > 0 ? shown(liquidation, decimals) : '--', 'liq'),
    cell(balance > 0 ? `${shown((100 * required) / balance, 2)}%` : '--'),
    cell(`${shown(isolated ? Number(row.isolatedWallet) : margin, places)} ${marginAsset}`),
    cell(
      `${pnl < 0 ? '' : '+'}${shown(pnl, places)} ${marginAsset} (${shown((100 * pnl) / margin, 2)}%)`,
      toneOf(pnl),
    ),
    h(
      'td',
      {},
      h('button', { type: 'button', class: 'link', onclick: () => closePosition(row) }, word('MARKET')),
    ),
  );
}

async function closePosition(row) {
  const amount = Number(row.positionAmount);
  done(
    await post(`v1/private/${family}/order/place-order`, {
      symbol: row.symbol,
      side: amount < 0 ? 'BUY' : 'SELL',
      positionSide: row.positionSide,
      type: 'MARKET',
      quantity: row.positionAmount.replace('-', ''),
      reduceOnly: row.positionSide === 'BOTH',
      placeType: 'position',
    }),
    word('filled'),
  );
}

const cancel = (path, body) => async () => {
  const answer = await post(`v1/private/${family}/order/${path}`, body);
  toast(answer?.success ? word('cancelled') : answer?.message || 'Network error', answer?.success === true);
  loadSoon();
};

function orderRow(order, type, quantity, price, trigger, onclick) {
  return h(
    'tr',
    {},
    cell(order.symbol),
    cell(type),
    cell(
      `${order.side}${order.positionSide === 'BOTH' ? '' : ` ${order.positionSide}`}`,
      order.side === 'BUY' ? 'rise' : 'fall',
    ),
    cell(price),
    cell(quantity),
    cell(trigger),
    h('td', {}, h('button', { type: 'button', class: 'link', onclick }, word('cancel'))),
  );
}

const tables = {
  positions() {
    const rows = store.positions.filter(row => Number(row.positionAmount) !== 0);
    const heads = [
      'symbol',
      'size',
      'entry',
      'markPrice',
      'liquidation',
      'ratio',
      'margin',
      'pnl',
      'closeAt',
    ];
    return grid(
      heads.map(word),
      rows.map(positionRow),
      word(store.loggedIn === false ? 'loginFirst' : 'none'),
    );
  },
  orders() {
    const rows = [
      ...store.orders.map(order =>
        orderRow(
          order,
          order.type,
          order.origQty,
          order.price,
          '-',
          cancel('cancel-order', { orderId: order.orderId }),
        ),
      ),
      ...store.algoOrders.map(order =>
        orderRow(
          order,
          order.orderType,
          order.closePosition ? '100%' : order.quantity,
          '-',
          `${order.workingType} ${order.triggerPrice}`,
          cancel('cancel-algo-order', { algoId: order.algoId }),
        ),
      ),
    ];
    const heads = ['symbol', 'type', 'side', 'price', 'size', 'trigger', 'cancel'];
    return grid(heads.map(word), rows, word('noOrders'));
  },
  assets() {
    const rows = store.balances.map(row =>
      h(
        'tr',
        {},
        cell(row.asset),
        cell(shown(Number(row.walletBalance), 4)),
        cell(shown(Number(row.marginBalance), 4)),
        cell(shown(Number(row.availableBalance), 4)),
        cell(shown(Number(row.unrealizedProfit), 4), toneOf(Number(row.unrealizedProfit))),
      ),
    );
    return grid(
      ['asset', 'wallet', 'balance', 'available', 'unrealised'].map(word),
      rows,
      word('loginFirst'),
    );
  },
};

function drawTables() {
  const counts = {
    positions: store.positions.filter(row => Number(row.positionAmount) !== 0).length,
    orders: store.orders.length + store.algoOrders.length,
  };
  tableTabs.replaceChildren(
    ...['positions', 'orders', 'assets'].map(key =>
      h(
        'button',
        {
          type: 'button',
          role: 'tab',
          'aria-selected': String(key === table),
          class: key === table ? 'active' : '',
          onclick: () => {
            table = key;
            drawTables();
          },
        },
        word(key) + (key in counts ? `(${counts[key]})` : ''),
      ),
    ),
  );
  tableBox.replaceChildren(tables[table]());

  const { marginAsset } = contractOf(store.symbol);
  const { balance, maintenance } = pool(marginAsset);
  const line = (label, value) => h('div', { class: 'account-line' }, h('span', {}, label), h('b', {}, value));
  accountBox.replaceChildren(
    h('h3', {}, word('account'), h('small', {}, word('single'))),
    line(word('ratio'), balance > 0 ? `${shown((100 * maintenance) / balance, 2)}%` : '--'),
    line(word('maintenance'), `${shown(maintenance, 4)} ${marginAsset}`),
    ...(store.panel ? [line('uniMMR', store.panel.uniMMR)] : []),
    line(word('balance'), `${shown(balance, 4)} ${marginAsset}`),
  );
}

// Drawn at most four times a second: forty rows of text are not free.
// Not under a pressed button either: it would be gone before it is released.
let drawnAt = 0;
let pressed = false;
addEventListener('pointerdown', () => {
  pressed = true;
});
addEventListener('pointerup', () => {
  pressed = false;
});
let later = 0;
hearers.add(() => {
  clearTimeout(later);
  later = setTimeout(
    () => {
      drawnAt = performance.now();
      if (!pressed) drawTables();
    },
    Math.max(0, 250 - (performance.now() - drawnAt)),
  );
});
