/**
 * What the exchanges' pages share: a strict Content-Security-Policy, the shell of the document, and the script
 * that draws a chart and an order book which changes 20 times a second.
 *
 * Trusted Types allow no policy at all ('none'): whoever builds the page by markup, or injects a script from
 * outside, fails here as on a guarded site. Page scripts use createElement and textContent only.
 */
import { randomBytes } from 'node:crypto';
import type { ServerResponse } from 'node:http';

export interface PageParts {
  title: string;
  lang?: string;
  /** CSS; goes into one <style> with the nonce. */
  style: string;
  /** Classic script; the first in the page. Reads `window.__PAGE__`. */
  script: string;
  /** JSON for the script: written into a data block, no code. */
  data: unknown;
  theme: 'dark' | 'light';
  /** Origins that the page may fetch from and open sockets to, beyond its own. */
  connect: string[];
}

/** Sends the page. Every answer has a nonce of its own. */
export function sendPage(res: ServerResponse, parts: PageParts) {
  const nonce = randomBytes(16).toString('base64');
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}' 'strict-dynamic'`,
    `style-src 'nonce-${nonce}'`,
    "img-src 'self' data:",
    "font-src 'self'",
    `connect-src 'self' ${parts.connect.join(' ')}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join('; ');
  // Inside a data block only `<` could end it early.
  const data = JSON.stringify(parts.data).replaceAll('<', '\\u003c');
  const html = `<!doctype html>
<html lang="${parts.lang ?? 'en'}" data-theme="${parts.theme}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="${parts.theme}">
<title>${parts.title.replaceAll('<', '&lt;')}</title>
<style nonce="${nonce}">${parts.style}</style>
<script nonce="${nonce}" type="application/json" id="page-data">${data}</script>
</head>
<body>
<div id="root"></div>
<script nonce="${nonce}">${parts.script}</script>
</body>
</html>
`;
  res.writeHead(200, {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': policy,
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'strict-origin-when-cross-origin',
    // The page may enter the back/forward cache: no no-store here.
    'cache-control': 'no-cache',
  });
  res.end(html);
}

export function sendJson(
  res: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
) {
  res.writeHead(status, { 'content-type': 'application/json', ...headers });
  res.end(JSON.stringify(body));
}

/** A 1×1 transparent icon, so that browsers do not log a missing favicon. */
export function sendIcon(res: ServerResponse) {
  res.writeHead(200, { 'content-type': 'image/svg+xml', 'cache-control': 'max-age=86400' });
  res.end('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"/>');
}

/**
 * Script text, to be put before a page's own. Defines in the page:
 *   h(tag, attributes, ...children)  builds an element; `on…` attributes are listeners, `class` is the class
 *   mountBook(container, options)    an order book that changes 20 times a second around options.mid()
 *   mountChart(container)            → { bars([{open,high,low,close}]), price(number) }: candles on a canvas
 */
export const sharedScript = `
'use strict';
function h(tag, attributes, ...children) {
  const svg = ['svg', 'path', 'circle', 'rect', 'line'].includes(tag);
  const element = svg ? document.createElementNS('http://www.w3.org/2000/svg', tag) : document.createElement(tag);
  for (const [name, value] of Object.entries(attributes || {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else if (name === 'class') element.setAttribute('class', value);
    else if (name === 'value' || name === 'checked') element[name] = value;
    else element.setAttribute(name, value === true ? '' : String(value));
  }
  for (const child of children.flat(Infinity)) {
    if (child === null || child === undefined || child === false) continue;
    element.append(child.nodeType ? child : document.createTextNode(String(child)));
  }
  return element;
}

function mountBook(container, { mid, tick, decimals, sizeDecimals, names, levels = 11 }) {
  const row = side => {
    const cells = [h('span', { class: names.price }), h('span', { class: names.size }), h('span', { class: names.total })];
    const bar = h('i', { class: names.bar });
    return { node: h('div', { class: names.row + ' ' + names[side] }, bar, ...cells), cells, bar };
  };
  const asks = Array.from({ length: levels }, () => row('ask'));
  const bids = Array.from({ length: levels }, () => row('bid'));
  const spread = h('div', { class: names.spread });
  container.replaceChildren(...asks.map(r => r.node).reverse(), spread, ...bids.map(r => r.node));
  const sizes = { ask: [], bid: [] };
  let seed = 7;
  const random = () => ((seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0) / 4294967296);
  const fill = (rows, side, center) => {
    let total = 0;
    const totals = [];
    for (let k = 0; k < levels; k++) {
      if (sizes[side][k] === undefined || random() < 0.25) {
        sizes[side][k] = ((20000 * (0.15 + random() * random() * 3)) / center) * (1 + k / 4);
      }
      total += sizes[side][k];
      totals.push(total);
    }
    rows.forEach((r, k) => {
      const price = center + (side === 'ask' ? 1 : -1) * tick * (k + 0.5);
      const [p, s, t] = r.cells;
      p.textContent = price.toFixed(decimals);
      s.textContent = sizes[side][k].toFixed(sizeDecimals);
      t.textContent = totals[k].toFixed(sizeDecimals);
      r.bar.style.width = ((100 * totals[k]) / total).toFixed(1) + '%';
    });
  };
  const draw = () => {
    const center = mid();
    if (!(center > 0) || document.hidden) return;
    fill(asks, 'ask', center);
    fill(bids, 'bid', center);
    spread.textContent = 'Spread  ' + tick.toFixed(decimals) + '  ' + ((100 * tick) / center).toFixed(3) + '%';
  };
  draw();
  const timer = setInterval(draw, 50);
  return () => clearInterval(timer);
}

function mountChart(container, { rising, falling, grid, text, decimals }) {
  const canvas = h('canvas', {});
  container.replaceChildren(canvas);
  let bars = [];
  const draw = () => {
    const { width, height } = container.getBoundingClientRect();
    if (width < 10 || height < 10) return;
    const scale = window.devicePixelRatio || 1;
    canvas.width = width * scale;
    canvas.height = height * scale;
    canvas.style.width = width + 'px';
    canvas.style.height = height + 'px';
    const c = canvas.getContext('2d');
    c.scale(scale, scale);
    const axis = 66;
    const step = 7;
    const shown = bars.slice(-Math.floor((width - axis) / step));
    if (shown.length === 0) return;
    const high = Math.max(...shown.map(b => b.high));
    const low = Math.min(...shown.map(b => b.low));
    const pad = (high - low) * 0.08 || high * 0.01;
    const foot = 46;
    const base = 16;
    const y = price => 8 + ((high + pad - price) / (high - low + 2 * pad)) * (height - foot - base - 16);
    c.font = '11px system-ui, sans-serif';
    c.textBaseline = 'middle';
    for (let k = 0; k <= 6; k++) {
      const price = low - pad + ((high - low + 2 * pad) * k) / 6;
      c.fillStyle = grid;
      c.fillRect(0, Math.round(y(price)), width - axis, 1);
      c.fillStyle = text;
      c.fillText(price.toFixed(decimals), width - axis + 8, y(price));
    }
    c.fillStyle = text;
    c.textAlign = 'center';
    shown.forEach((b, k) => {
      if (!b.at || (b.at / 3600000) % 24 !== 0) return;
      const label = new Date(b.at).toLocaleDateString('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' });
      if (k * step > 20 && k * step < width - axis - 20) c.fillText(label, k * step + 4, height - 7);
    });
    c.textAlign = 'left';
    const loudest = Math.max(...shown.map(b => b.volume || 0)) || 1;
    shown.forEach((b, k) => {
      const x = k * step + 2;
      c.fillStyle = b.close >= b.open ? rising : falling;
      c.globalAlpha = 0.28;
      const bar = ((b.volume || 0) / loudest) * foot;
      c.fillRect(x, height - base - bar, step - 2, bar);
      c.globalAlpha = 1;
      c.fillRect(x + 2, y(b.high), 1, Math.max(1, y(b.low) - y(b.high)));
      const top = y(Math.max(b.open, b.close));
      c.fillRect(x, top, step - 2, Math.max(1, y(Math.min(b.open, b.close)) - top));
    });
    const last = shown[shown.length - 1];
    c.fillStyle = last.close >= last.open ? rising : falling;
    const at = Math.round(y(last.close));
    c.setLineDash([2, 3]);
    c.strokeStyle = c.fillStyle;
    c.beginPath();
    c.moveTo(0, at + 0.5);
    c.lineTo(width - axis, at + 0.5);
    c.stroke();
    c.setLineDash([]);
    c.fillRect(width - axis + 2, at - 9, axis - 2, 18);
    c.fillStyle = '#fff';
    c.fillText(last.close.toFixed(decimals), width - axis + 8, at);
  };
  const observer = new ResizeObserver(draw);
  observer.observe(container);
  return {
    bars(next) { bars = next; draw(); },
    price(value) {
      const last = bars[bars.length - 1];
      if (!last) return;
      last.close = value;
      last.high = Math.max(last.high, value);
      last.low = Math.min(last.low, value);
      draw();
    },
    stop() { observer.disconnect(); },
  };
}
`;
