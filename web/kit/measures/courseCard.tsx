import { type ReactNode, Suspense, useId } from 'react';
import { useTranslation } from 'react-i18next';
import { SourceWords } from '../profile/line.tsx';
import type { ProfileLine } from '../profile/shapes.ts';
import { number } from '../results/say.ts';
import { Chart } from '../results/seriesParts.tsx';
import { differenceIn, measured, moment } from './say.ts';
import type { MeasureCourse, MeasurePoint } from './shapes.ts';

export interface MeasuresProps {
  /** Where they are asked. */
  readonly address: string;
  readonly queryKey: readonly string[];
  /** The page of a document. */
  readonly addressOf: (document: string) => string;
  /** What can be done with a measure that the person entered. */
  readonly actsOf?: (line: ProfileLine) => ReactNode;
}

interface CardProps extends Pick<MeasuresProps, 'addressOf' | 'actsOf'> {
  readonly course: MeasureCourse;
}

/** One measure: the last in words with what changed, the drawing, and every one in a table with who says it. */
export function CourseCard({ course, addressOf, actsOf }: CardProps) {
  const { t } = useTranslation('kit');
  const id = useId();
  const { label, printed, points } = course;
  const last = points.at(-1);
  if (last === undefined) return null;
  return (
    <section className="measure-course analyte" aria-labelledby={id}>
      <h3 id={id} lang="fr">
        {label}
      </h3>
      <p className="last-result">
        <strong>{measured(last, printed)}</strong> {t('results.on', { date: moment(last.at) })}. <Changed course={course} />
      </p>
      {points.length > 1 && (
        <figure className="course">
          <Suspense fallback={<div className="chart" />}>
            <Chart series={seriesOf(course)} below={points.map(({ lower }) => lower)} />
          </Suspense>
          <figcaption className="hint">{t(last.lower === undefined ? 'measures.legend' : 'measures.legendTwo')}</figcaption>
        </figure>
      )}
      <details>
        <summary>{t('measures.all', { count: points.length })}</summary>
        <table className="results stack">
          <caption className="for-readers">{[label, printed].filter((part) => part !== '').join(', ')}</caption>
          <thead>
            <tr>
              <th scope="col">{t('results.date')}</th>
              <th scope="col">{t('measures.value')}</th>
              <th scope="col">{t('results.from')}</th>
            </tr>
          </thead>
          <tbody>
            {points.toReversed().map((point) => (
              <tr key={`${point.at} ${measured(point, printed)}`}>
                <th scope="row">{moment(point.at)}</th>
                <td data-label={t('measures.value')}>{measured(point, printed)}</td>
                <td data-label={t('results.from')}>
                  <ul className="measure-sources">
                    {point.sources.map((source) => (
                      <li key={source.resource}>
                        <SourceWords source={source} isDated={false} addressOf={addressOf} />
                      </li>
                    ))}
                  </ul>
                  {point.own !== undefined && <div className="profile-acts">{actsOf?.(lineOf(course, point))}</div>}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </section>
  );
}

/** What changed since the measure before, and nothing of whether that is well. */
function Changed({ course: { points, printed } }: { course: MeasureCourse }) {
  const { t } = useTranslation('kit');
  const found = differenceIn(points);
  if (found === undefined) return null;
  const { before, change, by } = found;
  const amount = [number(by), printed].filter((part) => part !== '').join(' ');
  return t(`measures.change.${change}`, { amount, before: measured(before, printed), date: moment(before.at) });
}

const seriesOf = ({ printed, points }: MeasureCourse) => ({
  unit: printed,
  printed,
  points: points.map(({ at, value }) => ({ at, value, documents: [] })),
});

/** One point as a line of the profile, so that what can be done with a line can be done with it. */
const lineOf = ({ label, printed }: MeasureCourse, point: MeasurePoint): ProfileLine => ({
  key: point.own ?? '',
  section: 'measures',
  label: `${label}, ${measured(point, printed)}, ${moment(point.at)}`,
  ended: false,
  severe: false,
  sources: point.sources,
  ...(point.own === undefined ? {} : { own: point.own }),
});
