import { useState } from 'preact/hooks';
import type { OwnScenario as Own, Settings } from '../../settings';
import type { Text } from '../../ui/text';
import { NumberField } from './number-field';

interface Props {
  own: Settings['ownScenario'];
  text: Text;
  change(own: Settings['ownScenario']): void;
}

/** A fall that nobody expects, to begin with. */
const SUPPOSED = -0.3;

/** What the trader supposes: some coins move so far, the others follow or stand still. */
export function OwnScenario({ own, text, change }: Props) {
  const [coin, setCoin] = useState('');
  const scenario: Own = own ?? { moves: {}, others: 'beta' };
  const entries = Object.entries(scenario.moves);
  const set = (moves: Own['moves']) => change(Object.keys(moves).length > 0 ? { ...scenario, moves } : null);
  const add = (event: Event) => {
    event.preventDefault();
    const name = coin.trim().toUpperCase();
    if (name === '') return;
    setCoin('');
    set({ ...scenario.moves, [name]: scenario.moves[name] ?? SUPPOSED });
  };
  return (
    <section class="panel">
      <h2>{text('options_own')}</h2>
      {entries.map(([name, move]) => (
        <div class="line" key={name}>
          <div class="grow">
            <NumberField
              label={`${name} ${text('options_own_move')}`}
              unit={text('options_percent')}
              value={move * 100}
              least={-100}
              most={1000}
              change={percent => set({ ...scenario.moves, [name]: percent / 100 })}
            />
          </div>
          <button
            type="button"
            class="link"
            aria-label={text('options_own_remove', name)}
            onClick={() => set(Object.fromEntries(entries.filter(([other]) => other !== name)))}
          >
            <span aria-hidden="true">×</span>
          </button>
        </div>
      ))}
      {entries.length ? (
        <label class="line">
          <span>{text('options_own_others')}</span>
          <select
            value={scenario.others}
            onChange={event => change({ ...scenario, others: event.currentTarget.value as Own['others'] })}
          >
            <option value="beta">{text('options_own_beta')}</option>
            <option value="still">{text('options_own_still')}</option>
          </select>
        </label>
      ) : null}
      <form class="line" onSubmit={add}>
        <input
          type="text"
          value={coin}
          maxLength={24}
          placeholder="BTC"
          aria-label={text('options_own_coin')}
          onInput={event => setCoin(event.currentTarget.value)}
        />
        <button type="submit" class="button">
          {text('options_own_add')}
        </button>
      </form>
      <p class="cap faint">{text('options_own_hint')}</p>
    </section>
  );
}
