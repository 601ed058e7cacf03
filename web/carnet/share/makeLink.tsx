import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../kit/api.ts';
import { Button } from '../../kit/button.tsx';
import { ErrorSummary, type FieldFault, faultOf } from '../../kit/errorSummary.tsx';
import { Choice, Field } from '../../kit/field.tsx';
import { Failed } from '../../kit/loaded.tsx';
import { ChooseDocuments } from './chooseDocuments.tsx';
import type { LinkWish, MadeLink } from './shapes.ts';

const lifetimes = { hour: 60, day: 1440, week: 10_080, quarter: 129_600, year: 525_600 } as const;
type Lifetime = keyof typeof lifetimes;
const choices = Object.keys(lifetimes) as Lifetime[];
const week = lifetimes.week;

interface MakeProps {
  readonly onMade: (link: MadeLink) => void;
  readonly onCancel: () => void;
}

/** What is handed over, for how long, and how it is guarded. */
export function MakeLink({ onMade, onCancel }: MakeProps) {
  const { t } = useTranslation('carnet');
  const client = useQueryClient();
  const heading = useRef<HTMLHeadingElement>(null);
  const [label, setLabel] = useState(t('share.labelDefault'));
  const [summary, setSummary] = useState(true);
  const [documents, setDocuments] = useState<ReadonlySet<string>>(new Set());
  const [lifetime, setLifetime] = useState<Lifetime>('day');
  const [passcode, setPasscode] = useState(true);
  const [once, setOnce] = useState(false);
  const [faults, setFaults] = useState<readonly FieldFault[]>([]);
  useEffect(() => heading.current?.focus(), []);
  const send = useMutation({
    mutationFn: (wish: LinkWish) => api<MadeLink>('POST', '/api/carnet/shares', wish),
    onSuccess: async (made) => {
      onMade(made);
      await Promise.all(['shares', 'log', 'home'].map((key) => client.invalidateQueries({ queryKey: [key] })));
    },
  });

  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const wrong: FieldFault[] = [
      ...(label.trim() === '' ? [{ field: 'share-label', sentence: t('share.labelMissing') }] : []),
      ...(!summary && documents.size === 0 ? [{ field: 'share-summary', sentence: t('share.nothing') }] : []),
      ...(documents.size > 50 ? [{ field: 'share-documents', sentence: t('share.tooMany') }] : []),
    ];
    setFaults(wrong);
    const minutes = lifetimes[lifetime];
    if (wrong.length === 0 && !send.isPending)
      send.mutate({ label, summary, documents: [...documents], minutes, passcode, once, longTerm: minutes > week && !once });
  };

  return (
    <form noValidate onSubmit={submit} className="card" aria-labelledby="share-form">
      <h2 id="share-form" ref={heading} tabIndex={-1}>
        {t('share.make')}
      </h2>
      <ErrorSummary faults={faults} />
      <fieldset>
        <legend>{t('share.what')}</legend>
        {faultOf(faults, 'share-summary') && <p className="error">{faultOf(faults, 'share-summary')}</p>}
        <Choice
          type="checkbox"
          name="summary"
          id="share-summary"
          label={t('share.summary')}
          hint={t('share.summaryHint')}
          checked={summary}
          onChange={setSummary}
        />
      </fieldset>
      <ChooseDocuments chosen={documents} onChange={setDocuments} fault={faultOf(faults, 'share-documents')} />
      <fieldset>
        <legend>{t('share.lifetime')}</legend>
        {choices.map((each) => (
          <Choice
            key={each}
            type="radio"
            name="lifetime"
            label={t(`share.lifetimes.${each}`)}
            checked={lifetime === each}
            onChange={() => setLifetime(each)}
          />
        ))}
      </fieldset>
      <fieldset>
        <legend>{t('share.guard')}</legend>
        <Choice
          type="checkbox"
          name="passcode"
          label={t('share.passcode')}
          hint={t('share.passcodeHint')}
          checked={passcode}
          onChange={setPasscode}
        />
        <Choice
          type="checkbox"
          name="once"
          label={t('share.once')}
          hint={t('share.onceHint')}
          checked={once}
          onChange={setOnce}
        />
      </fieldset>
      <Field
        id="share-label"
        label={t('share.label')}
        hint={t('share.labelHint')}
        value={label}
        maxLength={80}
        isRequired
        error={faultOf(faults, 'share-label')}
        onChange={setLabel}
      />
      {send.isError && <Failed error={send.error} />}
      <div className="actions">
        <Button type="submit" look="main" isDisabled={send.isPending}>
          {t('share.create')}
        </Button>
        <Button onPress={onCancel}>{t('cancel', { ns: 'kit' })}</Button>
      </div>
    </form>
  );
}
