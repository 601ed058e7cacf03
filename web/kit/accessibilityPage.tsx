import { useTranslation } from 'react-i18next';
import { Page } from './page.tsx';

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
