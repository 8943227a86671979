// @vitest-environment happy-dom
/** Tables built by hand in the ways in which exchanges build them, with the headers of their pages. */
import { afterEach, describe, expect, it } from 'vitest';
import { positionsTables } from './positions-table';
import { tableRead } from './table-reading';
import { columnOf } from './table-words';

function read(html: string) {
  const { body } = new DOMParser().parseFromString(html, 'text/html');
  document.body.replaceChildren(...body.childNodes);
  return tableRead(positionsTables(document));
}

afterEach(() => document.body.replaceChildren());

const EN = [
  'Symbol',
  'Size',
  'Entry Price',
  'Mark Price',
  'Liq. Price',
  'Margin Ratio',
  'Margin',
  'PNL (ROI %)',
  'TP/SL',
];
const ROW = [
  '<div><b>BTCUSDT</b><span>Perp</span></div><div><i>Long</i><i>Cross</i><i>20x</i></div>',
  '<span>1,250.500</span> <span>BTC</span>',
  '80,000.5',
  '81,234.10',
  '72,000.00',
  '12.5%',
  '1,000.25 USDT <small>(Cross)</small>',
  '−1,234.56 USDT (−12.3%)',
  '-- / --',
];
const OTHER = [
  '<b>ETHUSDT</b> <i>Isolated 5x</i>',
  '-3',
  '3,000',
  '3,100',
  '--',
  '8%',
  '500 USDT',
  '+10',
  '',
];

const BTC = {
  symbol: 'BTCUSDT',
  side: 'long',
  marginMode: 'cross',
  leverage: '20',
  size: { number: '1250.500', unit: 'BTC' },
  entry: { number: '80000.5', unit: null },
  mark: { number: '81234.10', unit: null },
  liquidation: { number: '72000.00', unit: null },
  margin: { number: '1000.25', unit: 'USDT' },
  pnl: { number: '-1234.56', unit: 'USDT' },
};

const tag = (name: string, texts: string[], attributes = '') =>
  texts.map(text => `<${name}${attributes}>${text}</${name}>`).join('');

const table = (headers: string[], ...rows: string[][]) =>
  `<h3>Positions (${rows.length})</h3><table><thead><tr>${tag('th', headers)}</tr></thead>
   <tbody>${rows.map(row => `<tr>${tag('td', row)}</tr>`).join('')}</tbody></table>`;

describe('a positions table', () => {
  it('is read row by row', () => {
    const read1 = read(table(EN, ROW, OTHER));
    expect(read1!.count).toBe(2);
    expect(read1!.rows[0]).toEqual(BTC);
    expect(read1!.rows[1]).toEqual({
      symbol: 'ETHUSDT',
      side: null,
      marginMode: 'isolated',
      leverage: '5',
      size: { number: '-3', unit: null },
      entry: { number: '3000', unit: null },
      mark: { number: '3100', unit: null },
      liquidation: { number: null, unit: null },
      margin: { number: '500', unit: 'USDT' },
      pnl: { number: '10', unit: null },
    });
  });

  it('is read when head and body are two tables, as lists that scroll are', () => {
    const html = `<div><div><table><tr>${tag('th', EN)}</tr></table></div>
      <div><div><table><tbody><tr>${tag('td', ROW)}</tr></tbody></table></div></div></div>
      <table><tr>${tag('td', Array(9).fill('5'))}</tr></table>`;
    expect(read(html)!.rows).toEqual([BTC]);
  });

  it('is read by its roles', () => {
    const html = `<div role="table"><div role="rowgroup"><div role="row">${tag('div', EN, ' role="columnheader"')}</div></div>
      <div role="rowgroup"><div role="row">${tag('div', ROW, ' role="cell"')}</div></div></div>`;
    expect(read(html)!.rows).toEqual([BTC]);
  });

  it('is read as a grid of plain elements', () => {
    const html = `<section><div class="a1"><div class="head">${tag('div', EN)}</div></div>
      <div class="a2"><div style="top: 0"><div class="row">${tag('div', ROW)}</div></div>
      <div style="top: 40px"><div class="row">${tag('div', OTHER)}</div></div></div></section>`;
    expect(read(html)!.rows.map(({ symbol }) => symbol)).toEqual(['BTCUSDT', 'ETHUSDT']);
  });

  it('is read in Chinese', () => {
    const headers = [
      '合约',
      '持仓量',
      '开仓均价',
      '标记价格',
      '预估强平价',
      '保证金率',
      '保证金',
      '浮动收益',
    ];
    const row = [
      '<b>BTC-USDT</b> <i>永续</i> <i>多</i> <i>全仓 10.00x</i>',
      '12 张',
      '80,000',
      '81,000',
      '72,000',
      '5%',
      '1,200 USDT',
      '+12 USDT',
    ];
    expect(read(`<div>仓位 (1)</div>${table(headers, row).replace('<h3>Positions (1)</h3>', '')}`)).toEqual({
      count: 1,
      rows: [
        {
          symbol: 'BTC-USDT',
          side: 'long',
          marginMode: 'cross',
          leverage: '10.00',
          size: { number: '12', unit: '张' },
          entry: { number: '80000', unit: null },
          mark: { number: '81000', unit: null },
          liquidation: { number: '72000', unit: null },
          margin: { number: '1200', unit: 'USDT' },
          pnl: { number: '12', unit: 'USDT' },
        },
      ],
    });
  });

  it('tells two figures under one header by their order', () => {
    const headers = [
      'Contracts',
      'Qty',
      '<div>Entry Price</div><div>Mark Price</div>',
      'Liq. Price',
      'Unrealized P&L',
    ];
    const row = ['<b>SOLUSDT</b><i>Short</i>', '10', '<div>150.5</div><div>151</div>', '200', '-5'];
    expect(read(table(headers, row))!.rows[0]).toMatchObject({
      side: 'short',
      entry: { number: '150.5' },
      mark: { number: '151' },
      liquidation: { number: '200' },
      pnl: { number: '-5' },
    });
  });

  it('does not guess what is cut, has two units of thousands, or two modes', () => {
    const change = (index: number, text: string) => read(table(EN, ROW.with(index, text)))!.rows[0]!;
    expect(change(3, '<b>81,234</b><i>.10</i><u> USDT</u>').mark).toEqual({
      number: '81234.10',
      unit: 'USDT',
    });
    expect(change(3, '81.2K').mark).toBeNull();
    expect(change(3, '1,2345').mark).toBeNull();
    expect(change(3, '81.234,10').mark).toBeNull();
    expect(change(4, 'n/a').liquidation).toEqual({ number: null, unit: null });
    expect(change(4, 'soon').liquidation).toBeNull();
    expect(change(8, '<i>Isolated</i>').marginMode).toBeNull();
  });

  it('says that there is nothing only when the page does', () => {
    const empty = table(EN).replace('</table>', '</table><p>No open positions</p>');
    expect(read(empty)).toEqual({ rows: [], count: 0 });
    expect(read(empty.replace('Positions (0)', 'Positions').replace('No open positions', '…'))).toBeNull();
    expect(read(table(EN).replace('Positions (0)', '持仓(0)'))).toEqual({ rows: [], count: 0 });
    // Rows that are more than the heading counts are those of another table.
    expect(read(table(EN, ROW).replace('Positions (1)', 'Positions (0)'))).toBeNull();
  });

  it('takes no other table for it', () => {
    expect(
      read(
        table(
          ['Symbol', 'Side', 'Price', 'Amount', 'Filled', 'Total'],
          ['BTCUSDT', 'Buy', '1', '2', '3', '4'],
        ),
      ),
    ).toBeNull();
    expect(read(table(['Symbol', 'Avg. Entry', 'Note'], ['BTCUSDT', '1', '2']))).toBeNull();
    expect(read('<p>Entry Price</p>')).toBeNull();
  });

  it('is never written to', () => {
    read(table(EN, ROW));
    const before = new XMLSerializer().serializeToString(document.body);
    positionsTables(document);
    expect(new XMLSerializer().serializeToString(document.body)).toBe(before);
  });
});

it('knows a column by its header, and the ones that only look like it', () => {
  for (const [column, ...headers] of [
    ['symbol', 'Symbol', 'Contracts', 'Market', '合约', '币种', '交易对'],
    ['size', 'Size', 'Qty', 'Position size', 'Amount', 'Size (BTC)', '数量', '持仓量', '仓位大小'],
    [
      'entry',
      'Entry Price',
      'Avg. Entry Price',
      'Avg. price',
      'Average entry',
      '开仓价格',
      '入场价',
      '持仓均价',
    ],
    ['mark', 'Mark Price', 'Mark', '标记价格'],
    ['liquidation', 'Liq. Price', 'Est. liq. price', 'Liquidation', '强平价格', '预估强平价'],
    ['margin', 'Margin', 'Position Margin', '保证金', '保证金 (USDT)'],
    ['pnl', 'PNL(ROI %)', 'Unrealized PnL', 'Unrealised P&L', 'UPL', '未实现盈亏', '浮动收益', '收益'],
    [
      null,
      'Margin Ratio',
      'Realized PnL',
      'Last Price',
      'Maint. Margin',
      'Break Even Price',
      '保证金率',
      '已实现盈亏',
      'MM',
      'IM',
      'Value',
      'TP/SL',
      '维持保证金',
      '最新价',
    ],
  ] as const) {
    for (const header of headers) expect(columnOf(header), header).toBe(column);
  }
});
