import { useState } from 'preact/hooks';
import type { Text } from '../../ui/text';
import type { PopupSite } from '../../ui/view';
import type { VenueId } from '../../venues/ids';
import { ask } from '../ask';
import { grant } from '../origins';

interface Props {
  sites: PopupSite[];
  text: Text;
  refresh(): Promise<void>;
}

/** Where the overlay is shown, and what the browser has not granted. */
export function Sites({ sites, text, refresh }: Props) {
  const [refused, setRefused] = useState(false);
  const set = async (site: PopupSite, enabled: boolean) => {
    await ask({ type: 'page-to-background/site', venue: site.venue as VenueId, enabled });
    await refresh();
  };
  // The request must follow the click at once: browsers grant nothing after an await.
  const allow = (site: PopupSite) =>
    grant(site.venue as VenueId).then(granted => {
      setRefused(!granted);
      return refresh();
    });
  return (
    <section class="panel">
      <h2>{text('popup_sites')}</h2>
      {sites.map(site => (
        <div key={site.venue}>
          <label class="line">
            <span>{site.name}</span>
            <span class="switch">
              <span class="faint">{text(site.enabled ? 'popup_site_on' : 'popup_site_off')}</span>
              <input
                type="checkbox"
                checked={site.enabled}
                onChange={event => set(site, event.currentTarget.checked)}
              />
            </span>
          </label>
          {site.granted ? null : (
            <div class="line l-warn">
              <span>{text('popup_grant', site.name)}</span>
              <button type="button" class="button" onClick={() => allow(site)}>
                {text('popup_grant_button')}
              </button>
            </div>
          )}
        </div>
      ))}
      {refused ? <p class="cap l-danger">{text('popup_grant_refused')}</p> : null}
    </section>
  );
}
