import { useEffect, useEffectEvent } from 'react';

export type LiveEvent = 'document' | 'access' | 'rights';
const events: readonly LiveEvent[] = ['document', 'access', 'rights'];

/**
 * Listens to the server's events while the screen is shown. They carry no data: the listener reads again what it needs. After a
 * cut the browser reconnects by itself, and `onEvent` is called once for each kind, because something may have been missed.
 */
export function useLive(url: string | undefined, onEvent: (event: LiveEvent) => void): void {
  const tell = useEffectEvent(onEvent);
  useEffect(() => {
    if (url === undefined) return;
    const source = new EventSource(url);
    let wasCut = false;
    for (const event of events) source.addEventListener(event, () => tell(event));
    source.onerror = () => {
      wasCut = true;
    };
    source.onopen = () => {
      if (wasCut) for (const event of events) tell(event);
      wasCut = false;
    };
    return () => source.close();
  }, [url]);
}
