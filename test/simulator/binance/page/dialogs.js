/** Toasts, and the dialogs of leverage and margin mode. */
const toasts = h('div', { class: 'toasts', role: 'status' });

function toast(text, good) {
  const one = h('div', { class: good ? 'toast good' : 'toast bad' }, text);
  toasts.append(one);
  setTimeout(() => one.remove(), 3500);
}

function dialog(title, content, confirm) {
  const close = () => shade.remove();
  const shade = h(
    'div',
    { class: 'shade' },
    h(
      'div',
      { class: 'dialog', role: 'dialog', 'aria-modal': 'true', 'aria-label': title },
      h('h3', {}, title),
      content,
      h(
        'button',
        {
          type: 'button',
          class: 'bn-button bn-button__primary',
          onclick: async () => {
            const answer = await confirm();
            close();
            toast(answer?.success ? title : answer?.message || 'Network error', answer?.success === true);
            await loadConfig();
            loadSoon();
          },
        },
        word('confirm'),
      ),
    ),
  );
  shade.addEventListener('click', event => {
    if (event.target === shade) close();
  });
  document.body.append(shade);
  shade.querySelector('input, button')?.focus();
}

function openLeverageDialog() {
  const { symbol } = store;
  const most = store.brackets.get(symbol)?.[0]?.maxOpenPosLeverage || 125;
  const input = h('input', {
    type: 'number',
    min: '1',
    max: String(most),
    'aria-label': word('leverage'),
    value: String(configOf(symbol).leverage),
  });
  dialog(word('leverage'), h('div', { class: 'dialog-field' }, input, h('span', {}, `x  (1–${most})`)), () =>
    post(`v1/private/${family}/user-data/adjustLeverage`, { symbol, leverage: Number(input.value) }),
  );
}

function openMarginDialog() {
  const { symbol } = store;
  let chosen = configOf(symbol).marginType;
  const choice = type =>
    h(
      'button',
      {
        type: 'button',
        class: `choice${type === chosen ? ' on' : ''}`,
        onclick: event => {
          chosen = type;
          for (const one of event.target.parentNode.children)
            one.classList.toggle('on', one === event.target);
        },
      },
      word(type === 'ISOLATED' ? 'isolated' : 'cross'),
    );
  dialog(word('marginMode'), h('div', { class: 'choices' }, choice('CROSSED'), choice('ISOLATED')), () =>
    post(`v1/private/${family}/user-data/change-margin-type`, { symbol, marginType: chosen }),
  );
}
