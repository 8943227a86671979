import { render } from 'preact';
import drawingCss from '../ui/drawing.css?inline';
import { announcer } from './announce';
import { type Mount, mount } from './mount';
import { Overlay, type OverlayProps } from './overlay';
import overlayCss from './overlay.css?inline';

/** Milliseconds between two beats: the host is put back, and shown for five more seconds. */
const KEEP = 1000;

type Drawn = Omit<OverlayProps, 'announcement'>;

/** What is on the page: nothing, or the host with strip and card, drawn anew from what it is given. */
export function surface(window: Window & typeof globalThis, signal: AbortSignal) {
  const say = announcer(() => Date.now());
  let made: Mount | null = null;
  let announcement = '';

  const clear = () => {
    if (!made) return;
    render(null, made.root);
    made.remove();
    made = null;
  };
  const timer = window.setInterval(() => made?.keep(), KEEP);
  signal.addEventListener('abort', () => {
    window.clearInterval(timer);
    clear();
  });

  return {
    clear,
    /** `speak`: a change of the level is told to screen readers. */
    draw(props: Drawn, speak: boolean) {
      made ??= mount(window.document, `${drawingCss}${overlayCss}`);
      made.attach();
      const { strip, text } = props;
      if (speak) {
        const sentence = text('overlay_announce', strip.word, strip.joint.now, strip.joint.label);
        announcement = say(strip.level, sentence) ?? announcement;
      }
      render(<Overlay {...props} announcement={announcement} />, made.root);
    },
  };
}
