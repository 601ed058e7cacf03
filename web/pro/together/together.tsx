import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { show } from '../../kit/dates.ts';
import { Choice } from '../../kit/field.tsx';
import { Fold } from '../../kit/fold.tsx';
import { standingOf } from '../../kit/results/plain.ts';
import { band, isOutside, resultOf } from '../../kit/results/say.ts';
import type { Analyte, ResultPoint } from '../../kit/results/shapes.ts';
import { SmallChart } from './smallChart.tsx';
import { chosenAtFirst, daysOf, mostTogether, spanOf, type Trend, trendsOf } from './trends.ts';
import './together.css';

interface TogetherProps {
  readonly analytes: readonly Analyte[];
  readonly addressOf: (document: string) => string;
}

/** Several analytes at once: their courses on the same time, and their values in one table, a row a day. */
export function Together({ analytes, addressOf }: TogetherProps) {
  const { t } = useTranslation('pro');
  const trends = trendsOf(analytes);
  const [chosen, setChosen] = useState<readonly string[]>(() => chosenAtFirst(trends));
  const shown = trends.filter(({ key }) => chosen.includes(key));
  if (trends.length === 0) return <p className="card">{t('together.empty')}</p>;
  return (
    <div className="tog">
      <Fold isCard title={t('together.pick', { shown: shown.length, count: trends.length })}>
        <fieldset className="tog-pick">
          <legend className="for-readers">{t('together.pickNames')}</legend>
          <p className="hint">{t('together.pickHint', { count: mostTogether })}</p>
          <div className="tog-choices">
            {trends.map(({ key, label, printed, isOut }) => (
              <Choice
                key={key}
                type="checkbox"
                name={key}
                label={
                  <>
                    <span lang="fr">{label}</span>
                    {printed && ` (${printed})`}
                    {isOut && ` — ${t('together.outsideLast')}`}
                  </>
                }
                checked={chosen.includes(key)}
                onChange={(on) => setChosen(on ? [...chosen, key].slice(-mostTogether) : chosen.filter((one) => one !== key))}
              />
            ))}
          </div>
        </fieldset>
      </Fold>
      {shown.length === 0 ? <p className="card">{t('together.none')}</p> : <Shown trends={shown} addressOf={addressOf} />}
    </div>
  );
}

function Shown({ trends, addressOf }: { trends: readonly Trend[]; addressOf: TogetherProps['addressOf'] }) {
  const { t } = useTranslation('pro');
  const span = spanOf(trends);
  const day = (at: number) => show(new Date(at).toISOString(), 'shortDay');
  return (
    <div className="tog-shown">
      <section className="card" aria-labelledby="tog-trends">
        <h2 id="tog-trends">{t('together.trends')}</h2>
        <p className="hint">{t('together.span', { from: day(span.from), to: day(span.to) })}</p>
        <div className="tog-trends">
          {trends.map((trend) => (
            <figure key={trend.key} className="tog-trend">
              <figcaption>
                <strong lang="fr">{trend.label}</strong>{' '}
                <span className="hint">
                  {[resultOf(trend.last, trend.printed), band(trend.last) && `[${band(trend.last)}]`].filter(Boolean).join(' ')}
                </span>{' '}
                <Side point={trend.last} />
              </figcaption>
              <SmallChart trend={trend} span={span} />
            </figure>
          ))}
        </div>
      </section>
      <div className="card">
        <h2 id="tog-table">{t('together.table')}</h2>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard. */}
        <section className="tog-scroll" aria-labelledby="tog-table" tabIndex={0}>
          <table className="tog-table">
            <thead>
              <tr>
                <th scope="col">{t('together.date')}</th>
                {trends.map(({ key, label, printed }) => (
                  <th key={key} scope="col">
                    <span lang="fr">{label}</span>
                    {printed !== '' && <span className="hint"> {printed}</span>}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {daysOf(trends).map((row) => (
                <tr key={row.day}>
                  <th scope="row">{show(row.day, 'shortDay')}</th>
                  {row.cells.map((points, index) => (
                    <td key={trends[index]?.key ?? index}>
                      {points.map((point) => (
                        <Value key={`${point.at} ${point.value} ${point.documents.join()}`} point={point} addressOf={addressOf} />
                      ))}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      </div>
    </div>
  );
}

function Value({ point, addressOf }: { point: ResultPoint; addressOf: TogetherProps['addressOf'] }) {
  const [document] = point.documents;
  const figure = resultOf(point, '');
  return (
    <span className={isOutside(point) ? 'tog-value tog-out' : 'tog-value'}>
      {document === undefined ? figure : <Link to={addressOf(document)}>{figure}</Link>} <Side point={point} />
    </span>
  );
}

/** A word and a shape for what is outside of its band; nothing for the rest. */
function Side({ point }: { point: ResultPoint }) {
  const { t } = useTranslation('pro');
  if (!isOutside(point)) return null;
  const side = sideOf(point);
  return (
    <span className="tog-side">
      <span aria-hidden="true">{shapes[side]}</span> {t(`together.${side}`)}
    </span>
  );
}

const shapes = { high: '▲', low: '▼', out: '◆' } as const;

function sideOf(point: ResultPoint): keyof typeof shapes {
  const standing = standingOf(point);
  return standing === 'above' ? 'high' : standing === 'below' ? 'low' : 'out';
}
