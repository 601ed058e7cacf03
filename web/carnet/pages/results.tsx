import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Loaded } from '../../kit/loaded.tsx';
import { Page } from '../../kit/page.tsx';
import { Results } from '../../kit/results/results.tsx';
import { resultsQuery } from '../queries.ts';

/** The citizen's results over time, drawn from the reports of every laboratory. */
export default function ResultsPage() {
  const { t } = useTranslation('carnet');
  const query = useQuery(resultsQuery);
  return (
    <Page title={t('results.title')} space={t('space')} lead={t('results.lead')}>
      <Loaded query={query}>{(answer) => <Results answer={answer} addressOf={(id) => `/documents/${id}`} />}</Loaded>
    </Page>
  );
}
