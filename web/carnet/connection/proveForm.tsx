import { type SubmitEvent, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../kit/api.ts';
import { Button } from '../../kit/button.tsx';
import { ErrorSummary, type FieldFault, faultOf } from '../../kit/errorSummary.tsx';
import { Field } from '../../kit/field.tsx';
import { Failed } from '../../kit/loaded.tsx';
import type { Begun } from './shapes.ts';
import { useChange } from './useChange.ts';

interface ProveProps {
  readonly begun: Begun;
  readonly onProved: (codes: readonly string[]) => void;
  readonly onCancel: () => void;
}

/** The first code: it shows that the application, or the address, works. */
export function ProveForm({ begun, onProved, onCancel }: ProveProps) {
  const { t } = useTranslation('carnet');
  const heading = useRef<HTMLHeadingElement>(null);
  const [code, setCode] = useState('');
  const [faults, setFaults] = useState<FieldFault[]>([]);
  useEffect(() => heading.current?.focus(), []);
  const prove = useChange(
    () => api<{ codes: readonly string[] }>('POST', '/api/carnet/account/password', { draft: begun.draft, code }),
    ({ codes }) => onProved(codes),
  );
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const isCode = /^\d{6}$/.test(code.replaceAll(/\s/g, ''));
    setFaults(isCode ? [] : [{ field: 'account-code', sentence: t('connection.password.codeMissing') }]);
    if (isCode && !prove.isPending) prove.mutate();
  };
  return (
    <form noValidate onSubmit={submit} aria-labelledby="prove">
      <ErrorSummary faults={faults} />
      <h3 id="prove" ref={heading} tabIndex={-1}>
        {t('connection.password.prove')}
      </h3>
      {begun.kind === 'email' ? (
        <p>{t('connection.password.sent', { to: begun.to ?? '' })}</p>
      ) : (
        <>
          <p>{t('connection.password.scan')}</p>
          {begun.qr && (
            <img className="qr" src={`data:image/svg+xml,${encodeURIComponent(begun.qr)}`} alt={t('connection.password.qr')} />
          )}
          <p>{t('connection.password.secret', { secret: begun.secret ?? '' })}</p>
        </>
      )}
      <Field
        id="account-code"
        label={t('connection.password.code')}
        isShort
        autoComplete="one-time-code"
        inputMode="numeric"
        value={code}
        maxLength={20}
        error={faultOf(faults, 'account-code')}
        onChange={setCode}
      />
      {prove.isError && <Failed error={prove.error} />}
      <div className="actions">
        <Button type="submit" isDisabled={prove.isPending}>
          {t('connection.password.verify')}
        </Button>
        <Button look="quiet" onPress={onCancel}>
          {t('connection.password.cancel')}
        </Button>
      </div>
    </form>
  );
}
