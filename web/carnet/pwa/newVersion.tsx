import { useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { Press } from '../../kit/press.tsx';
import { Notice } from '../../kit/status.tsx';

let waiting: ServiceWorker | null = null;
const listeners = new Set<() => void>();

function arrived(found: ServiceWorker | null): void {
  waiting = found;
  for (const tell of listeners) tell();
}

/**
 * Keeps the shell of the carnet on this device, once its first screen is drawn. Without it (an old browser, no safe connection) the carnet works
 * as well, with a network.
 */
export function startWorker(): void {
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return;
  const keep = async (): Promise<void> => {
    const registration = await navigator.serviceWorker.register('/carnet/sw.js', { scope: '/carnet', updateViaCache: 'none' });
    const watch = (found: ServiceWorker | null): void => {
      const tell = () => found?.state === 'installed' && navigator.serviceWorker.controller !== null && arrived(found);
      found?.addEventListener('statechange', tell);
      tell();
    };
    watch(registration.waiting);
    registration.addEventListener('updatefound', () => watch(registration.installing));
  };
  // Nothing is lost when it fails: the next visit tries again.
  const later = (): void => void setTimeout(() => keep().catch(() => undefined), 2_000);
  if (document.readyState === 'complete') later();
  else window.addEventListener('load', later, { once: true });
}

/** Says that a newer carnet is here, and opens it when the person wants. */
export function NewVersion() {
  const { t } = useTranslation();
  const found = useSyncExternalStore(
    (tell) => {
      listeners.add(tell);
      return () => listeners.delete(tell);
    },
    () => waiting,
  );
  if (found === null) return null;
  const open = (): void => {
    navigator.serviceWorker.addEventListener('controllerchange', () => window.location.reload(), { once: true });
    found.postMessage('take-over');
  };
  return (
    <Notice tone="info">
      <div className="arrival">
        <p role="status">{t('offline.newVersion')}</p>
        <Press onPress={open}>{t('offline.reload')}</Press>
      </div>
    </Notice>
  );
}
