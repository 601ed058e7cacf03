import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Loaded } from '../../kit/loaded.tsx';
import { Results } from '../../kit/results/results.tsx';
import { PatientFrame } from '../patientFrame.tsx';
import { patientQuery, resultsQuery } from '../queries.ts';

/** A patient's results over time, as far as this professional may see the documents that they come from. */
export default function ResultsPage({ record }: { record: string }) {
  const { t } = useTranslation('pro');
  const isOpen = useQuery(patientQuery(record)).data?.access != null;
  const query = useQuery({ ...resultsQuery(record), enabled: isOpen });
  const back = (
    <p className="back">
      <Link to={`/p/${record}`}>{t('document.back')}</Link>
    </p>
  );
  return (
    <PatientFrame record={record} title={t('results.title')} before={back}>
      <Loaded query={query}>{(answer) => <Results answer={answer} addressOf={(id) => `/p/${record}/documents/${id}`} />}</Loaded>
    </PatientFrame>
  );
}
