/**
 * The overlay: runs beside the page in a world of its own, from before the page's first script. It relays what
 * the tap copies, reads the order form, and draws what the background makes of both.
 */
import { TAP_HELLO } from '../messages';
import { browserText } from '../ui/text';
import { form as binanceForm } from '../venues/binance/form';
import { pages as binancePages } from '../venues/binance/pages';
import { form as bybitForm } from '../venues/bybit/form';
import { HOSTS as BYBIT, pages as bybitPages } from '../venues/bybit/pages';
import { form as deribitForm } from '../venues/deribit/form';
import { pages as deribitPages } from '../venues/deribit/pages';
import { form as dydxForm } from '../venues/dydx/form';
import { pages as dydxPages } from '../venues/dydx/pages';
import { form as hyperliquidForm } from '../venues/hyperliquid/form';
import { pages as hyperliquidPages } from '../venues/hyperliquid/pages';
import { form as okxForm } from '../venues/okx/form';
import { HOSTS as OKX, pages as okxPages } from '../venues/okx/pages';
import { positionsTables } from '../venues/page/positions-table';
import { life } from './life';
import { alive, runtime } from './runtime';
import { session } from './session';

const VENUES = [
  { pages: hyperliquidPages, form: hyperliquidForm, host: 'app.hyperliquid.xyz' },
  { pages: binancePages, form: binanceForm, host: 'www.binance.com' },
  ...OKX.map(host => ({ pages: okxPages, form: okxForm, table: positionsTables, host })),
  { pages: deribitPages, form: deribitForm, host: 'www.deribit.com' },
  ...BYBIT.map(host => ({ pages: bybitPages, form: bybitForm, table: positionsTables, host })),
  { pages: dydxPages, form: dydxForm, host: 'dydx.trade' },
];

function start() {
  const venue = VENUES.find(each => each.host === location.hostname);
  if (!venue || window.top !== window) return;
  const api = runtime();
  const controller = life({
    document,
    alive: () => alive(api),
    every: (work, milliseconds) => {
      const timer = setInterval(work, milliseconds);
      return () => clearInterval(timer);
    },
  });
  const { receive } = session({
    window: window as Window & typeof globalThis,
    api,
    venue,
    text: browserText(),
    controller,
  });
  fromTap(receive, controller.signal);
}

/** Takes the port of the tap, and keeps the page from seeing that there was one. */
function fromTap(receive: (data: unknown) => void, signal: AbortSignal) {
  const listen = (event: MessageEvent) => {
    if (event.source !== window || event.origin !== location.origin) return;
    if (event.data !== TAP_HELLO || event.ports.length !== 1) return;
    event.stopImmediatePropagation();
    window.removeEventListener('message', listen, true);
    const port = event.ports[0]!;
    port.onmessage = ({ data }) => receive(data);
    signal.addEventListener('abort', () => port.close());
  };
  window.addEventListener('message', listen, { capture: true, signal });
}

start();
