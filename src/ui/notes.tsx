import type { Note } from './view';

const SIGN: Record<Note['level'], string> = {
  plain: 'i',
  ok: '✓',
  warn: '!',
  danger: '!!',
  unknown: '?',
  stale: '…',
};

export function Sign({ level }: { level: Note['level'] }) {
  return (
    <span class={`sign l-${level}`} aria-hidden="true">
      {SIGN[level]}
    </span>
  );
}

/** The same thing is said once, at its first and most urgent level. */
export function Notes({ notes }: { notes: Note[] }) {
  if (!notes.length) return null;
  const once = notes.filter((note, i) => notes.findIndex(other => other.text === note.text) === i);
  return (
    <ul class="notes">
      {once.map(note => (
        <li class={`l-${note.level}`} key={note.text}>
          <Sign level={note.level} />
          <span>{note.text}</span>
        </li>
      ))}
    </ul>
  );
}
