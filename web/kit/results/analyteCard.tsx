import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { show } from '../dates.ts';
import { resultOf } from './say.ts';
import { type AddressOf, Course, Judged, SeriesTable, Sources } from './seriesParts.tsx';
import type { Analyte, ResultSeries } from './shapes.ts';

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
  const last = series.points.at(-1);
  if (last === undefined) return null;
  return (
    <>
      <p className="last-result">
        <strong>{resultOf(last, series.printed)}</strong> {t('results.on', { date: show(last.at, 'day') })}{' '}
        <Judged point={last} />
      </p>
      <Course series={series} />
      <SeriesTable series={series} name={name} addressOf={addressOf} />
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
