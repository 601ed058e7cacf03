import { useSyncExternalStore } from 'react';

let text = '';
const listeners = new Set<() => void>();

/** Has a screen reader say a sentence when it is free; nothing is shown. The same sentence twice is said twice. */
export function announce(sentence: string): void {
  // A trailing no-break space makes the same sentence a change, without which a live region stays silent.
  text = sentence === text ? `${sentence}\u00a0` : sentence;
  for (const tell of listeners) tell();
}

/** The live region of {@link announce}; once in each space. */
export function Announcer() {
  const said = useSyncExternalStore(
    (tell) => {
      listeners.add(tell);
      return () => listeners.delete(tell);
    },
    () => text,
  );
  return (
    <div className="for-readers" aria-live="polite" role="status">
      {said}
    </div>
  );
}
