import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { ArchivedDocuments } from '../../kit/archivedDocuments.tsx';
import { PatientFrame } from '../patientFrame.tsx';
import { patientBase } from '../queries.ts';

/** What was put away of a patient's documents. */
export default function ArchivesPage({ record }: { record: string }) {
  const { t } = useTranslation('pro');
  const back = (
    <p className="back">
      <Link to={`/p/${record}`}>{t('document.back')}</Link>
    </p>
  );
  return (
    <PatientFrame record={record} title={t('archive.title', { ns: 'kit' })} before={back}>
      <p>{t('archive.lead', { ns: 'kit' })}</p>
      <ArchivedDocuments
        remembered={['patient', record, 'documents']}
        base={`${patientBase(record)}/documents`}
        audience="professional"
        addressOf={(id) => `/p/${record}/documents/${id}`}
      />
    </PatientFrame>
  );
}
