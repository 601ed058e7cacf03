import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { show } from '../../kit/dates.ts';
import { Failed } from '../../kit/loaded.tsx';
import { Page } from '../../kit/page.tsx';
import { Sources } from '../../kit/results/seriesParts.tsx';
import type { Analyte } from '../../kit/results/shapes.ts';
import { Skeleton } from '../../kit/skeleton.tsx';
import { Notice } from '../../kit/status.tsx';
import { resultsQuery } from '../queries.ts';
import { SeriesOfOne } from '../results/seriesOfOne.tsx';
import { shortName } from '../results/shortName.ts';
import '../screens.css';

/** One analyte. The address does not say which: it is the server's name for it in this carnet. */
export default function ResultPage({ address }: { address: string }) {
  const { t } = useTranslation('carnet');
  const query = useQuery(resultsQuery);
  const analyte = query.data?.analytes.find(({ ref }) => ref === address);
  const back = (
    <p className="back">
      <Link to="/sante/resultats">{t('result.back')}</Link>
    </p>
  );
  return (
    <Page title={analyte === undefined ? t('nav.results') : shortName(analyte.label)} space={t('space')} before={back}>
      {query.data === undefined && !query.error && <Skeleton rows={4} kind="cards" />}
      {query.data === undefined && query.error && <Failed error={query.error} retry={() => void query.refetch()} />}
      {query.data && analyte === undefined && (
        <Notice tone="info">
          <p>{t('result.unknownAddress')}</p>
        </Notice>
      )}
      {analyte?.series.map((series) => (
        <SeriesOfOne key={series.unit} series={series} name={analyte.label} />
      ))}
      {analyte && <InWords words={analyte.words} />}
    </Page>
  );
}

function InWords({ words }: { words: Analyte['words'] }) {
  const { t } = useTranslation('carnet');
  if (words.length === 0) return null;
  return (
    <section className="card" aria-labelledby="in-words">
      <h2 id="in-words">{t('result.words')}</h2>
      <ul className="rows">
        {words.toReversed().map((one) => (
          <li key={`${one.at} ${one.documents.join()} ${one.words}`}>
            <span>
              <strong lang="fr">{one.words}</strong> {t('results.on', { ns: 'kit', date: show(one.at, 'day') })}
            </span>
            <Sources line={one} addressOf={(id) => `/sante/documents/${id}`} />
          </li>
        ))}
      </ul>
    </section>
  );
}
