import { useId, useState } from 'preact/hooks';

interface Props {
  label: string;
  /** What is drawn of the label, where its surroundings say the rest. Absent: all. */
  shown?: string;
  unit: string;
  value: number;
  least: number;
  most: number;
  change(value: number): void;
}

/** A number that is taken when the field is left or Enter is pressed, and only when it is one within the limits. */
export function NumberField({ label, shown: words, unit, value, least, most, change }: Props) {
  const id = useId();
  const [typed, setTyped] = useState<string | null>(null);
  const shown = typed ?? String(Math.round(value * 100) / 100);
  const number = Number(shown);
  const valid = shown.trim() !== '' && number >= least && number <= most;
  const take = () => {
    if (typed !== null && valid) {
      change(number);
      setTyped(null);
    }
  };
  return (
    <div class="line">
      <label for={id}>
        {words === undefined ? (
          label
        ) : (
          <>
            <span class="sr">{label}</span>
            <span aria-hidden="true">{words}</span>
          </>
        )}
      </label>
      <span class="number">
        <input
          id={id}
          type="number"
          min={least}
          max={most}
          step="any"
          value={shown}
          aria-invalid={!valid}
          onInput={event => setTyped(event.currentTarget.value)}
          onBlur={take}
          onKeyDown={event => {
            if (event.key === 'Enter') take();
            if (event.key === 'Escape') setTyped(null);
          }}
        />
        <span class="faint">{unit}</span>
      </span>
    </div>
  );
}
