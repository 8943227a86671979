import { render } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { browser } from '../../browser';
import '../../ui/drawing.css';
import { Mark } from '../../ui/mark';
import { browserText } from '../../ui/text';
import { grant, originsOf } from '../origins';
import '../page.css';
import { VENUES, type VenueId, venueIds } from '../../venues/ids';
import { themedPage } from '../themed-page';
import './welcome.css';

const text = browserText();

const eitherOf = (names: string[]) => new Intl.ListFormat('en', { type: 'disjunction' }).format(names);

function Welcome() {
  return (
    <>
      <h1>
        <Mark level="warn" /> {text('welcome_title')}
      </h1>
      <p class="lead-text">{text('welcome_lead')}</p>
      <section class="panel">
        <h2>{text('welcome_where')}</h2>
        <p>{text('welcome_where_text', eitherOf(venueIds.map(venue => VENUES[venue].name)))}</p>
        {venueIds.map(venue => (
          <Access key={venue} venue={venue} name={VENUES[venue].name} />
        ))}
      </section>
      <section class="panel">
        <h2>{text('welcome_reads')}</h2>
        <ul>
          <li>{text('welcome_reads_page')}</li>
          <li>{text('welcome_reads_public')}</li>
        </ul>
      </section>
      <section class="panel">
        <h2>{text('welcome_never')}</h2>
        <ul>
          <li>{text('welcome_never_trade')}</li>
          <li>{text('welcome_never_send')}</li>
          <li>{text('welcome_never_keys')}</li>
        </ul>
      </section>
      <section class="panel">
        <h2>{text('welcome_honest')}</h2>
        <p>{text('welcome_honest_text')}</p>
        <p class="dim">{text('welcome_estimates')}</p>
      </section>
    </>
  );
}

/** Browsers may install an extension without the access that it asks for, and the trader may take it back. */
function Access({ venue, name }: { venue: VenueId; name: string }) {
  const [granted, setGranted] = useState<boolean | null>(null);
  const look = () =>
    browser.permissions.contains({ origins: originsOf(venue) }).then(setGranted, () => setGranted(null));
  useEffect(() => {
    void look();
  }, []);
  if (granted === null) return null;
  return (
    <div class="line access">
      <span class={granted ? 'dim' : 'l-warn'}>
        {granted ? text('welcome_access_ok', name) : text('popup_grant', name)}
      </span>
      {granted ? null : (
        <button type="button" class="button" onClick={() => grant(venue).then(look)}>
          {text('popup_grant_button')}
        </button>
      )}
    </div>
  );
}

themedPage(document);
document.title = text('welcome_title');
render(<Welcome />, document.getElementById('page')!);
