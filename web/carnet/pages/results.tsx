import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Failed } from '../../kit/loaded.tsx';
import { Page } from '../../kit/page.tsx';
import { Skeleton } from '../../kit/skeleton.tsx';
import { resultsQuery } from '../queries.ts';
import { ResultList } from '../results/resultList.tsx';
import '../screens.css';
import { useTitle } from '../relatives/useTitle.ts';

/** The citizen's results over time, drawn from the reports of every laboratory. */
export default function ResultsPage() {
  const { t } = useTranslation('carnet');
  const title = useTitle('results');
  const query = useQuery(resultsQuery);
  const back = (
    <p className="back">
      <Link to="/sante">{t('health.title')}</Link>
    </p>
  );
  return (
    <Page title={title} space={t('space')} lead={t('result.lead')} before={back}>
      {query.data === undefined && !query.error && <Skeleton rows={6} kind="cards" />}
      {query.error && <Failed error={query.error} retry={() => void query.refetch()} />}
      {query.data && <ResultList answer={query.data} />}
    </Page>
  );
}
