import { render } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { browser } from '../../browser';
import '../../ui/drawing.css';
import { Mark } from '../../ui/mark';
import { Notes } from '../../ui/notes';
import { browserText } from '../../ui/text';
import type { PopupView } from '../../ui/view';
import { ask } from '../ask';
import '../page.css';
import { themedPage } from '../themed-page';
import { Account } from './account';
import { Alerts } from './alerts';
import './popup.css';
import { Diagnostics } from './diagnostics';
import { Record } from './record';
import { Sites } from './sites';
import { Watch } from './watch';

const REFRESH = 1000;
const text = browserText();

function Popup() {
  const [view, setView] = useState<PopupView | null>(null);
  const [trouble, setTrouble] = useState<string | null>(null);
  const refresh = async () => {
    const reply = await ask<PopupView>({ type: 'page-to-background/popup' });
    if (reply.ok) {
      setView(reply.value);
      setTrouble(null);
    } else setTrouble(reply.message);
  };
  useEffect(() => {
    void refresh();
    const timer = setInterval(refresh, REFRESH);
    return () => clearInterval(timer);
  }, []);

  return (
    <>
      <header class="line">
        <h1>
          <Mark level="warn" /> {text('popup_title')}
        </h1>
        <button type="button" class="link" onClick={() => browser.runtime.openOptionsPage()}>
          {text('popup_settings')}
        </button>
      </header>
      {trouble ? <Notes notes={[{ text: text('popup_no_answer', trouble), level: 'danger' }]} /> : null}
      {view === null && !trouble ? <p class="dim">{text('popup_loading')}</p> : null}
      {view ? <Known view={view} refresh={refresh} /> : null}
    </>
  );
}

function Known({ view, refresh }: { view: PopupView; refresh(): Promise<void> }) {
  return (
    <>
      {view.accounts.length ? (
        view.accounts.map(account => (
          <Account key={account.id} account={account} text={text} refresh={refresh} />
        ))
      ) : (
        <p class="panel dim">{text('popup_no_accounts')}</p>
      )}
      {view.problems.length ? (
        <section class="panel">
          <h2>{text('popup_problems')}</h2>
          <Notes notes={view.problems} />
        </section>
      ) : null}
      <Watch text={text} refresh={refresh} />
      <Sites sites={view.sites} text={text} refresh={refresh} />
      <Alerts alerts={view.alerts} text={text} />
      <Record text={text} />
      <Diagnostics sources={view.diagnostics} text={text} />
    </>
  );
}

themedPage(document);
render(<Popup />, document.getElementById('page')!);
