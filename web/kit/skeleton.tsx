import { useTranslation } from 'react-i18next';

/**
 * The place of what is still on its way, as high as it will be: nothing moves when it comes. It is drawn after 400 ms only, by the style sheet;
 * a screen reader hears that it loads, once.
 */
export function Skeleton({ rows = 3, kind = 'rows' }: { rows?: number; kind?: 'rows' | 'cards' }) {
  const { t } = useTranslation();
  return (
    <div className={`skeleton skeleton-${kind}`} aria-busy="true">
      <p className="for-readers">{t('wait')}</p>
      {Array.from({ length: rows }, (_, n) => (
        <div key={n} className="skeleton-row" aria-hidden="true" />
      ))}
    </div>
  );
}
