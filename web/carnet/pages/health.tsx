import { useTranslation } from 'react-i18next';
import { Page } from '../../kit/page.tsx';
import { Essentials } from '../health/essentials.tsx';
import { useTitle } from '../relatives/useTitle.ts';
import { Ways } from '../ways.tsx';

/** Santé: the way to everything that the carnet says of one’s health. */
export default function HealthPage() {
  const { t } = useTranslation('carnet');
  const title = useTitle('health');
  return (
    <Page title={title} space={t('space')} lead={t('health.lead')}>
      <div className="carnet-hub">
        <Ways
          ways={[
            { to: '/sante/documents', icon: 'documents', name: t('nav.documents'), text: t('health.documents') },
            { to: '/sante/resultats', icon: 'results', name: t('nav.results'), text: t('health.results') },
            { to: '/sante/profil', icon: 'person', name: t('nav.profile'), text: t('health.profile') },
            { to: '/sante/traitements', icon: 'flag', name: t('nav.treatments'), text: t('health.treatments') },
            { to: '/sante/prevention', icon: 'done', name: t('nav.prevention'), text: t('health.prevention') },
            { to: '/rendez-vous', icon: 'later', name: t('nav.appointments'), text: t('health.appointments') },
            { to: '/sante/ajouter', icon: 'scan', name: t('nav.paper'), text: t('health.paper') },
          ]}
        />
        <Essentials />
      </div>
    </Page>
  );
}
