import { useMutation } from '@tanstack/react-query';
import { type SubmitEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../kit/api.ts';
import { Button } from '../../kit/button.tsx';
import { ErrorSummary, type FieldFault, faultOf } from '../../kit/errorSummary.tsx';
import { Choice, Field } from '../../kit/field.tsx';
import { Failed } from '../../kit/loaded.tsx';
import type { Begun } from './shapes.ts';

interface FormProps {
  readonly login: string;
  readonly emailPossible: boolean;
  readonly onBegun: (begun: Begun) => void;
  readonly onCancel: () => void;
}

/** Login, password twice, and where the one-time code comes from. Nothing is kept before that code was shown to work. */
export function PasswordForm({ login: now, emailPossible, onBegun, onCancel }: FormProps) {
  const { t } = useTranslation('carnet');
  const [login, setLogin] = useState(now);
  const [password, setPassword] = useState('');
  const [again, setAgain] = useState('');
  const [kind, setKind] = useState<'totp' | 'email'>('totp');
  const [email, setEmail] = useState('');
  const [faults, setFaults] = useState<FieldFault[]>([]);
  const begin = useMutation({
    mutationFn: () => api<Begun>('POST', '/api/carnet/account/password/begin', { login, password, again, kind, email }),
    onSuccess: onBegun,
  });
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const missing = t('connection.password.missing');
    const found: FieldFault[] = [
      ...(login.trim() === '' ? [{ field: 'account-login', sentence: missing }] : []),
      ...(password.length < 12 ? [{ field: 'account-password', sentence: t('connection.password.short') }] : []),
      ...(password === again ? [] : [{ field: 'account-again', sentence: t('connection.password.differ') }]),
      ...(kind === 'email' && email.trim() === '' ? [{ field: 'account-email', sentence: missing }] : []),
    ];
    setFaults(found);
    if (found.length === 0 && !begin.isPending) begin.mutate();
  };
  return (
    <form noValidate onSubmit={submit} aria-labelledby="password-title">
      <ErrorSummary faults={faults} />
      <Field
        id="account-login"
        label={t('connection.password.wish')}
        autoComplete="username"
        value={login}
        maxLength={100}
        error={faultOf(faults, 'account-login')}
        onChange={setLogin}
      />
      <Field
        id="account-password"
        label={t('connection.password.clear')}
        hint={t('connection.password.clearHint')}
        type="password"
        autoComplete="new-password"
        value={password}
        maxLength={200}
        error={faultOf(faults, 'account-password')}
        onChange={setPassword}
      />
      <Field
        id="account-again"
        label={t('connection.password.again')}
        type="password"
        autoComplete="new-password"
        value={again}
        maxLength={200}
        error={faultOf(faults, 'account-again')}
        onChange={setAgain}
      />
      {emailPossible && (
        <fieldset>
          <legend>{t('connection.password.from')}</legend>
          {(['totp', 'email'] as const).map((one) => (
            <Choice
              key={one}
              type="radio"
              name="second"
              label={t(one === 'totp' ? 'connection.password.fromTotp' : 'connection.password.fromEmail')}
              checked={kind === one}
              onChange={() => setKind(one)}
            />
          ))}
        </fieldset>
      )}
      {kind === 'email' && (
        <Field
          id="account-email"
          label={t('connection.password.emailLabel')}
          type="email"
          autoComplete="email"
          value={email}
          maxLength={200}
          error={faultOf(faults, 'account-email')}
          onChange={setEmail}
        />
      )}
      {begin.isError && <Failed error={begin.error} />}
      <div className="actions">
        <Button type="submit" isDisabled={begin.isPending}>
          {t('connection.password.next')}
        </Button>
        <Button look="quiet" onPress={onCancel}>
          {t('connection.password.cancel')}
        </Button>
      </div>
    </form>
  );
}
