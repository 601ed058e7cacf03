import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { RecordWords } from '../../kit/profile/recordWords.tsx';
import { Notice } from '../../kit/status.tsx';
import { patientQuery } from '../queries.ts';
import { synthesisQuery } from '../synthesis.ts';

/** What the person must not be given, beside the prescription that is being written; nothing until it is known. */
export function Allergies({ record }: { record: string }) {
  const { t } = useTranslation('pro');
  const isOpen = useQuery(patientQuery(record)).data?.access != null;
  const { data } = useQuery({ ...synthesisQuery(record), enabled: isOpen });
  if (data === undefined) return null;
  const { allergies } = data;
  return (
    <Notice tone={allergies.some(({ severe }) => severe) ? 'danger' : 'info'} title={t('day.synthesis.allergies')}>
      {allergies.length === 0 ? (
        <p>{t('day.synthesis.noneAllergies')}</p>
      ) : (
        <p>
          {allergies.map(({ key, label, severe }, index) => (
            <span key={key}>
              {index > 0 && ', '}
              <RecordWords words={label} />
              {severe && ` (${t('day.synthesis.severe').toLocaleLowerCase()})`}
            </span>
          ))}
        </p>
      )}
    </Notice>
  );
}
