import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../button.tsx';
import { Field } from '../field.tsx';
import { AnalyteCard } from './analyteCard.tsx';
import type { ResultsAnswer } from './shapes.ts';

const page = 20;

/** All results over time, the latest first; a field narrows them by name on the page itself: nothing typed leaves it. */
export function Results({ answer, addressOf }: { answer: ResultsAnswer; addressOf: (document: string) => string }) {
  const { t } = useTranslation();
  const id = useId();
  const [typed, setTyped] = useState('');
  const [most, setMost] = useState(page);
  if (answer.analytes.length === 0) return <p>{t('results.none')}</p>;
  const wanted = plain(typed);
  const found = answer.analytes.filter(({ label }) => plain(label).includes(wanted));
  return (
    <>
      <Field id={id} label={t('results.filter')} value={typed} onChange={setTyped} type="search" />
      <p role="status" className="hint">
        {t('results.count', { count: found.length })}
      </p>
      {answer.cut && <p className="hint">{t('results.cut')}</p>}
      {found.slice(0, most).map((analyte) => (
        <AnalyteCard key={analyte.key} analyte={analyte} addressOf={addressOf} />
      ))}
      {found.length > most && <Button onPress={() => setMost(most + page)}>{t('results.more')}</Button>}
    </>
  );
}

/** Without accents or capitals, as people type. */
const plain = (words: string): string => words.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().trim();
