import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Button } from './button.tsx';
import { Page } from './page.tsx';

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
      <Button look="main" onPress={() => window.location.reload()}>
        {t('crash.reload')}
      </Button>
    </Page>
  );
}

/** What is known of this space's accessibility, without claiming more. */
export function AccessibilityPage({ space }: { space: string }) {
  const { t } = useTranslation();
  return (
    <Page title={t('accessibility.title')} space={space} lead={t('accessibility.state')}>
      <section className="card">
        <h2>{t('accessibility.doneTitle')}</h2>
        <ul>
          <li>{t('accessibility.done1')}</li>
          <li>{t('accessibility.done2')}</li>
          <li>{t('accessibility.done3')}</li>
        </ul>
        <h2>{t('accessibility.limitsTitle')}</h2>
        <ul>
          <li>{t('accessibility.limit1')}</li>
          <li>{t('accessibility.limit2')}</li>
        </ul>
      </section>
    </Page>
  );
}
