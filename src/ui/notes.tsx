import type { Level, Note } from './view';

const SIGN: Record<Level, string> = { ok: '✓', warn: '!', danger: '!!', unknown: '?', stale: '…' };

export function Sign({ level }: { level: Level }) {
  return (
    <span class={`sign l-${level}`} aria-hidden="true">
      {SIGN[level]}
    </span>
  );
}

export function Notes({ notes }: { notes: Note[] }) {
  if (!notes.length) return null;
  return (
    <ul class="notes">
      {notes.map(note => (
        <li class={`l-${note.level}`} key={note.text}>
          <Sign level={note.level} />
          <span>{note.text}</span>
        </li>
      ))}
    </ul>
  );
}
