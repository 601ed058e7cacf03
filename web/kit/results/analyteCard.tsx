import { Link } from '@tanstack/react-router';
import { lazy, Suspense, useId } from 'react';
import { useTranslation } from 'react-i18next';
import { Badge } from '../badge.tsx';
import { show } from '../dates.ts';
import { said } from '../i18n.ts';
import { Waiting } from '../loaded.tsx';
import { amount, band, isOutside, resultOf } from './say.ts';
import type { Analyte, ResultLine, ResultPoint, ResultSeries } from './shapes.ts';

// The chart is for those who have several results, and comes when it is wanted.
const Chart = lazy(() => import('./chart.tsx'));

type AddressOf = (document: string) => string;

/** One analyte: the last result in words, the course of it, and every result in a table. */
export function AnalyteCard({ analyte, addressOf }: { analyte: Analyte; addressOf: AddressOf }) {
  const id = useId();
  return (
    <section className="card analyte" aria-labelledby={id}>
      <h2 id={id} lang="fr">
        {analyte.label}
      </h2>
      {analyte.series.map((series) => (
        <SeriesPart key={series.unit} series={series} name={analyte.label} addressOf={addressOf} />
      ))}
      {analyte.words.length > 0 && <WordsPart words={analyte.words} name={analyte.label} addressOf={addressOf} />}
    </section>
  );
}

function SeriesPart({ series, name, addressOf }: { series: ResultSeries; name: string; addressOf: AddressOf }) {
  const { t } = useTranslation();
  const newestFirst = series.points.toReversed();
  const [last] = newestFirst;
  if (last === undefined) return null;
  const banded = series.points.some((point) => band(point) !== undefined);
  return (
    <>
      <p className="last-result">
        <strong>{resultOf(last, series.printed)}</strong> {t('results.on', { date: show(last.at, 'day') })}{' '}
        <Judged point={last} />
      </p>
      {series.points.length > 1 && (
        <figure className="course">
          <Suspense fallback={<Waiting />}>
            <Chart series={series} />
          </Suspense>
          <figcaption className="hint">{t(banded ? 'results.legend' : 'results.legendPlain')}</figcaption>
        </figure>
      )}
      <details>
        <summary>{t('results.all', { count: series.points.length })}</summary>
        <table className="results stack">
          <caption className="for-readers">{[name, series.printed].filter((part) => part !== '').join(', ')}</caption>
          <thead>
            <tr>
              <th scope="col">{t('results.date')}</th>
              <th scope="col">{t('results.value')}</th>
              <th scope="col">{t('results.band')}</th>
              <th scope="col">{t('results.from')}</th>
            </tr>
          </thead>
          <tbody>
            {newestFirst.map((point) => (
              <tr key={`${point.at} ${point.documents.join()} ${point.value}`}>
                <th scope="row">{show(point.at, 'shortDay')}</th>
                <td data-label={t('results.value')}>
                  {resultOf(point, series.printed)} <Judged point={point} />
                  {point.given && (
                    <span className="hint">
                      {' '}
                      {t('results.given', { amount: amount(point.given.value, point.given.printed) })}
                    </span>
                  )}
                  {point.preliminary && <span className="hint"> {t('results.preliminary')}</span>}
                </td>
                <td data-label={t('results.band')}>{band(point) ?? t('results.noBand')}</td>
                <td data-label={t('results.from')}>
                  <Sources line={point} addressOf={addressOf} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </>
  );
}

function WordsPart({ words, name, addressOf }: { words: Analyte['words']; name: string; addressOf: AddressOf }) {
  const { t } = useTranslation();
  return (
    <ul className="rows" aria-label={t('results.wordsOf', { name })}>
      {words.toReversed().map((one) => (
        <li key={`${one.at} ${one.documents.join()} ${one.words}`}>
          <span>
            <strong lang="fr">{one.words}</strong> {t('results.on', { date: show(one.at, 'day') })}
          </span>
          <Sources line={one} addressOf={addressOf} />
        </li>
      ))}
    </ul>
  );
}

/** In words what the ring of the chart says by its shape. */
function Judged({ point }: { point: ResultPoint }) {
  const { t } = useTranslation();
  if (isOutside(point))
    return (
      <Badge tone="attention" icon="warning">
        {point.flag === undefined ? t('results.outside') : said(point.flag.label)}
      </Badge>
    );
  if (band(point) === undefined && point.flag === undefined) return null;
  return (
    <Badge tone="done" icon="done">
      {t('results.inside')}
    </Badge>
  );
}

function Sources({ line, addressOf }: { line: ResultLine; addressOf: AddressOf }) {
  const { t } = useTranslation();
  const [first] = line.documents;
  const name = line.laboratory ?? t('results.document');
  return first === undefined ? <span>{line.laboratory}</span> : <Link to={addressOf(first)}>{name}</Link>;
}
