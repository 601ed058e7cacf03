import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { show } from '../../kit/dates.ts';
import { changeOf, standingOf } from '../../kit/results/plain.ts';
import { band, resultOf } from '../../kit/results/say.ts';
import { Course, SeriesTable } from '../../kit/results/seriesParts.tsx';
import type { ResultSeries } from '../../kit/results/shapes.ts';
import { BandBar } from './bandBar.tsx';
import { StandingBadge } from './standing.tsx';

interface SeriesProps {
  readonly series: ResultSeries;
  readonly name: string;
}

const addressOf = (document: string): string => `/sante/documents/${document}`;

/** One analyte in one unit: the sentence, the number, the band, the course, every result, the document; in this order. */
export function SeriesOfOne({ series, name }: SeriesProps) {
  const { t } = useTranslation('carnet');
  const last = series.points.at(-1);
  if (last === undefined) return null;
  const standing = standingOf(last);
  const changed = changeOf(series.points);
  const usual = band(last);
  const [document] = last.documents;
  return (
    <>
      <section className="card" aria-label={resultOf(last, series.printed)}>
        <p className="carnet-sentence">
          {t(`result.sentence.${standing}`)}{' '}
          {changed === undefined
            ? t('result.change.first')
            : t(`result.change.${changed.change}`, {
                before: resultOf(changed.before, series.printed),
                date: show(changed.before.at, 'day'),
              })}
        </p>
        <p className="carnet-number">
          <strong>{resultOf(last, series.printed)}</strong>{' '}
          <span>{t('results.on', { ns: 'kit', date: show(last.at, 'day') })}</span>
        </p>
        <p className="badges">
          <StandingBadge standing={standing} />
        </p>
        <BandBar point={last} />
        {usual !== undefined && (
          <p>{t('result.band', { band: [usual, usual === last.rangeText ? '' : series.printed].filter(Boolean).join(' ') })}</p>
        )}
        {document !== undefined && (
          <p>
            <Link to={addressOf(document)}>{t('result.source')}</Link>
            {last.laboratory && <span className="hint"> — {last.laboratory}</span>}
          </p>
        )}
        <p className="hint">{t('result.caution')}</p>
      </section>
      <section className="card analyte">
        {series.points.length > 1 && <h2>{t('result.course')}</h2>}
        <Course series={series} />
        <SeriesTable series={series} name={name} addressOf={addressOf} />
      </section>
    </>
  );
}
