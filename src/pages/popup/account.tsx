import { Figure } from '../../ui/figure';
import { Notes } from '../../ui/notes';
import { Sparkline } from '../../ui/sparkline';
import type { Text } from '../../ui/text';
import type { PopupAccount } from '../../ui/view';
import { ask } from '../ask';
import { saveFile } from '../save-file';

/** One account: how far, how full, what is nearest; how old that is, and whether the venue says the same. */
export function Account({
  account,
  text,
  refresh,
}: {
  account: PopupAccount;
  text: Text;
  refresh(): Promise<void>;
}) {
  const { joint, usage, nearest, check, history } = account;
  const save = async () => {
    const reply = await ask<string>({ type: 'page-to-background/history', account: account.id });
    if (reply.ok) saveFile('plimsoll-24h.csv', reply.value, 'text/csv');
  };
  const forget = async () => {
    await ask({ type: 'page-to-background/forget', account: account.id });
    await refresh();
  };
  return (
    <article class={`panel account edge-${account.level}`}>
      <div class="h">
        <span>{account.title}</span>
        <span class={`word l-${account.level}`}>{account.word}</span>
      </div>
      <div class="figures">
        {[joint, usage, nearest].map(figure => (
          <div key={figure.label} title={figure.hint}>
            <span class="faint">{figure.label}</span>
            <Figure figure={figure} text={text} name="" />
          </div>
        ))}
      </div>
      {history ? <Sparkline history={history} text={text} /> : null}
      <div class="line cap">
        <span class={check.level === 'ok' ? 'dim' : `l-${check.level}`} title={account.age}>
          {check.text}
        </span>
        {history ? (
          <button
            type="button"
            class="link save"
            aria-label={text('popup_history_save_of', account.title)}
            onClick={save}
          >
            {text('popup_history_save')}
          </button>
        ) : null}
        {account.watched ? (
          <button
            type="button"
            class="link"
            aria-label={text('popup_forget_account', account.title)}
            onClick={forget}
          >
            {text('popup_forget')}
          </button>
        ) : null}
      </div>
      <Notes notes={account.notes} />
    </article>
  );
}
