import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { show } from '../dates.ts';
import { Fact } from '../documentFacts.tsx';
import { Notice } from '../status.tsx';

export type ScannedTrait = 'birthFamily' | 'birthGivens' | 'firstBirthGiven' | 'birthDate' | 'sex' | 'birthPlace';

/** The answer of `/scan`: what the code says, what INSi says of it, and by which traits the person known here differs. */
export interface ScanAnswer<Person> {
  readonly read: Readonly<Record<Exclude<ScannedTrait, 'firstBirthGiven'>, string>>;
  readonly insi: 'confirmed' | 'not-confirmed' | 'unavailable';
  readonly simulated: boolean;
  readonly differs: readonly ScannedTrait[];
  readonly items: readonly Person[];
}

const shown = ['birthFamily', 'birthGivens', 'birthDate', 'sex', 'birthPlace'] as const;

/** What was read, before anybody trusts it. */
export function ScannedCode({ answer }: { answer: ScanAnswer<unknown> }) {
  const { t } = useTranslation();
  const { read, insi, simulated, differs } = answer;
  const place = useRef<HTMLElement>(null);
  // The reader has just closed, and took the focus with it.
  useEffect(() => place.current?.focus(), []);
  const said = (name: (typeof shown)[number]): string => {
    if (name === 'birthDate') return show(read.birthDate, 'shortDay');
    return name === 'sex' ? t(`scan.sex.${read.sex === 'M' ? 'M' : 'F'}`) : read[name];
  };
  return (
    <section ref={place} tabIndex={-1} className="card" aria-labelledby="scanned">
      <h2 id="scanned">{t('scan.read')}</h2>
      <dl className="facts">
        {shown.map((name) => (
          <Fact key={name} term={t(`scan.trait.${name}`)}>
            {said(name)}
          </Fact>
        ))}
      </dl>
      <Notice tone={insi === 'confirmed' ? 'done' : 'attention'} title={t(`scan.insi.${insi}`)}>
        <p>{t(`scan.insiText.${insi}`)}</p>
        {simulated && <p>{t('scan.simulated')}</p>}
      </Notice>
      {differs.length > 0 && (
        <Notice tone="danger" title={t('scan.differs')}>
          <p>{t('scan.differsText', { traits: differs.map((name) => t(`scan.trait.${name}`).toLowerCase()).join(', ') })}</p>
        </Notice>
      )}
    </section>
  );
}
