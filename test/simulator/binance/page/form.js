/**
 * The order form. Its parts are made anew whenever something but the typed text changes, and now and then for no
 * reason, as a framework does; an input that has the focus stays.
 */
const form = {
  type: 'LIMIT',
  action: 'open',
  side: 'BUY',
  price: '',
  stop: '',
  amount: '',
  unit: 'base',
  reduceOnly: false,
  postOnly: false,
};
let formMounts = 0;
const formBox = h('div', { class: 'form' });

function submitButton(label, tone, side, positionSide, closes) {
  return h(
    'button',
    {
      type: 'button',
      class: `bn-button bn-button__${tone}`,
      onclick: () => submit(side, positionSide, closes),
    },
    label,
  );
}

function submitButtons() {
  if (store.loggedIn === false) {
    return h('button', { type: 'button', class: 'bn-button bn-button__primary' }, word('login'));
  }
  if (store.hedge) {
    return form.action === 'open'
      ? [
          submitButton(word('openLong'), 'buy', 'BUY', 'LONG', false),
          submitButton(word('openShort'), 'sell', 'SELL', 'SHORT', false),
        ]
      : [
          submitButton(word('closeShort'), 'buy', 'BUY', 'SHORT', true),
          submitButton(word('closeLong'), 'sell', 'SELL', 'LONG', true),
        ];
  }
  const buy = submitButton(word('buyLong'), 'buy', 'BUY', 'BOTH', form.reduceOnly);
  const sell = submitButton(word('sellShort'), 'sell', 'SELL', 'BOTH', form.reduceOnly);
  if (page.layout === 'tabs') return form.side === 'BUY' ? buy : sell;
  return [buy, sell];
}

async function submit(side, positionSide, closes) {
  const quantity = baseAmount(side);
  if (quantity === null || Number(quantity) === 0) return toast(word('enterSize'), false);
  const order = {
    symbol: store.symbol,
    side,
    positionSide,
    quantity,
    reduceOnly: closes && positionSide === 'BOTH',
    placeType: 'order-form',
    timeInForce: form.postOnly ? 'GTX' : 'GTC',
  };
  if (form.type === 'CONDITIONAL') {
    const conditional = { ...order, type: 'STOP_MARKET', stopPrice: form.stop, workingType: 'MARK_PRICE' };
    return done(await post(`v1/private/${family}/order/place-algo-order`, conditional), word('placed'));
  }
  const limit = form.type === 'LIMIT' ? { price: form.price, postOnly: form.postOnly } : {};
  const answer = await post(`v1/private/${family}/order/place-order`, {
    ...order,
    type: form.type,
    ...limit,
  });
  done(answer, form.postOnly ? word('placed') : word('filled'));
}

/** After an order: say what happened, empty the amount, ask for the account. */
function done(answer, success) {
  const good = answer?.success === true;
  toast(good ? success : answer?.message || answer?.msg || 'Network error', good);
  if (good) {
    form.amount = '';
    mountForm();
  }
  loadSoon();
}

const figuresBox = h('div', { class: 'figures' });
const availableText = h('b', {});

/** Figures below and above the buttons; text only, so that nothing that is typed into is touched. */
function drawFigures() {
  const { marginAsset, dollars, stepSize } = contractOf(store.symbol);
  const { leverage } = configOf(store.symbol);
  availableText.textContent = `${shown(available(), dollars ? 6 : 2)} ${marginAsset}`;
  const column = (side, id) => {
    const amount = Number(baseAmount(side) || 0);
    const price = orderPrice();
    const worth = dollars ? dollars / price : price;
    const cost = (amount * worth) / leverage;
    const limit = form.unit === 'base' ? floorTo(most(side), stepSize) : shown(most(side) * worth, 2);
    return h(
      'div',
      {},
      h('div', {}, h('span', {}, word('cost')), h('b', {}, `${shown(cost, dollars ? 6 : 2)} ${marginAsset}`)),
      h(
        'div',
        { 'data-testid': id },
        h('span', {}, word('max')),
        h('b', {}, `${limit} ${unitOf(form.unit)}`),
      ),
    );
  };
  figuresBox.replaceChildren(column('BUY', 'max-buy-amount'), column('SELL', 'max-sell-amount'));
}

function mountForm() {
  const focus = formBox.contains(document.activeElement) ? document.activeElement.id.split('-')[0] : null;
  const cursor = focus ? document.activeElement.selectionStart : null;
  const { symbol } = store;
  const { quoteAsset } = contractOf(symbol);
  const { leverage, marginType } = configOf(symbol);
  const mount = ++formMounts;
  const unit = unitOf(form.unit);
  const types = ['LIMIT', 'MARKET', 'CONDITIONAL'].map(type => [type, word(type), { 'data-tab-key': type }]);
  const take = key => value => {
    form[key] = value;
  };
  const parts = [
    h(
      'div',
      { class: 'form-head' },
      h(
        'button',
        { type: 'button', class: 'pill', onclick: () => openMarginDialog() },
        word(marginType === 'ISOLATED' ? 'isolated' : 'cross'),
      ),
      h('button', { type: 'button', class: 'pill', onclick: () => openLeverageDialog() }, `${leverage}x`),
      h('button', { type: 'button', class: 'pill narrow' }, 'S'),
    ),
    store.hedge &&
      tabs(
        { id: 'position-direction', class: 'bn-tabs segmented' },
        [
          ['open', word('open')],
          ['close', word('close')],
        ],
        form.action,
        take('action'),
      ),
    !store.hedge &&
      page.layout === 'tabs' &&
      tabs(
        { class: 'bn-tabs bn-tabs__buySell segmented' },
        [
          ['BUY', word('buy')],
          ['SELL', word('sell')],
        ],
        form.side,
        take('side'),
      ),
    tabs({ class: 'bn-tabs types' }, types, form.type, take('type')),
    h('div', { class: 'available' }, h('span', {}, word('available')), availableText),
    form.type === 'CONDITIONAL' &&
      field(`stopPrice-${mount}`, word('stop'), 'stop', h('span', { class: 'suffix' }, quoteAsset)),
    form.type === 'LIMIT' &&
      field(
        `limitPrice-${mount}`,
        word('price'),
        'price',
        h('span', { class: 'suffix' }, quoteAsset),
        h('button', { type: 'button', class: 'bbo', onclick: takeBest }, 'BBO'),
      ),
    form.type === 'MARKET' &&
      h(
        'div',
        { class: 'bn-textField disabled' },
        h('label', {}, word('price')),
        h('span', {}, word('marketPrice')),
      ),
    field(
      `unitAmount-${mount}`,
      word('size'),
      'amount',
      h(
        'button',
        { type: 'button', class: 'unit', 'aria-haspopup': 'listbox', onclick: switchUnit },
        unit,
        h('i', {}, '▾'),
      ),
    ),
    h(
      'div',
      { class: 'slider', role: 'group' },
      [0, 25, 50, 75, 100].map(part =>
        h('button', {
          type: 'button',
          'aria-label': `${part}%`,
          title: `${part}%`,
          class: form.amount === `${part}%` ? 'on' : '',
          onclick: () => {
            form.amount = part === 0 ? '' : `${part}%`;
            mountForm();
          },
        }),
      ),
    ),
    h(
      'div',
      { class: 'checks' },
      !store.hedge && check('reduceOnly', word('reduceOnly')),
      form.type === 'LIMIT' && check('postOnly', word('postOnly')),
    ),
    h('div', { class: 'buttons' }, submitButtons()),
    figuresBox,
  ];
  formBox.replaceChildren(...parts.filter(Boolean));
  drawFigures();
  remember();
  if (focus) {
    const again = formBox.querySelector(`[id^="${focus}-"]`);
    again?.focus();
    if (cursor !== null) again?.setSelectionRange(cursor, cursor);
  }
}

function takeBest() {
  const { tickSize } = contractOf(store.symbol);
  form.price = floorTo(markOf(store.symbol), tickSize);
  mountForm();
}

function switchUnit() {
  form.unit = form.unit === 'base' ? 'quote' : 'base';
  form.amount = '';
  mountForm();
}

/** The site keeps the state of the form in one string inside another. */
function remember() {
  const futuresOrderForm = JSON.stringify({
    orderType: form.type,
    subOrderType: form.type === 'CONDITIONAL' ? 'STOP_MARKET' : form.type,
    timeInForce: form.postOnly ? 'GTX' : 'GTC',
  });
  localStorage.setItem(
    'persist:futures-trade-ui',
    JSON.stringify({ futuresOrderForm, _persist: '{"version":-1}' }),
  );
}

/** What the head, the tabs and the buttons depend on; when it changes they are made anew. */
let drawn = '';
hearers.add(() => {
  const { leverage, marginType } = configOf(store.symbol);
  const now = [store.symbol, leverage, marginType, store.hedge, store.loggedIn].join();
  if (now !== drawn) {
    drawn = now;
    mountForm();
  } else {
    drawFigures();
  }
});

setInterval(() => {
  if (awake && !formBox.contains(document.activeElement)) mountForm();
}, 7000);
