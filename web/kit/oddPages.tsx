import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Page } from './page.tsx';
import { Press } from './press.tsx';

/** The screens that every space has besides its own. */
export function NotFoundPage({ space }: { space: string }) {
  const { t } = useTranslation();
  return (
    <Page title={t('notFound.title')} space={space} lead={t('notFound.text')}>
      <p>
        <Link to="/">{t('notFound.back')}</Link>
      </p>
    </Page>
  );
}

export function CrashPage({ space }: { space: string }) {
  const { t } = useTranslation();
  return (
    <Page title={t('crash.title')} space={space} lead={t('crash.text')}>
      <Press look="main" onPress={() => window.location.reload()}>
        {t('crash.reload')}
      </Press>
    </Page>
  );
}
