/**
 * The host of what is drawn: an element with a name made up anew on every page, a closed root, and nothing in
 * the page's own tree to read. It takes no clicks; only the strip and the card inside do.
 */
export interface Mount {
  root: HTMLElement;
  /** Puts the host back when the page has thrown it out. */
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
  const keep = () => {
    if (!host.isConnected) document.body?.append(host);
  };
  keep();
  return { root, keep, remove: () => host.remove() };
}

function madeUpName(): string {
  const letters = [...crypto.getRandomValues(new Uint8Array(12))].map(
    byte => 'abcdefghijklmnopqrstuvwxyz'[byte % 26],
  );
  return `${letters.slice(0, 5).join('')}-${letters.slice(5).join('')}`;
}
