/** Below: positions, open orders, assets. Grids of plain elements, as the site builds them. */
let table = 'positions';
const tableBox = h('div', { class: 'table-box' });
const tableTabs = h('div', { class: 'table-tabs', role: 'tablist' });

const plain = (value, decimals) =>
  Number(value).toLocaleString('en-US', { minimumFractionDigits: decimals, maximumFractionDigits: decimals });

/** A position at the mark of this moment. */
function live(row) {
  const { value, inverse, decimals } = contractOf(row.instId);
  const size = (row.posSide === 'short' ? -1 : 1) * sizeOf(row);
  const mark = store.marks.get(row.instId) || Number(row.markPx);
  const entry = Number(row.avgPx);
  const pnl = inverse ? size * value * (1 / entry - 1 / mark) : size * value * (mark - entry);
  const worth = inverse ? (Math.abs(size) * value) / mark : Math.abs(size) * value * mark;
  return {
    size,
    mark,
    entry,
    pnl,
    decimals,
    margin: row.margin ? Number(row.margin) : worth / Number(row.lever),
  };
}

const line = (cells, name) =>
  h(
    'div',
    { class: name },
    cells.map(cell => h('div', { class: 'cell' }, cell)),
  );

function positionLine(row) {
  const { size, mark, entry, pnl, decimals, margin } = live(row);
  const { settle, coin, inverse } = contractOf(row.instId);
  const places = inverse ? 6 : 2;
  const [base, quote] = row.instId.split('-');
  return line(
    [
      [
        h('b', {}, `${base}${quote} Perpetual`),
        h('span', { class: size > 0 ? 'rise' : 'fall' }, size > 0 ? 'Long' : 'Short'),
        h('span', {}, word(row.mgnMode)),
        h('span', {}, `${Number(row.lever).toFixed(2)}x`),
      ],
      `${plain(Math.abs(size), 2)} ${word('contracts')}`,
      plain(entry, decimals),
      plain(mark, decimals),
      row.liqPx === '' ? '--' : plain(row.liqPx, decimals),
      `${plain(margin, places)} ${settle}`,
      row.mgnRatio === '' ? '--' : `${plain(Number(row.mgnRatio) * 100, 2)}%`,
      h('span', { class: pnl < 0 ? 'fall' : 'rise', title: coin }, `${plain(pnl, places)} ${settle}`),
    ],
    'grid-row',
  );
}

function drawTables() {
  const positions = [...store.positions.values()];
  const orders = [...store.orders.values()];
  const choose = name => () => {
    table = name;
    drawTables();
  };
  const tab = (name, text) =>
    h(
      'div',
      {
        role: 'tab',
        class: table === name ? 'on' : '',
        'aria-selected': String(table === name),
        onclick: choose(name),
      },
      text,
    );
  tableTabs.replaceChildren(
    tab('positions', `${word('positions')} (${positions.length})`),
    tab('orders', `${word('orders')} (${orders.length})`),
    tab('assets', word('assets')),
  );
  const heads = names =>
    line(
      names.map(name => word(name)),
      'grid-head',
    );
  const nothing = h('p', { class: 'nothing' }, word('nothing'));
  if (table === 'positions') {
    const columns = ['symbol', 'size', 'entry', 'mark', 'liquidation', 'margin', 'ratio', 'pnl'];
    tableBox.replaceChildren(
      heads(columns),
      ...(positions.length > 0 ? positions.map(positionLine) : [nothing]),
    );
  } else if (table === 'orders') {
    const rows = orders.map(row => line([row.instId, row.side, row.px, row.sz], 'grid-row'));
    tableBox.replaceChildren(
      heads(['symbol', 'side', 'price', 'size']),
      ...(rows.length > 0 ? rows : [nothing]),
    );
  } else {
    const rows = [...store.balances.values()].map(row =>
      line([row.ccy, row.cashBal, row.eq, row.mgnRatio || '--'], 'grid-row'),
    );
    tableBox.replaceChildren(...rows);
  }
}

// Drawn at most four times a second, and not under a pressed button.
let drawnAt = 0;
let pressed = false;
let later = 0;
addEventListener('pointerdown', () => {
  pressed = true;
});
addEventListener('pointerup', () => {
  pressed = false;
});
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
