import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Button } from '../../kit/button.tsx';
import { Icon } from '../../kit/icon.tsx';
import { LanguageSwitch } from '../../kit/languageSwitch.tsx';
import { Failed } from '../../kit/loaded.tsx';
import { Page } from '../../kit/page.tsx';
import { useSession, useSignOut } from '../../kit/session.ts';
import { FederatedAccounts } from '../federated.tsx';

/** Plus: language, oppositions, help, and the way out. */
export default function SettingsPage() {
  const { t } = useTranslation('carnet');
  const name = useSession().data?.name ?? '';
  const { leave, failure } = useSignOut();
  return (
    <Page title={t('settings.title')} space={t('space')}>
      <section className="card" aria-labelledby="language">
        <h2 id="language">{t('settings.languageTitle')}</h2>
        <p>{t('settings.languageHint')}</p>
        <LanguageSwitch />
      </section>
      <section className="card" aria-labelledby="log">
        <h2 id="log">{t('log.title')}</h2>
        <p>{t('settings.logText')}</p>
        <p>
          <Link to="/acces/journal">{t('nav.log')}</Link>
        </p>
      </section>
      <section className="card" aria-labelledby="messages">
        <h2 id="messages">{t('messages.choices.title')}</h2>
        <p>{t('settings.messagesText')}</p>
        <p>
          <Link to="/messages/reglages">{t('messages.settings')}</Link>
        </p>
      </section>
      <section className="card" aria-labelledby="relatives">
        <h2 id="relatives">{t('relatives.title')}</h2>
        <p>{t('settings.relativesText')}</p>
        <p>
          <Link to="/proches">{t('relatives.link')}</Link>
        </p>
      </section>
      <section className="card" aria-labelledby="identity">
        <h2 id="identity">{t('settings.identityTitle')}</h2>
        <p>{t('settings.identityText')}</p>
        <p>
          <a className="button button-plain" href="/api/carnet/identity.pdf" download="fiche-identite.pdf">
            <Icon name="print" /> {t('identitySheet', { ns: 'kit' })}
          </a>
        </p>
      </section>
      <section className="card" aria-labelledby="opposition">
        <h2 id="opposition">{t('settings.oppositionTitle')}</h2>
        <p>{t('settings.oppositionText')}</p>
        <p>
          <Link to="/acces" hash="oppositions">
            {t('settings.oppositionLink')}
          </Link>
        </p>
      </section>
      <section className="card" aria-labelledby="cases">
        <h2 id="cases">{t('cases.title')}</h2>
        <p>{t('cases.lead')}</p>
        <p>
          <Link to="/acces/signalements">{t('cases.title')}</Link>
        </p>
      </section>
      <section className="card" aria-labelledby="share">
        <h2 id="share">{t('share.title')}</h2>
        <p>
          <Link to="/acces/partager">{t('share.open')}</Link>
        </p>
      </section>
      <section className="card" aria-labelledby="apps">
        <h2 id="apps">{t('apps.title')}</h2>
        <p>{t('apps.lead')}</p>
        <p>
          <Link to="/services">{t('apps.link')}</Link>
        </p>
      </section>
      <section className="card" aria-labelledby="help">
        <h2 id="help">{t('settings.helpTitle')}</h2>
        <p>{t('settings.helpText')}</p>
        <p>{t('emergency', { ns: 'kit' })}</p>
      </section>
      <FederatedAccounts />
      <section className="card" aria-labelledby="account">
        <h2 id="account">{t('settings.accountTitle')}</h2>
        <p>{t('settings.accountText', { name })}</p>
        <p>
          <Link to="/reglages/connexion">{t('connection.link')}</Link>
        </p>
        {failure !== undefined && <Failed error={failure} />}
        <Button onPress={() => void leave()}>{t('signOut', { ns: 'kit' })}</Button>
      </section>
    </Page>
  );
}
