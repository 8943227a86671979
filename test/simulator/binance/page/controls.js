/** The controls of the form: text fields, tabs, check boxes. They write to `form` and have it made anew. */
function field(id, label, key, suffix, extra) {
  const input = h('input', {
    id,
    type: 'text',
    inputmode: 'decimal',
    autocomplete: 'off',
    class: 'bn-textField-input',
    value: form[key],
    oninput: event => {
      form[key] = event.target.value;
      drawFigures();
    },
    onfocus: event => event.target.parentNode.classList.add('focused'),
    onblur: event => event.target.parentNode.classList.remove('focused'),
  });
  return h('div', { class: 'bn-textField' }, h('label', { for: id }, label), input, suffix, extra);
}

function tabs(attributes, items, selected, pick) {
  return h(
    'div',
    { ...attributes, role: 'tablist' },
    items.map(([key, label, more]) =>
      h(
        'div',
        {
          role: 'tab',
          class: `bn-tab${key === selected ? ' active' : ''}`,
          'aria-selected': String(key === selected),
          tabindex: key === selected ? '0' : '-1',
          ...more,
          onclick: () => {
            pick(key);
            mountForm();
          },
        },
        label,
      ),
    ),
  );
}

function check(key, label) {
  return h(
    'div',
    { class: 'check-line' },
    h('div', {
      role: 'checkbox',
      class: `bn-checkbox${form[key] ? ' checked' : ''}`,
      'aria-checked': String(form[key]),
      'aria-label': label,
      tabindex: '0',
      onclick: () => {
        form[key] = !form[key];
        mountForm();
      },
    }),
    h('span', {}, label),
  );
}
