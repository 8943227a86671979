import type { VNode } from 'preact';
import { Card } from '../ui/card';
import { Mark } from '../ui/mark';
import { paletteCss, type ThemeName } from '../ui/palette';
import { Strip } from '../ui/strip';
import type { Text } from '../ui/text';
import type { CardView, Level, StripView } from '../ui/view';
import type { Placement } from './placement';

export interface OverlayProps {
  strip: StripView;
  card: CardView | null;
  placement: Placement;
  open: boolean;
  collapsed: boolean;
  moving: boolean;
  theme: ThemeName;
  /** The page's own colour under the strip; null: not known. */
  ground: string | null;
  announcement: string;
  stress: number;
  choose(stress: number): void;
  text: Text;
  toggle(): void;
  collapse(): void;
  onEscape(event: KeyboardEvent): void;
  handleKey(event: KeyboardEvent): void;
  stripElement(element: HTMLElement | null): void;
}

const colourOf: Record<Level, string> = {
  ok: 'var(--ok)',
  warn: 'var(--warn)',
  danger: 'var(--danger)',
  unknown: 'var(--dim)',
  stale: 'var(--dim)',
};

/** Strip and card at their places. Display only: nothing here is a secret, an input or a confirmation. */
export function Overlay(props: OverlayProps) {
  const { strip, placement, open, collapsed, theme, text } = props;
  const uncertain = strip.level === 'unknown' || strip.level === 'stale';
  const { left, top, width, height } = placement.strip;
  return (
    <section
      aria-label={text('overlay_region')}
      style={`${paletteCss(theme)};--scheme:${theme};--level:${colourOf[strip.level]}`}
      onKeyDown={props.onEscape}
    >
      {placement.dock === 'below' && placement.atDock && !collapsed && props.ground ? (
        <div
          class="skirt"
          style={`left:${left}px;top:${top}px;width:${width}px;height:${height}px;--ground:${props.ground}`}
        />
      ) : null}
      <div
        class={`strip${collapsed ? ' pill' : ''}${uncertain ? ' uncertain' : ''}${props.moving ? ' moving' : ''}`}
        style={{ left: `${left}px`, top: `${top}px`, width: `${width}px` }}
        ref={props.stripElement}
      >
        <button
          type="button"
          class="handle"
          aria-label={text('overlay_move')}
          title={text('overlay_move')}
          onKeyDown={props.handleKey}
        >
          <Mark level={strip.level} />
        </button>
        <button
          type="button"
          class="main"
          aria-expanded={collapsed ? undefined : open}
          onClick={props.toggle}
          title={collapsed ? text('overlay_expand') : undefined}
        >
          <Strip strip={strip} text={text} />
          {collapsed ? null : (
            <span class="caret" aria-hidden="true">
              {open ? '▴' : '▾'}
            </span>
          )}
        </button>
        {collapsed ? null : (
          <button
            type="button"
            class="tool"
            aria-label={text('overlay_collapse')}
            title={text('overlay_collapse')}
            onClick={props.collapse}
          >
            <span aria-hidden="true">–</span>
          </button>
        )}
      </div>
      {open && placement.card ? (
        <CardBox {...props} box={placement.card} above={placement.card.top < top} />
      ) : null}
      <div class="sr" aria-live="polite">
        {props.announcement}
      </div>
    </section>
  );
}

/** The same card view gives the same nodes, so that moving and scrolling do not go through it again. */
let drawn: { card: CardView; strip: StripView; theme: ThemeName; stress: number; nodes: VNode } | null = null;

function CardBox({
  card,
  strip,
  stress,
  choose,
  theme,
  text,
  box,
  above,
  placement,
}: OverlayProps & { box: NonNullable<Placement['card']>; above: boolean }) {
  const same =
    drawn?.card === card && drawn.strip === strip && drawn.theme === theme && drawn.stress === stress;
  if (card && !same) {
    const nodes = (
      <Card card={card} strip={strip} stress={stress} choose={choose} theme={theme} text={text} />
    );
    drawn = { card, strip, theme, stress, nodes };
  }
  const grows = above && box.top + box.height <= placement.strip.top;
  return (
    <div
      class="card"
      // A card above the strip grows upwards from it; the host stands at the window's top.
      style={{
        left: `${box.left}px`,
        top: `${grows ? box.top + box.height : box.top}px`,
        width: `${box.width}px`,
        maxHeight: `${box.height}px`,
        transform: grows ? 'translateY(-100%)' : undefined,
      }}
    >
      {card ? drawn!.nodes : <p class="sec dim">{strip.note ?? text('overlay_waiting')}</p>}
    </div>
  );
}
