import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { announce } from '../../kit/announcer.tsx';
import { Button } from '../../kit/button.tsx';
import { show } from '../../kit/dates.ts';
import { Select } from '../../kit/select.tsx';
import { patientQuery } from '../queries.ts';
import { templatesQuery } from './queries.ts';
import { filled } from './say.ts';

interface ChoiceProps {
  readonly mailbox: string;
  /** Whose record the letter is about, when known. */
  readonly record: string | undefined;
  readonly onChoose: (words: { readonly subject: string; readonly text: string }) => void;
}

/** « Commencer par un modèle »: its places are filled with what is known; the rest is told before the letter leaves. */
export function BeginWith({ mailbox, record, onChoose }: ChoiceProps) {
  const { t } = useTranslation('pro');
  const [chosen, setChosen] = useState('');
  const templates = useQuery(templatesQuery(mailbox)).data?.items ?? [];
  const patient = useQuery({ ...patientQuery(record ?? ''), enabled: record !== undefined }).data?.traits;
  if (templates.length === 0) return null;
  const words = {
    date: show(new Date().toISOString(), 'day'),
    ...(patient === undefined ? {} : { patient: `${patient.birthFamily} ${patient.firstBirthGiven}` }),
  };
  const put = () => {
    const found = templates.find(({ id }) => id === chosen);
    if (found === undefined) return;
    // The subject leaves in clear on the way: no patient's name in it.
    onChoose({ subject: filled(found.subject, { date: words.date }), text: filled(found.text, words) });
    announce(t('mail.letter.templateTold', { name: found.name }));
    setChosen('');
  };
  return (
    <div className="mail-acts">
      <Select
        id="template"
        label={t('mail.letter.template')}
        none={t('mail.letter.templateNone')}
        value={chosen}
        isWide
        options={templates.map(({ id, name, shared }) => ({
          value: id,
          label: `${name} (${t(shared ? 'mail.template.shared' : 'mail.template.own')})`,
        }))}
        onChange={setChosen}
      />
      <Button isDisabled={chosen === ''} onPress={put}>
        {t('mail.letter.templatePut')}
      </Button>
    </div>
  );
}
