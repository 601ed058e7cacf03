import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Failed } from '../../kit/loaded.tsx';
import { Results } from '../../kit/results/results.tsx';
import { Skeleton } from '../../kit/skeleton.tsx';
import { ToggleGroup } from '../../kit/toggleGroup.tsx';
import { PatientFrame } from '../patientFrame.tsx';
import { patientQuery, resultsQuery } from '../queries.ts';
import { Together } from '../together/together.tsx';

/** A patient's results over time, together or one by one, as far as this professional may see the documents that they come from. */
export default function ResultsPage({ record }: { record: string }) {
  const { t } = useTranslation('pro');
  const isOpen = useQuery(patientQuery(record)).data?.access != null;
  const query = useQuery({ ...resultsQuery(record), enabled: isOpen });
  const [view, setView] = useState<'together' | 'each'>('together');
  const addressOf = (id: string) => `/p/${record}/documents/${id}`;
  return (
    <PatientFrame record={record} title={t('results.title')}>
      <p>
        <ToggleGroup
          label={t('together.view')}
          chosen={view}
          options={(['together', 'each'] as const).map((value) => ({ value, label: t(`together.${value}`) }))}
          onChoose={setView}
        />
      </p>
      {query.data === undefined &&
        (query.error ? <Failed error={query.error} retry={() => void query.refetch()} /> : <Skeleton rows={6} kind="cards" />)}
      {query.data !== undefined &&
        (view === 'together' ? (
          <Together analytes={query.data.analytes} addressOf={addressOf} />
        ) : (
          <Results answer={query.data} addressOf={addressOf} />
        ))}
    </PatientFrame>
  );
}
