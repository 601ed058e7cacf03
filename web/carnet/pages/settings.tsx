import { useTranslation } from 'react-i18next';
import { LanguageSwitch } from '../../kit/languageSwitch.tsx';
import { Page } from '../../kit/page.tsx';
import { Back } from '../back.tsx';
import { FederatedAccounts } from '../federated.tsx';
import { IdentitySheet } from '../settings/identitySheet.tsx';
import { Leave } from '../settings/leave.tsx';
import { Ways } from '../ways.tsx';

/** Réglages: language, messages, oppositions, the accounts that open the carnet, help. */
export default function SettingsPage() {
  const { t } = useTranslation('carnet');
  return (
    <Page title={t('settings.title')} space={t('space')} before={<Back to="/plus" />}>
      <section className="card" aria-labelledby="language">
        <h2 id="language">{t('settings.languageTitle')}</h2>
        <LanguageSwitch />
        <p className="hint">{t('settings.languageHint')}</p>
      </section>
      <Ways
        ways={[
          { to: '/messages/reglages', icon: 'messages', name: t('messages.settings'), text: t('settings.messagesText') },
          { to: '/acces', hash: 'oppositions', icon: 'blocked', name: t('settings.oppositionLink'), text: t('more.opposition') },
          { to: '/acces', hash: 'closing', icon: 'access', name: t('closing.title'), text: t('closing.text') },
          { to: '/reglages/connexion', icon: 'access', name: t('connection.link'), text: t('more.connectionText') },
          { to: '/services', icon: 'share', name: t('more.services'), text: t('more.servicesText') },
          { to: '/export', icon: 'download', name: t('nav.export'), text: t('more.export') },
        ]}
      />
      <FederatedAccounts />
      <IdentitySheet />
      <section className="card" aria-labelledby="help">
        <h2 id="help">{t('settings.helpTitle')}</h2>
        <p>{t('settings.helpText')}</p>
        <p>{t('emergency', { ns: 'kit' })}</p>
      </section>
      <Leave />
    </Page>
  );
}
