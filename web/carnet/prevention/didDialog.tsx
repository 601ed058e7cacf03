import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type SubmitEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../kit/api.ts';
import { Button } from '../../kit/button.tsx';
import { DateField } from '../../kit/dateField.tsx';
import { today } from '../../kit/dates.ts';
import { Dialog } from '../../kit/dialog.tsx';
import { Field } from '../../kit/field.tsx';
import { said } from '../../kit/i18n.ts';
import { Failed } from '../../kit/loaded.tsx';
import { Radios } from '../../kit/radios.tsx';
import { readAgain } from './queries.ts';
import type { PreventionLine } from './shapes.ts';

interface DidDialogProps {
  readonly line: PreventionLine;
  readonly onSaid: (sentence: string) => void;
  readonly onClose: () => void;
}

/** When something was done: the day, or only the year where nothing else is known. */
export function DidDialog({ line, onSaid, onClose }: DidDialogProps) {
  const { t } = useTranslation('carnet');
  const client = useQueryClient();
  const [precision, setPrecision] = useState<'day' | 'year'>('day');
  const [day, setDay] = useState(today());
  const [year, setYear] = useState('');
  const [fault, setFault] = useState<string>();
  const tell = useMutation({
    mutationFn: (did: string) => api<object>('POST', '/api/carnet/prevention', { item: line.id, did }),
    onSuccess: async () => {
      await readAgain(client);
      onSaid(t('prevention.saidDone', { what: said(line.label) }));
    },
  });
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const did = precision === 'day' ? day : year.trim();
    const isWrong = precision === 'day' ? day === '' || day > today() : !/^\d{4}$/.test(did) || did > today().slice(0, 4);
    setFault(isWrong ? t(precision === 'day' ? 'prevention.dayWrong' : 'prevention.yearWrong') : undefined);
    if (!isWrong) tell.mutate(did);
  };
  return (
    <Dialog title={t('prevention.when', { what: said(line.label) })} onClose={onClose}>
      <form noValidate onSubmit={submit}>
        <Radios
          id="did-precision"
          label={t('prevention.know')}
          value={precision}
          options={[
            { value: 'day', label: t('prevention.knowDay') },
            { value: 'year', label: t('prevention.knowYear') },
          ]}
          onChange={(chosen) => {
            setPrecision(chosen);
            setFault(undefined);
          }}
        />
        {precision === 'day' ? (
          <DateField id="did-day" label={t('prevention.day')} value={day} max={today()} error={fault} onChange={setDay} />
        ) : (
          <Field
            id="did-year"
            label={t('prevention.year')}
            hint={t('prevention.yearHint')}
            value={year}
            inputMode="numeric"
            maxLength={4}
            isShort
            error={fault}
            onChange={setYear}
          />
        )}
        {tell.isError && <Failed error={tell.error} />}
        <div className="actions">
          <Button type="submit" look="main" isDisabled={tell.isPending}>
            {t('prevention.save')}
          </Button>
          <Button onPress={onClose}>{t('prevention.cancel')}</Button>
        </div>
      </form>
    </Dialog>
  );
}
