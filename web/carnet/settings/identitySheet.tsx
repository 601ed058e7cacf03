import { useTranslation } from 'react-i18next';
import { Icon } from '../../kit/icon.tsx';
import { FileLink } from '../../kit/linkButton.tsx';

/** The sheet to show at a desk, to take away. */
export function IdentitySheet() {
  const { t } = useTranslation('carnet');
  return (
    <section className="card" aria-labelledby="identity">
      <h2 id="identity">{t('settings.identityTitle')}</h2>
      <p>{t('settings.identityText')}</p>
      <p>
        <FileLink href="/api/carnet/identity.pdf" name="fiche-identite.pdf">
          <Icon name="print" /> {t('identitySheet', { ns: 'kit' })}
        </FileLink>
      </p>
    </section>
  );
}
