import { useMutation } from '@tanstack/react-query';
import { type SubmitEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../kit/api.ts';
import { Button } from '../../kit/button.tsx';
import { Field } from '../../kit/field.tsx';
import { said } from '../../kit/i18n.ts';
import { Failed } from '../../kit/loaded.tsx';
import { Status } from '../../kit/status.tsx';
import type { FoundProfessional, Named } from '../shapes.ts';
import { ChangeEnd } from './changeEnd.tsx';

/** Gives a professional of the directory access before they ask, until a day that the person chooses. */
export function GiveAccess({ onDone }: { onDone: (sentence: string) => void }) {
  const { t } = useTranslation('carnet');
  const [words, setWords] = useState('');
  const [fault, setFault] = useState<string>();
  const [chosen, setChosen] = useState<Named>();
  const look = useMutation({
    mutationFn: () => api<{ items: readonly FoundProfessional[] }>('POST', '/api/carnet/professionals/search', { words }),
  });
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const isShort = words.trim().length < 2;
    setFault(isShort ? t('give.short') : undefined);
    if (isShort) look.reset();
    else if (!look.isPending) look.mutate();
  };
  const found = look.data?.items;
  return (
    <section className="card" aria-labelledby="give">
      <h2 id="give">{t('give.title')}</h2>
      <p>{t('give.lead')}</p>
      <form noValidate onSubmit={submit}>
        <Field
          id="give-words"
          label={t('give.words')}
          hint={t('give.hint')}
          value={words}
          maxLength={100}
          error={fault}
          onChange={setWords}
        />
        <Button type="submit">{t('give.search')}</Button>
      </form>
      <Status tone="info">
        {found && <p>{found.length === 0 ? t('give.none') : t('give.found', { count: found.length })}</p>}
      </Status>
      {look.isError && <Failed error={look.error} />}
      {found && found.length > 0 && (
        <ul className="cards">
          {found.map((one) => (
            <li key={one.id}>
              <p>
                <strong>{one.name}</strong>, {said(one.professionLabel)}
                {one.structure.name && `, ${one.structure.name}`}
              </p>
              <Button aria-label={`${t('give.choose')}, ${one.name}`} onPress={() => setChosen(one)}>
                {t('give.choose')}
              </Button>
            </li>
          ))}
        </ul>
      )}
      {chosen && (
        <ChangeEnd
          professional={chosen}
          isNew
          onDone={(sentence) => {
            look.reset();
            setWords('');
            onDone(sentence);
          }}
          onClose={() => setChosen(undefined)}
        />
      )}
    </section>
  );
}
