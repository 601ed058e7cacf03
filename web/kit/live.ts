import { useEffect, useEffectEvent } from 'react';

/** `message`: something changed in a mailbox. */
export type LiveEvent = 'document' | 'access' | 'rights' | 'message';
const events: readonly LiveEvent[] = ['document', 'access', 'rights', 'message'];
const reopenAfterSeconds = 10;

/**
 * Listens to the server's events while the screen is shown. They carry no data: the listener reads again what it needs. After a
 * cut, `onEvent` is called once for each kind, because something may have been missed. The browser reconnects by itself after a
 * lost line but gives up after an error answer (a restart behind a proxy), hence the timer.
 */
export function useLive(url: string | undefined, onEvent: (event: LiveEvent) => void): void {
  const tell = useEffectEvent(onEvent);
  useEffect(() => {
    if (url === undefined) return;
    let source: EventSource;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let wasCut = false;
    const open = () => {
      source = new EventSource(url);
      for (const event of events) source.addEventListener(event, () => tell(event));
      source.onerror = () => {
        wasCut = true;
        if (source.readyState === EventSource.CLOSED) timer = setTimeout(open, reopenAfterSeconds * 1000);
      };
      source.onopen = () => {
        if (wasCut) for (const event of events) tell(event);
        wasCut = false;
      };
    };
    open();
    return () => {
      clearTimeout(timer);
      source.close();
    };
  }, [url]);
}
