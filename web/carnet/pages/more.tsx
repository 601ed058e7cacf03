import { useTranslation } from 'react-i18next';
import { Page } from '../../kit/page.tsx';
import { useSession } from '../../kit/session.ts';
import { IdentitySheet } from '../settings/identitySheet.tsx';
import { Leave } from '../settings/leave.tsx';
import { Ways } from '../ways.tsx';

/** Plus: everything else, in one list; and the way out. */
export default function MorePage() {
  const { t } = useTranslation('carnet');
  const name = useSession().data?.name ?? '';
  return (
    <Page title={t('more.title')} space={t('space')} lead={t('settings.accountText', { name })}>
      <Ways
        ways={[
          { to: '/proches', icon: 'person', name: t('relatives.title'), text: t('more.relatives') },
          { to: '/rendez-vous', icon: 'later', name: t('nav.appointments'), text: t('health.appointments') },
          { to: '/urgence', icon: 'warning', name: t('nav.emergency'), text: t('more.emergency') },
          { to: '/services', icon: 'share', name: t('more.services'), text: t('more.servicesText') },
          { to: '/export', icon: 'download', name: t('nav.export'), text: t('more.export') },
          { to: '/acces/signalements', icon: 'flag', name: t('cases.title'), text: t('more.cases') },
          { to: '/reglages', icon: 'settings', name: t('more.settings'), text: t('more.settingsText') },
          { to: '/reglages/connexion', icon: 'access', name: t('more.connection'), text: t('more.connectionText') },
        ]}
      />
      <IdentitySheet />
      <Leave />
    </Page>
  );
}
