/** How the pages that are drawn by hand redraw: part of each page's one script, with `h` of page.ts before it. */
export const regionScript = `
const root = document.getElementById('root');
const regions = {};

/** Regions are redrawn whole, with new nodes, at most once a frame. */
const dirty = new Set();
let pressed = null;
let asked = false;
addEventListener('pointerdown', event => { pressed = event.target; }, true);
for (const end of ['pointerup', 'pointercancel']) addEventListener(end, () => setTimeout(() => { pressed = null; redraw(); }), true);
function redraw(...names) {
  for (const name of names) dirty.add(name);
  if (asked || dirty.size === 0) return;
  asked = true;
  requestAnimationFrame(() => {
    asked = false;
    for (const name of [...dirty]) {
      // A press that has begun is let end on the node where it began; the region is redrawn then.
      if (pressed && regions[name] && regions[name].node.contains(pressed)) continue;
      dirty.delete(name);
      if (regions[name] && regions[name].node.isConnected) regions[name].draw();
    }
  });
}
function region(name, className, draw) {
  const node = h('div', { class: className });
  regions[name] = { node, draw: () => node.replaceChildren(...[draw()].flat(Infinity).filter(Boolean)) };
  return node;
}
`;
