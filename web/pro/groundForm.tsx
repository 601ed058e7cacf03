import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type SubmitEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { announce } from '../kit/announcer.tsx';
import { api } from '../kit/api.ts';
import { Button } from '../kit/button.tsx';
import { ErrorSummary, type FieldFault, faultOf } from '../kit/errorSummary.tsx';
import { Choice, Field } from '../kit/field.tsx';
import { Failed } from '../kit/loaded.tsx';
import type { GroundLabel } from '../kit/shapes.ts';
import { patientBase, patientQuery } from './queries.ts';
import type { Ground } from './shapes.ts';

const grounds: readonly Ground[] = ['equipe_de_soins', 'consentement', 'centre_15', 'bris_de_glace'];
const shortestReason = 10;

/** On what ground the record is opened. The sentence that the person will see it comes before the choice, not after. */
export function GroundForm({ record, isMinor }: { record: string; isMinor: boolean }) {
  const { t } = useTranslation('pro');
  const client = useQueryClient();
  const [ground, setGround] = useState<Ground>();
  const [reason, setReason] = useState('');
  const [secret, setSecret] = useState(false);
  const [faults, setFaults] = useState<FieldFault[]>([]);
  const open = useMutation({
    mutationFn: (body: { ground: Ground; reason?: string; secret?: boolean }) =>
      api<{ ground: GroundLabel; until: string }>('POST', `${patientBase(record)}/access`, body),
    onSuccess: async () => {
      announce(t('ground.opened'));
      await client.invalidateQueries({ queryKey: patientQuery(record).queryKey });
    },
  });

  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (open.isPending) return;
    const isGlass = ground === 'bris_de_glace';
    if (ground === undefined) return setFaults([{ field: 'grounds', sentence: t('ground.choose') }]);
    if (isGlass && reason.trim().length < shortestReason)
      return setFaults([{ field: 'reason', sentence: t('ground.reasonShort') }]);
    setFaults([]);
    open.mutate({ ground, ...(isGlass ? { reason: reason.trim() } : {}), ...(secret ? { secret } : {}) });
  };

  return (
    <form className="card" noValidate aria-labelledby="ground-title" onSubmit={submit}>
      <ErrorSummary faults={faults} />
      <h2 id="ground-title">{t('ground.title')}</h2>
      <p>{t('ground.lead')}</p>
      <fieldset id="grounds" aria-describedby={faultOf(faults, 'grounds') ? 'grounds-error' : undefined}>
        <legend>{t('ground.legend')}</legend>
        {faultOf(faults, 'grounds') && (
          <p className="error" id="grounds-error">
            {faultOf(faults, 'grounds')}
          </p>
        )}
        {grounds.map((one) => (
          <Choice
            key={one}
            type="radio"
            name="ground"
            label={t(`ground.${one}`)}
            hint={t(`ground.${one}Hint`)}
            checked={ground === one}
            onChange={() => {
              setGround(one);
              if (faults.length > 0) setFaults([]);
            }}
          />
        ))}
      </fieldset>
      {ground === 'bris_de_glace' && (
        <Field
          id="reason"
          label={t('ground.reason')}
          hint={t('ground.reasonHint')}
          error={faultOf(faults, 'reason')}
          value={reason}
          isRequired
          onChange={setReason}
        />
      )}
      {isMinor && (
        <Choice
          type="checkbox"
          name="secret"
          label={t('ground.secret')}
          hint={t('ground.secretHint')}
          checked={secret}
          onChange={setSecret}
        />
      )}
      {open.isError && <Failed error={open.error} />}
      <Button type="submit" look="main" isBusy={open.isPending}>
        {t('ground.submit')}
      </Button>
    </form>
  );
}
