import { useId } from 'preact/hooks';

interface Props {
  label: string;
  value: string;
  /** Keys are shown, secrets are not. */
  hidden?: boolean;
  disabled?: boolean;
  change(value: string): void;
}

/** A field whose content no browser is to remember. */
export function SecretField({ label, value, hidden = true, disabled = false, change }: Props) {
  const id = useId();
  const field = {
    id,
    value,
    disabled,
    class: 'secret',
    autocomplete: 'off',
    spellcheck: false as const,
    onInput: (event: { currentTarget: HTMLInputElement }) => change(event.currentTarget.value),
  };
  return (
    <div class="line">
      <label for={id}>{label}</label>
      {hidden ? <input type="password" {...field} /> : <input type="text" {...field} />}
    </div>
  );
}
