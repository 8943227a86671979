/**
 * The host of what is drawn: an element with a name made up anew on every page, a closed root, and nothing in
 * the page's own tree to read. It takes no clicks; only the strip and the card inside do.
 */
export interface Mount {
  root: HTMLElement;
  /** Puts the host back when the page has thrown it out. */
  attach(): void;
  /** The same, and says that there is still somebody behind it. */
  keep(): void;
  remove(): void;
}

export function mount(document: Document, css: string): Mount {
  const host = document.createElement(madeUpName());
  const shadow = host.attachShadow({ mode: 'closed' });
  const style = document.createElement('style');
  style.textContent = css;
  const root = document.createElement('div');
  root.className = 'drawing';
  shadow.append(style, root);
  let beat = false;
  const attach = () => {
    if (!host.isConnected) document.body?.append(host);
  };
  const keep = () => {
    attach();
    // Firefox ends a content script without a word when its extension goes, and leaves its elements behind: a
    // number that nobody renews must not stay. Each beat starts the animation anew that would hide it.
    beat = !beat;
    root.className = `drawing ${beat ? 'tick' : 'tock'}`;
  };
  keep();
  return { root, attach, keep, remove: () => host.remove() };
}

function madeUpName(): string {
  const letters = [...crypto.getRandomValues(new Uint8Array(12))].map(
    byte => 'abcdefghijklmnopqrstuvwxyz'[byte % 26],
  );
  return `${letters.slice(0, 5).join('')}-${letters.slice(5).join('')}`;
}
