import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Failed } from '../../kit/loaded.tsx';
import { Page } from '../../kit/page.tsx';
import { Skeleton } from '../../kit/skeleton.tsx';
import { resultsQuery } from '../queries.ts';
import { ResultList } from '../results/resultList.tsx';
import '../screens.css';
import { Back } from '../back.tsx';
import { useTitle } from '../relatives/useTitle.ts';

/** The citizen's results over time, drawn from the reports of every laboratory. */
export default function ResultsPage() {
  const { t } = useTranslation('carnet');
  const title = useTitle('results');
  const query = useQuery(resultsQuery);
  return (
    <Page title={title} space={t('space')} lead={t('result.lead')} before={<Back to="/sante" />}>
      {query.data === undefined && !query.error && <Skeleton rows={6} kind="cards" />}
      {query.error && <Failed error={query.error} retry={() => void query.refetch()} />}
      {query.data && <ResultList answer={query.data} />}
    </Page>
  );
}
