import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Button } from '../../kit/button.tsx';
import { said } from '../../kit/i18n.ts';
import { Failed } from '../../kit/loaded.tsx';
import { useActing } from '../relatives/useActing.ts';
import { relativesQuery } from './queries.ts';

/** What is due to the children and others for whom the person acts. Slow or failing, it holds nothing else of the page. */
export function RelativesPrevention() {
  const { t } = useTranslation('carnet');
  const query = useQuery(relativesQuery);
  const acting = useActing();
  if (query.isError) return <Failed error={query.error} retry={() => void query.refetch()} />;
  const items = query.data?.items ?? [];
  if (items.length === 0) return null;
  return (
    <section aria-labelledby="prevention-relatives">
      <h2 id="prevention-relatives">{t('prevention.relatives')}</h2>
      <ul className="cards">
        {items.map(({ record, name, lines }) => {
          const due = lines.filter(({ state }) => state === 'due');
          const soon = lines.filter(({ state }) => state === 'soon');
          return (
            <li key={record} className="card prevention-relative">
              <h3>{name}</h3>
              {due.length === 0 && soon.length === 0 && <p>{t('prevention.relativeNothing')}</p>}
              {due.length > 0 && (
                <p>
                  <strong>{t('prevention.relativeDue', { count: due.length })}</strong>{' '}
                  {due.map(({ label }) => said(label)).join(' · ')}
                </p>
              )}
              {soon.length > 0 && (
                <p>
                  <strong>{t('prevention.relativeSoon', { count: soon.length })}</strong>{' '}
                  {soon.map(({ label }) => said(label)).join(' · ')}
                </p>
              )}
              <Button isDisabled={acting.isPending} onPress={() => acting.mutate(record)}>
                {t('prevention.openRelative', { name })}
              </Button>
            </li>
          );
        })}
      </ul>
      {acting.isError && <Failed error={acting.error} />}
    </section>
  );
}
