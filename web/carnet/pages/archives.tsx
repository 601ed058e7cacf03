import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { ArchivedDocuments } from '../../kit/archivedDocuments.tsx';
import { Page } from '../../kit/page.tsx';

/** What the person, or who wrote it, put away. */
export default function ArchivesPage() {
  const { t } = useTranslation('carnet');
  const back = (
    <p className="back">
      <Link to="/sante/documents">{t('doc.back', { ns: 'kit' })}</Link>
    </p>
  );
  return (
    <Page title={t('archive.title', { ns: 'kit' })} space={t('space')} before={back}>
      <p>{t('archive.lead', { ns: 'kit' })}</p>
      <ArchivedDocuments
        remembered={['documents']}
        base="/api/carnet/documents"
        audience="citizen"
        addressOf={(id) => `/sante/documents/${id}`}
      />
    </Page>
  );
}
