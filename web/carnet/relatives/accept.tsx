import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type SubmitEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../kit/api.ts';
import { Button } from '../../kit/button.tsx';
import { ErrorSummary, type FieldFault, faultOf } from '../../kit/errorSummary.tsx';
import { Field } from '../../kit/field.tsx';
import { Failed } from '../../kit/loaded.tsx';
import { Status } from '../../kit/status.tsx';

const codeLength = 10;

/** Takes the code that somebody handed over, to act for them. */
export function Accept() {
  const { t } = useTranslation('carnet');
  const client = useQueryClient();
  const [code, setCode] = useState('');
  const [faults, setFaults] = useState<FieldFault[]>([]);
  const accept = useMutation({
    mutationFn: (typed: string) => api<void>('POST', '/api/carnet/mandates/accept', { code: typed }),
    onSuccess: async () => {
      setCode('');
      await Promise.all(['mandates', 'profiles'].map((key) => client.invalidateQueries({ queryKey: [key] })));
    },
  });
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const typed = code.replace(/[\s-]/g, '').toUpperCase();
    if (typed.length !== codeLength) return setFaults([{ field: 'mandate-code', sentence: t('accept.short') }]);
    setFaults([]);
    accept.mutate(typed);
  };
  return (
    <form className="card" noValidate aria-labelledby="accept" onSubmit={submit}>
      <ErrorSummary faults={faults} />
      <h2 id="accept">{t('accept.title')}</h2>
      <Field
        id="mandate-code"
        label={t('accept.code')}
        hint={t('accept.hint')}
        error={faultOf(faults, 'mandate-code')}
        value={code}
        isShort
        maxLength={20}
        onChange={setCode}
      />
      {accept.isError && <Failed error={accept.error} />}
      <Button type="submit" isDisabled={accept.isPending}>
        {t('accept.submit')}
      </Button>
      <Status tone="done">{accept.isSuccess && <p>{t('accept.done')}</p>}</Status>
    </form>
  );
}
