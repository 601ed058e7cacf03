import { Link } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { Badge } from '../badge.tsx';
import { show } from '../dates.ts';
import { said } from '../i18n.ts';
import { amount, band, isOutside, resultOf } from './say.ts';
import type { ResultLine, ResultPoint, ResultSeries } from './shapes.ts';

// The chart is for those who have several results, and comes when it is wanted.
export const Chart = lazy(() => import('./chart.tsx'));

export type AddressOf = (document: string) => string;

/** The drawing of one series over time, with its legend in words; nothing for a single result. */
export function Course({ series }: { series: ResultSeries }) {
  const { t } = useTranslation();
  const banded = series.points.some((point) => band(point) !== undefined);
  if (series.points.length < 2) return null;
  return (
    <figure className="course">
      <Suspense fallback={<div className="chart" />}>
        <Chart series={series} />
      </Suspense>
      <figcaption className="hint">{t(banded ? 'results.legend' : 'results.legendPlain')}</figcaption>
    </figure>
  );
}

/** Every result of one series in a table, newest first, each with the way to its document. */
export function SeriesTable({ series, name, addressOf }: { series: ResultSeries; name: string; addressOf: AddressOf }) {
  const { t } = useTranslation();
  const newestFirst = series.points.toReversed();
  return (
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
                  <span className="hint"> {t('results.given', { amount: amount(point.given.value, point.given.printed) })}</span>
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
  );
}

/** In words what the ring of the chart says by its shape. */
export function Judged({ point }: { point: ResultPoint }) {
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

export function Sources({ line, addressOf }: { line: ResultLine; addressOf: AddressOf }) {
  const { t } = useTranslation();
  const [first] = line.documents;
  const name = line.laboratory ?? t('results.document');
  return first === undefined ? <span>{line.laboratory}</span> : <Link to={addressOf(first)}>{name}</Link>;
}
