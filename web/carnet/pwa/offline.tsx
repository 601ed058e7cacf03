import { Link } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../kit/button.tsx';
import { Page } from '../../kit/page.tsx';

/** The carnet without network: what works, what waits, and it comes back by itself. */
export default function OfflinePage({ retry }: { retry: () => void }) {
  const { t } = useTranslation('carnet');
  useEffect(() => {
    window.addEventListener('online', retry);
    return () => window.removeEventListener('online', retry);
  }, [retry]);
  return (
    <Page title={t('away.title')} space={t('space')} lead={t('away.lead')}>
      <section className="card">
        <h2>{t('away.works')}</h2>
        <ul>
          <li>
            {t('away.card')} <Link to="/urgence">{t('away.cardLink')}</Link>
          </li>
          <li>{t('away.call')}</li>
        </ul>
      </section>
      <section className="card">
        <h2>{t('away.not')}</h2>
        <ul>
          <li>{t('away.not1')}</li>
          <li>{t('away.not2')}</li>
          <li>{t('away.not3')}</li>
        </ul>
      </section>
      <Button look="main" onPress={retry}>
        {t('away.retry')}
      </Button>
    </Page>
  );
}
