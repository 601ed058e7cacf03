import { useTranslation } from 'react-i18next';
import { Page } from '../kit/page.tsx';
import { SignInForm, TrialAccounts } from '../kit/signInForm.tsx';
import { Notice } from '../kit/status.tsx';

/** What a person sees before signing in: what this is, and one button. */
export function Invitation({ isProfessional }: { isProfessional: boolean }) {
  const { t } = useTranslation('carnet');
  return (
    <Page title={t('invite.title')} space={t('space')} lead={t('invite.lead')}>
      {isProfessional && (
        <Notice tone="info">
          <p>{t('invite.notCitizen')}</p>
        </Notice>
      )}
      <SignInForm action="/entrer/citoyen" label={t('invite.signIn')} fallback="/carnet" />
      <section className="card" aria-labelledby="points">
        <h2 id="points">{t('invite.points')}</h2>
        <ul className="ticks">
          <li>{t('invite.point1')}</li>
          <li>{t('invite.point2')}</li>
          <li>{t('invite.point3')}</li>
        </ul>
      </section>
      <TrialAccounts kind="citizen" />
    </Page>
  );
}
