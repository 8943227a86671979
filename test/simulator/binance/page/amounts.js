/** Prices and amounts of what is typed: the sums of the form. */
const configOf = symbol => store.config.get(symbol) || { leverage: 20, marginType: 'CROSSED' };
const balanceOf = asset => store.balances.find(row => row.asset === asset);
const markOf = symbol => store.marks.get(symbol);

/** The price that the order would have, as a number. */
function orderPrice() {
  const typed = form.type === 'LIMIT' ? form.price : form.type === 'CONDITIONAL' ? form.stop : '';
  const price = typed === '' ? markOf(store.symbol) : Number(typed);
  return price > 0 ? price : Number.NaN;
}

const floorTo = (value, step) => {
  const decimals = decimalsIn(step);
  const scale = 10 ** decimals;
  return (Math.floor(value * scale + 1e-6) / scale).toFixed(decimals);
};

function available() {
  const { marginAsset } = contractOf(store.symbol);
  return Number(balanceOf(marginAsset)?.availableBalance || 0);
}

/** The most that could be bought or sold, in base units. */
function most(side) {
  const { leverage } = configOf(store.symbol);
  const held = store.positions
    .filter(row => row.symbol === store.symbol)
    .reduce((sum, row) => sum + Number(row.positionAmount), 0);
  const closes = !store.hedge && (side === 'BUY') === held < 0 ? Math.abs(held) : 0;
  const { dollars } = contractOf(store.symbol);
  const worth = dollars ? dollars / orderPrice() : orderPrice();
  return (available() * leverage) / worth / 1.01 + closes;
}

/** What is typed, in base units and cut to the step; null: nothing that could be ordered. */
function baseAmount(side) {
  const { stepSize, dollars } = contractOf(store.symbol);
  const text = form.amount.trim();
  const percent = /^(\d+(?:\.\d+)?)\s*%$/.exec(text);
  if (percent) return floorTo((most(side) * Number(percent[1])) / 100, stepSize);
  const typed = Number(text.replaceAll(',', ''));
  if (!(typed > 0)) return null;
  // Of COIN-M the second unit is the coin.
  const other = dollars ? (typed * orderPrice()) / dollars : typed / orderPrice();
  return floorTo(form.unit === 'base' ? typed : other, stepSize);
}

/** In what an amount counts: coins and dollars, or contracts and coins of COIN-M. */
function unitOf(unit) {
  const { dollars, baseAsset, quoteAsset } = contractOf(store.symbol);
  if (dollars) return unit === 'base' ? word('cont') : baseAsset;
  return unit === 'base' ? baseAsset : quoteAsset;
}
