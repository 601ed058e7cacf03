import { useQueries } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Notice } from '../../kit/status.tsx';
import { IdentityStatus, Traits } from '../identity.tsx';
import { patientQuery } from '../queries.ts';

/** Whom a conversation is about, once recognised from its documents: the five traits, how sure they are, and the way to the record. */
export function PatientsOfThread({ records }: { records: readonly string[] }) {
  const { t } = useTranslation('pro');
  const patients = useQueries({ queries: records.map((record) => patientQuery(record)) });
  const known = patients.flatMap(({ data }) => data ?? []);
  if (known.length === 0) return null;
  return (
    <>
      {known.length > 1 && (
        <Notice tone="attention">
          <p>{t('mail.thread.several')}</p>
        </Notice>
      )}
      {known.map((patient) => (
        <section key={patient.record} className={known.length > 1 ? 'card' : 'identity'} aria-label={t('mail.thread.patient')}>
          <Traits patient={patient} />
          <p className="badges identity-mode">
            <IdentityStatus patient={patient} />
            <Link to={`/p/${patient.record}`}>{t('mail.thread.toRecord')}</Link>
          </p>
        </section>
      ))}
    </>
  );
}
