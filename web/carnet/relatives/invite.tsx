import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type SubmitEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../kit/api.ts';
import { Button } from '../../kit/button.tsx';
import { show } from '../../kit/dates.ts';
import { ErrorSummary, type FieldFault } from '../../kit/errorSummary.tsx';
import { Choice } from '../../kit/field.tsx';
import { Failed } from '../../kit/loaded.tsx';
import { Status } from '../../kit/status.tsx';
import { type Days, Ends, endAfter } from '../access/ends.tsx';
import { type Purpose, purposes } from '../shapes.ts';

/** Lets an adult act for the person: what for, until when; a code to hand over, shown once. */
export function Invite() {
  const { t } = useTranslation('carnet');
  const client = useQueryClient();
  const [wished, setWished] = useState<readonly Purpose[]>(['read']);
  const [days, setDays] = useState<Days>(90);
  const [faults, setFaults] = useState<FieldFault[]>([]);
  const make = useMutation({
    mutationFn: () =>
      api<{ code: string; expires: string }>('POST', '/api/carnet/mandates', { purposes: wished, until: endAfter(days) }),
    onSuccess: () => Promise.all(['mandates', 'log'].map((key) => client.invalidateQueries({ queryKey: [key] }))),
  });
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (wished.length === 0) return setFaults([{ field: 'purposes', sentence: t('mandate.choose') }]);
    setFaults([]);
    make.mutate();
  };
  return (
    <form className="card" noValidate aria-labelledby="invite" onSubmit={submit}>
      <ErrorSummary faults={faults} />
      <h2 id="invite">{t('mandate.title')}</h2>
      <p>{t('mandate.lead')}</p>
      <fieldset id="purposes">
        <legend>{t('mandate.what')}</legend>
        {purposes.map((purpose) => (
          <Choice
            key={purpose}
            type="checkbox"
            name="purpose"
            label={t(`purpose.${purpose}`)}
            hint={t(`purpose.${purpose}Hint`)}
            checked={wished.includes(purpose)}
            onChange={(checked) => setWished(purposes.filter((one) => (one === purpose ? checked : wished.includes(one))))}
          />
        ))}
      </fieldset>
      <Ends chosen={days} canEnd={false} onChange={setDays} />
      <ul>
        <li>{t('mandate.limit1')}</li>
        <li>{t('mandate.limit2')}</li>
      </ul>
      {make.isError && <Failed error={make.error} />}
      <Button type="submit" look="main" isDisabled={make.isPending}>
        {t('mandate.submit')}
      </Button>
      <Status tone="done">
        {make.data && (
          <>
            <p className="notice-title">{t('mandate.code')}</p>
            <p className="handed-code">{make.data.code}</p>
            <p>{t('mandate.codeHint', { date: show(make.data.expires, 'day') })}</p>
          </>
        )}
      </Status>
    </form>
  );
}
