/**
 * The order form. Labels are all that tells its fields apart: classes are hashed, inputs have no name or id. It is
 * rebuilt with new nodes whenever anything but a keystroke changes it. Buy and sell have a button each.
 */
export const formScript = String.raw`
const instrument = () => store.instruments.get(store.symbol);
const isLinear = () => store.symbol.includes('_');
const coinOf = symbol => symbol.split(/[-_]/)[0];
const quoteOf = symbol => (symbol.includes('_') ? symbol.split(/[-_]/)[1] : 'USD');
/** The contract's own unit: dollars of an inverse one, coins of a linear one. */
const unitOf = () => store.form.unit || (isLinear() ? coinOf(store.symbol) : 'USD');
const markOf = symbol => (store.tickers.get(symbol) || {}).mark_price;
/** Where the focus goes after a rebuild; says nothing of what the field is. */
const slot = { price: 'a1', amount: 'a4', stop: 'a7' };
let summaryNode = null;

function orderForm() {
  const { form } = store;
  const change = fields => { Object.assign(form, fields); redraw('form'); };
  const focused = document.activeElement && document.activeElement.dataset ? document.activeElement.dataset.k : undefined;
  if (focused) queueMicrotask(() => { const again = regions.form.node.querySelector('[data-k="' + focused + '"]'); if (again) again.focus({ preventScroll: true }); });
  const input = key => h('input', {
    type: 'text', inputmode: 'decimal', autocomplete: 'off', spellcheck: 'false', value: form[key], 'data-k': slot[key],
    oninput: event => {
      const text = event.target.value.replace(',', '.');
      if (!/^\d*\.?\d*$/.test(text)) { event.target.value = form[key]; return; }
      form[key] = text;
      formSummary();
    },
  });
  const field = (label, key, tail) => h('div', { class: N.row }, h('span', { class: N.label }, label), h('div', { class: N.field }, input(key), tail));
  const units = [quoteOf(store.symbol), coinOf(store.symbol)];
  const unit = h('button', { onclick: () => change({ unit: units.find(each => each !== unitOf()), amount: '' }) }, unitOf());
  summaryNode = h('div', { class: N.pairs });
  const nodes = [
    h('div', { class: N.formTabs }, [['limit', 'Limit'], ['market', 'Market'], ['stop', 'Stop Limit']].map(([type, label]) =>
      h('button', { role: 'tab', 'aria-selected': String(form.type === type), class: form.type === type ? N.on : '', onclick: () => change({ type, price: type !== 'market' && !form.price ? String(markOf(store.symbol) || '') : form.price }) }, label))),
    field('Amount', 'amount', unit),
    form.type === 'stop' && field('Trigger Price', 'stop', h('span', {}, 'USD')),
    form.type !== 'market' && field('Price', 'price', h('span', {}, 'USD')),
    h('label', { class: N.check }, h('input', { type: 'checkbox', checked: form.reduceOnly, onchange: event => change({ reduceOnly: event.target.checked }) }), 'Reduce Only'),
    h('div', { class: N.sides },
      h('button', { class: N.buy, disabled: store.busy || !store.account, onclick: () => submit(true) }, 'Buy'),
      h('button', { class: N.sell, disabled: store.busy || !store.account, onclick: () => submit(false) }, 'Sell')),
    h('div', { class: N.rule }), summaryNode,
  ].filter(Boolean);
  fillSummary();
  return nodes;
}

function orderPrice() {
  return store.form.type === 'market' ? markOf(store.symbol) : Number(store.form.price);
}

/** In the contract's own unit, as the order will be sent; null: nothing to send. */
function orderAmount() {
  const row = instrument();
  const typed = Number(store.form.amount);
  const price = orderPrice();
  if (!row || !(typed > 0) || !(price > 0)) return null;
  const own = unitOf() === (isLinear() ? coinOf(store.symbol) : 'USD');
  const amount = own ? typed : isLinear() ? typed / price : typed * price;
  const steps = Math.floor(amount / row.min_trade_amount + 1e-9);
  return steps > 0 ? Number((steps * row.min_trade_amount).toFixed(8)) : null;
}

/** The lines below the buttons follow every keystroke and every price. */
function formSummary() {
  if (summaryNode && summaryNode.isConnected) fillSummary();
}
function fillSummary() {
  const amount = orderAmount();
  const price = orderPrice();
  const settle = (instrument() || {}).settlement_currency || '';
  const value = amount === null ? null : isLinear() ? amount * price : amount / price;
  summaryNode.replaceChildren(
    pair('Order Value', value === null ? '--' : value.toFixed(4) + ' ' + settle),
    pair('Margin', value === null ? '--' : (value / ((instrument() || {}).max_leverage || 50)).toFixed(6) + ' ' + settle));
}

async function submit(buy) {
  const { form } = store;
  const amount = orderAmount();
  if (amount === null || form.type === 'stop') return toast('Order must have an amount', true);
  const done = await placeOrder({ symbol: store.symbol, buy, amount, price: form.type === 'limit' ? Number(form.price) : null, reduceOnly: form.reduceOnly });
  if (done) form.amount = '';
  redraw('form');
}
`;
