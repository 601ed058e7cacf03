import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Icon } from '../../kit/icon.tsx';
import { OpenApps } from '../openApps.tsx';
import { PatientDocuments } from '../patientDocuments.tsx';
import { PatientFrame } from '../patientFrame.tsx';

/** One patient: whose record, then the documents, and the ways to publish. */
export function PatientPage({ record, category }: { record: string; category: string | undefined }) {
  const { t } = useTranslation('pro');
  return (
    <PatientFrame record={record}>
      <p className="actions">
        <Link to={`/p/${record}/publier`} className="button button-main">
          <Icon name="publish" /> {t('patient.publish')}
        </Link>{' '}
        <Link to={`/p/${record}/resultats`} className="button button-plain">
          <Icon name="results" /> {t('patient.results')}
        </Link>
        <Link to={`/p/${record}/ordonnance`} className="button button-plain">
          {t('prescription.title')}
        </Link>
        <Link to={`/p/${record}/vaccination`} className="button button-plain">
          {t('vaccination.title')}
        </Link>
        <Link to={`/p/${record}/message`} className="button button-plain">
          <Icon name="mail" /> {t('mail.letter.toPerson')}
        </Link>
        <a className="button button-plain" href={`/api/pro/patients/${record}/identity.pdf`} download="fiche-identite.pdf">
          <Icon name="print" /> {t('identitySheet', { ns: 'kit' })}
        </a>
      </p>
      <OpenApps record={record} />
      <PatientDocuments record={record} category={category} />
    </PatientFrame>
  );
}
