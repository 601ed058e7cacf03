import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useTitle } from './relatives/useTitle.ts';

/** The way up, above the title of a screen: a carnet that is installed has no « Précédent » of a browser. */
export function Back({ to }: { to: '/sante' | '/messages' | '/acces' | '/plus' }) {
  const { t } = useTranslation('carnet');
  const names = {
    '/sante': useTitle('health'),
    '/messages': t('messages.back'),
    '/acces': t('nav.access'),
    '/plus': t('nav.more'),
  };
  return (
    <p className="back">
      <Link to={to}>{names[to]}</Link>
    </p>
  );
}
