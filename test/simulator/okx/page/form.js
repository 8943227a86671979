/**
 * The order form. Its parts are made anew whenever something but the typed text changes, and now and then for no
 * reason, as a framework does; an input that has the focus stays. Nothing but labels tells the fields apart.
 */
const form = {
  type: 'limit',
  action: 'open',
  price: '',
  trigger: '',
  amount: '',
  unit: 'coin',
  reduceOnly: false,
  postOnly: false,
  mode: 'cross',
};
const formBox = h('div', { class: 'order-form' });
const toasts = h('div', { class: 'toasts' });

function toast(text, good) {
  const node = h('div', { class: good ? 'toast good' : 'toast bad', role: 'status' }, text);
  toasts.append(node);
  setTimeout(() => node.remove(), 2500);
}

const leverage = () => {
  const row = [...store.positions.values()].find(one => one.instId === store.instId);
  return row ? Number(row.lever) : 10;
};
const markOf = instId => store.marks.get(instId) || 0;
const unitText = () => {
  const { coin, inverse } = contractOf(store.instId);
  return form.unit === 'contracts'
    ? word('contracts')
    : form.unit === 'coin'
      ? coin
      : inverse
        ? 'USD'
        : 'USDT';
};

/** What is typed, in contracts. */
function contracts() {
  const { value, inverse, lot } = contractOf(store.instId);
  const typed = Number(form.amount.replaceAll(',', ''));
  const price = form.type === 'limit' ? Number(form.price.replaceAll(',', '')) : markOf(store.instId);
  if (!(typed > 0)) return 0;
  const units =
    form.unit === 'contracts'
      ? typed
      : form.unit === 'coin'
        ? (inverse ? typed * price : typed) / value
        : (inverse ? typed : typed / price) / value;
  return Number((Math.floor(units / lot + 1e-9) * lot).toFixed(8));
}

async function submit(side, posSide, closes) {
  const sz = contracts();
  if (sz === 0) return toast(word('amount'), false);
  const order = {
    instId: store.instId,
    tdMode: form.mode,
    side,
    posSide,
    ordType: form.type === 'market' ? 'market' : form.postOnly ? 'post_only' : 'limit',
    px: form.type === 'market' ? '' : form.price.replaceAll(',', ''),
    sz: String(sz),
    reduceOnly: closes,
  };
  const answer = await call('trade/order', order);
  const good = answer?.code === '0';
  toast(good ? 'Order filled' : answer?.data?.[0]?.sMsg || answer?.msg || 'Network error', good);
  if (!good) return;
  form.amount = '';
  mountForm();
}

function field(label, key, suffix) {
  const input = h('input', {
    type: 'text',
    inputmode: 'decimal',
    autocomplete: 'off',
    class: 'okui-input-input',
    value: form[key],
    'data-slot': key,
    oninput: event => {
      form[key] = event.target.value;
      drawAvailable();
    },
  });
  return h(
    'div',
    { class: 'okui-input' },
    h('label', { class: 'okui-input-label' }, label),
    h('div', { class: 'okui-input-box' }, input, suffix),
  );
}

const tab = (text, on, choose) =>
  h(
    'div',
    {
      role: 'tab',
      class: on ? 'okui-tab okui-tab-active' : 'okui-tab',
      'aria-selected': String(on),
      onclick: choose,
    },
    text,
  );
const change = part => () => {
  Object.assign(form, part);
  mountForm();
};
const check = (key, label) =>
  h(
    'label',
    { class: 'okui-checkbox' },
    h('input', {
      type: 'checkbox',
      checked: form[key],
      onchange: event => change({ [key]: event.target.checked })(),
    }),
    h('span', {}, label),
  );
const button = (text, tone, press) =>
  h('button', { type: 'button', class: `okui-btn ${tone}`, onclick: press }, text);

function buttons() {
  if (store.loggedIn === false) return [button(word('login'), 'plain', () => {})];
  if (!page.hedge) {
    return [
      button(word('buy'), 'buy', () => submit('buy', 'net', form.reduceOnly)),
      button(word('sell'), 'sell', () => submit('sell', 'net', form.reduceOnly)),
    ];
  }
  return form.action === 'open'
    ? [
        button(word('openLong'), 'buy', () => submit('buy', 'long', false)),
        button(word('openShort'), 'sell', () => submit('sell', 'short', false)),
      ]
    : [
        button(word('closeShort'), 'buy', () => submit('buy', 'short', true)),
        button(word('closeLong'), 'sell', () => submit('sell', 'long', true)),
      ];
}

const availableText = h('b', {});
function drawAvailable() {
  const { settle } = contractOf(store.instId);
  const row = store.balances.get(settle);
  availableText.textContent = row ? `${Number(row.availEq).toFixed(2)} ${settle}` : '--';
}

function mountForm() {
  const { activeElement } = document;
  const focus = formBox.contains(activeElement) ? activeElement.dataset.slot : undefined;
  const cursor = focus ? activeElement.selectionStart : null;
  const { inverse } = contractOf(store.instId);
  const quote = inverse ? 'USD' : 'USDT';
  const units = ['coin', 'quote', 'contracts'];
  const parts = [
    h(
      'div',
      { class: 'form-head' },
      button(word(form.mode), 'pill', change({ mode: form.mode === 'cross' ? 'isolated' : 'cross' })),
      button(`${leverage().toFixed(2)}x`, 'pill', () => {}),
    ),
    page.hedge &&
      h(
        'div',
        { class: 'tabs actions', role: 'tablist' },
        tab(word('open'), form.action === 'open', change({ action: 'open' })),
        tab(word('close'), form.action === 'close', change({ action: 'close' })),
      ),
    h(
      'div',
      { class: 'tabs types', role: 'tablist' },
      ['limit', 'market', 'stop'].map(type => tab(word(type), form.type === type, change({ type }))),
    ),
    form.type === 'stop' && field(word('trigger'), 'trigger', h('span', {}, quote)),
    form.type === 'limit' &&
      field(
        word('price'),
        'price',
        button('BBO', 'small', () =>
          change({ price: markOf(store.instId).toFixed(contractOf(store.instId).decimals) })(),
        ),
      ),
    field(
      word('amount'),
      'amount',
      button(unitText(), 'unit', () =>
        change({ unit: units[(units.indexOf(form.unit) + 1) % 3], amount: '' })(),
      ),
    ),
    h('div', { class: 'line' }, h('span', {}, word('available')), availableText),
    h(
      'div',
      { class: 'checks' },
      !page.hedge && check('reduceOnly', word('reduceOnly')),
      form.type === 'limit' && check('postOnly', word('postOnly')),
    ),
    h('div', { class: 'buttons' }, buttons()),
  ];
  formBox.replaceChildren(...parts.filter(Boolean));
  drawAvailable();
  if (!focus) return;
  const again = formBox.querySelector(`[data-slot="${focus}"]`);
  again?.focus({ preventScroll: true });
  if (cursor !== null) again?.setSelectionRange(cursor, cursor);
}

/** What the head and the buttons depend on; when it changes they are made anew. */
let drawn = '';
hearers.add(() => {
  const now = [store.instId, leverage(), store.loggedIn].join();
  if (now === drawn) return drawAvailable();
  drawn = now;
  mountForm();
});
setInterval(() => {
  if (!formBox.contains(document.activeElement)) mountForm();
}, 7000);
