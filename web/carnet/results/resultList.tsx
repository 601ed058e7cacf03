import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../kit/button.tsx';
import { show } from '../../kit/dates.ts';
import { changeOf, standingOf } from '../../kit/results/plain.ts';
import { resultOf } from '../../kit/results/say.ts';
import type { Analyte, ResultsAnswer } from '../../kit/results/shapes.ts';
import { SearchField } from '../../kit/searchField.tsx';
import { shortName } from './shortName.ts';
import { Spark } from './spark.tsx';
import { StandingBadge } from './standing.tsx';

const page = 30;
const fewEnough = 8;

/** Every analyte, the latest first: its last result, where it stands, how it changed. A field narrows them on the page: nothing typed leaves it. */
export function ResultList({ answer: { analytes: all, cut } }: { answer: ResultsAnswer }) {
  const { t } = useTranslation('carnet');
  const [typed, setTyped] = useState('');
  const [most, setMost] = useState(page);
  const analytes = all.filter(({ category }) => category === undefined || category === 'laboratory');
  if (analytes.length === 0) return <p className="card">{t('results.none', { ns: 'kit' })}</p>;
  const wanted = plain(typed);
  const found = analytes.filter(({ label }) => plain(label).includes(wanted));
  return (
    <>
      {analytes.length > fewEnough && (
        <SearchField
          id="find-analyte"
          label={t('results.filter', { ns: 'kit' })}
          value={typed}
          maxLength={100}
          onChange={setTyped}
        />
      )}
      <p role="status" className="hint">
        {t('results.count', { ns: 'kit', count: found.length })}
      </p>
      {cut && <p className="hint">{t('results.cut', { ns: 'kit' })}</p>}
      <ul className="carnet-results">
        {found.slice(0, most).map((analyte) => (
          <AnalyteRow key={analyte.key} analyte={analyte} />
        ))}
      </ul>
      {found.length > most && <Button onPress={() => setMost(most + page)}>{t('results.more', { ns: 'kit' })}</Button>}
    </>
  );
}

function AnalyteRow({ analyte: { label, ref, series, words } }: { analyte: Analyte }) {
  const { t } = useTranslation('carnet');
  const [main] = series;
  const last = main?.points.at(-1);
  const change = main && changeOf(main.points)?.change;
  const said = words.at(-1);
  return (
    <li className="carnet-result">
      <div>
        <Link to={`/sante/resultats/${ref ?? ''}`} lang="fr">
          {shortName(label)}
        </Link>
        {main && last ? (
          <p>
            <strong>{resultOf(last, main.printed)}</strong> {t('results.on', { ns: 'kit', date: show(last.at, 'day') })}
            {change !== undefined && change !== 'unsure' && `, ${t(`result.shortly.${change}`)}`}
          </p>
        ) : (
          said && (
            <p>
              <strong lang="fr">{said.words}</strong> {t('results.on', { ns: 'kit', date: show(said.at, 'day') })}
            </p>
          )
        )}
        {last && (
          <p className="badges">
            <StandingBadge standing={standingOf(last)} />
          </p>
        )}
      </div>
      {main && <Spark points={main.points} />}
    </li>
  );
}

/** Without accents or capitals, as people type. */
const plain = (words: string): string => words.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().trim();
