/**
 * The order form. Labels are all that tells its fields apart: classes are hashed, inputs have no name or id, the
 * chosen side is a colour. The form is rebuilt with new nodes whenever anything but a keystroke changes it.
 */
export const formScript = String.raw`
let summaryNode = null;
/** Where the focus goes after a rebuild; says nothing of what the field is. */
const slot = { price: 'r4', size: 'r7' };

function orderForm() {
  const form = store.form;
  const coin = bare(store.coin);
  const leverage = store.assetData ? store.assetData.leverage : { type: 'cross', value: 20 };
  const change = (...fields) => { Object.assign(form, ...fields); redraw('form'); };
  // Where the caret was stays the place to type after the rebuild.
  const focused = document.activeElement && document.activeElement.dataset ? document.activeElement.dataset.k : undefined;
  if (focused) queueMicrotask(() => { const again = regions.form.node.querySelector('[data-k="' + focused + '"]'); if (again) again.focus({ preventScroll: true }); });

  const input = (key, attributes = {}) => h('input', {
    type: 'text', inputmode: 'decimal', autocomplete: 'off', spellcheck: 'false', value: form[key], 'data-k': slot[key],
    oninput: event => {
      const text = event.target.value.replace(',', '.');
      if (!/^\d*\.?\d*$/.test(text)) { event.target.value = form[key]; return; }
      form[key] = text;
      formSummary();
    },
    ...attributes,
  });
  const unitMenu = store.menu === 'unit' && h('div', { class: N.menu + ' ' + N.unitMenu },
    [['coin', coin], ['usd', 'USD']].map(([unit, label]) => h('button', { onclick: () => { store.menu = null; change({ unit, size: '', percent: 0 }); } }, label)));

  summaryNode = h('div', { class: N.pairs });
  const nodes = [
    h('div', { class: N.modes },
      h('button', { onclick: marginModeDialog }, leverage.type === 'cross' ? 'Cross' : 'Isolated'),
      h('button', { onclick: leverageDialog }, leverage.value + 'x'),
      h('button', {}, { unifiedAccount: 'Unified', portfolioMargin: 'Portfolio' }[store.abstraction] || 'Classic')),
    h('div', { class: N.formTabs }, [['market', 'Market'], ['limit', 'Limit']].map(([type, label]) =>
      h('button', { class: form.type === type ? N.on : '', onclick: () => change({ type, price: type === 'limit' && !form.price ? markText() : form.price }) }, label))),
    h('div', { class: N.sides },
      h('button', { class: form.buy ? N.buyOn : '', onclick: () => change({ buy: true }) }, 'Buy / Long'),
      h('button', { class: form.buy ? '' : N.sellOn, onclick: () => change({ buy: false }) }, 'Sell / Short')),
    h('div', { class: N.pairs }, pair('Available to Trade', available()), pair('Current Position', currentPosition())),
    form.type === 'limit' && h('div', { class: N.field }, h('span', {}, 'Price (USDC)'), input('price'), h('button', { onclick: () => change({ price: markText() }) }, 'Mid')),
    h('div', { class: N.field }, h('span', {}, 'Size'), input('size', { oninput: undefined }),
      h('button', { onclick: () => { store.menu = store.menu === 'unit' ? null : 'unit'; redraw('form'); } }, form.unit === 'coin' ? coin : 'USD', ' ▾'), unitMenu),
    h('div', { class: N.slider },
      h('input', { type: 'range', min: 0, max: 100, step: 1, value: form.percent, oninput: event => setPercent(Number(event.target.value)) }),
      h('div', { class: N.field + ' ' + N.percent }, h('input', { type: 'text', inputmode: 'numeric', value: String(form.percent), onchange: event => setPercent(Number(event.target.value)) }), h('span', {}, '%'))),
    h('label', { class: N.check }, h('input', { type: 'checkbox', checked: form.reduceOnly, onchange: event => change({ reduceOnly: event.target.checked }) }), 'Reduce Only'),
    h('label', { class: N.check }, h('input', { type: 'checkbox' }), 'Take Profit / Stop Loss'),
    h('button', { class: N.submit, disabled: store.busy || !store.account, onclick: submit }, store.account ? 'Place Order' : 'Connect'),
    h('div', { class: N.rule }), summaryNode,
  ].filter(Boolean);
  // Typing a size moves the slider back, so it has a listener of its own.
  const size = nodes.map(node => node.querySelector && node.querySelector('[data-k=' + slot.size + ']')).find(Boolean);
  size.addEventListener('input', () => {
    const text = size.value.replace(',', '.');
    if (!/^\d*\.?\d*$/.test(text)) { size.value = form.size; return; }
    form.size = text;
    form.percent = 0;
    formSummary();
  });
  fillSummary();
  return nodes;
}

const markText = () => (store.ctx.get(store.coin) ? store.ctx.get(store.coin).markPx.replace(/\.0$/, '') : '');
const available = () => (store.assetData ? grouped(Number(store.assetData.availableToTrade[store.form.buy ? 0 : 1]).toFixed(2)) + ' USDC' : '--');
const currentPosition = () => {
  const p = positionOf(store.coin);
  const size = p ? sizeOf(p) : 0;
  return h('b', { class: p ? tone(size) : '' }, (p ? grouped(size) : '0') + ' ' + bare(store.coin));
};

/** In coins, as the order will be sent; null: nothing to send. */
function orderSize() {
  const { form, assets, coin } = store;
  const asset = assets.get(coin);
  const typed = Number(form.size);
  const price = orderPrice();
  if (!asset || !(typed > 0) || !(price > 0)) return null;
  const scale = 10 ** asset.szDecimals;
  const size = Math.floor((form.unit === 'coin' ? typed : typed / price) * scale + 1e-9) / scale;
  return size > 0 ? size.toFixed(asset.szDecimals) : null;
}
function orderPrice() {
  const ctx = store.ctx.get(store.coin);
  return store.form.type === 'limit' ? Number(store.form.price) : ctx ? Number(ctx.markPx) : 0;
}

function setPercent(value) {
  const { form, assetData } = store;
  form.percent = Math.max(0, Math.min(100, Number.isFinite(value) ? Math.round(value) : 0));
  const most = assetData ? Number(assetData.maxTradeSzs[form.buy ? 0 : 1]) : 0;
  const asset = store.assets.get(store.coin);
  const coins = (most * form.percent) / 100;
  form.size = form.percent === 0 || !asset ? '' : form.unit === 'coin' ? String(Number(coins.toFixed(asset.szDecimals))) : (coins * orderPrice()).toFixed(2);
  redraw('form');
}

/** The lines below the button follow every keystroke and every price. */
function formSummary() {
  if (summaryNode && summaryNode.isConnected) fillSummary();
}
function fillSummary() {
  const size = orderSize();
  const value = size === null ? null : Number(size) * orderPrice();
  const leverage = store.assetData ? store.assetData.leverage.value : 20;
  summaryNode.replaceChildren(
    pair('Order Value', value === null ? 'N/A' : money(value)),
    pair('Margin Required', value === null ? 'N/A' : money(value / leverage)),
    ...(store.form.type === 'market' ? [pair('Slippage', 'Est: 0% / Max: 8.00%')] : []),
    pair('Fees', '0.0450% / 0.0150%'));
}

async function submit() {
  const { form } = store;
  const size = orderSize();
  if (size === null) return toast('Order must have a size', true);
  const done = await placeOrder({ coin: store.coin, buy: form.buy, size, price: form.type === 'limit' ? form.price : null, reduceOnly: form.reduceOnly });
  if (done) Object.assign(form, { size: '', percent: 0 });
  redraw('form');
}

function dialog(title, ...children) {
  const veil = h('div', { class: N.veil, onclick: event => { if (event.target === veil) veil.remove(); } },
    h('div', { class: N.dialog, role: 'dialog', 'aria-label': title }, h('h2', {}, title), ...children));
  document.body.append(veil);
  return veil;
}
function marginModeDialog() {
  if (!store.assetData) return;
  const { leverage } = store.assetData;
  const choose = cross => () => { veil.remove(); changeLeverage(cross, leverage.value); };
  const veil = dialog(bare(store.coin) + '-USDC Margin Mode', h('div', { class: N.choice },
    h('button', { class: leverage.type === 'cross' ? N.on : '', onclick: choose(true) }, 'Cross: all cross positions share the same collateral.'),
    h('button', { class: leverage.type === 'isolated' ? N.on : '', onclick: choose(false) }, 'Isolated: the margin of a position is its own.')));
}
function leverageDialog() {
  if (!store.assetData) return;
  const { leverage } = store.assetData;
  const most = (store.assets.get(store.coin) || { maxLeverage: 20 }).maxLeverage;
  const field = h('input', { type: 'text', inputmode: 'numeric', value: String(leverage.value) });
  const confirm = () => { veil.remove(); changeLeverage(leverage.type === 'cross', Number(field.value)); };
  const veil = dialog('Adjust Leverage', h('span', { class: N.dim }, 'The maximum leverage is ' + most + 'x.'),
    h('div', { class: N.field }, h('span', {}, 'Leverage'), field), h('button', { class: N.submit, onclick: confirm }, 'Confirm'));
}
`;
