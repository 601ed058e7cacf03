import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../kit/api.ts';
import { Button } from '../../kit/button.tsx';
import { Confirm } from '../../kit/confirm.tsx';
import { show } from '../../kit/dates.ts';
import { Failed } from '../../kit/loaded.tsx';
import { PasswordForm } from './passwordForm.tsx';
import { ProveForm } from './proveForm.tsx';
import { RecoveryCodes } from './recovery.tsx';
import type { Begun, PartProps } from './shapes.ts';
import { useChange } from './useChange.ts';

/** A password with its second factor: made, changed or removed together. */
export function Password({ account, onDone }: PartProps) {
  const { t } = useTranslation('carnet');
  const [step, setStep] = useState<'shown' | 'form' | Begun>('shown');
  const [codes, setCodes] = useState<readonly string[]>();
  const [leaving, setLeaving] = useState(false);
  const remove = useChange(
    () => api<void>('DELETE', '/api/carnet/account/password'),
    () => onDone(t('connection.changed')),
  );
  const { login, second, fresh, emailPossible, recoveryCodesLeft } = account;
  const close = () => setStep('shown');
  return (
    <>
      <section className="card" aria-labelledby="password-title">
        <h2 id="password-title">{t('connection.password.title')}</h2>
        <p>{t('connection.password.lead')}</p>
        <p>{login === undefined ? t('connection.password.none') : t('connection.password.login', { login })}</p>
        {second && <p>{t(`connection.password.${second.kind}`, { date: show(second.since, 'day'), to: second.to ?? '' })}</p>}
        {remove.isError && <Failed error={remove.error} />}
        {step === 'shown' && (
          <div className="actions">
            <Button isDisabled={!fresh} onPress={() => setStep('form')}>
              {t(login === undefined ? 'connection.password.make' : 'connection.password.change')}
            </Button>
            {login !== undefined && (
              <Button isDisabled={!fresh} onPress={() => setLeaving(true)}>
                {t('connection.remove')}
              </Button>
            )}
          </div>
        )}
        {step === 'form' && <PasswordForm login={login ?? ''} emailPossible={emailPossible} onBegun={setStep} onCancel={close} />}
        {typeof step === 'object' && (
          <ProveForm
            begun={step}
            onCancel={close}
            onProved={(made) => {
              setCodes(made);
              close();
              onDone(t('connection.changed'));
            }}
          />
        )}
        {leaving && (
          <Confirm
            title={t('connection.password.removeTitle')}
            confirm={t('connection.remove')}
            look="danger"
            onConfirm={() => {
              remove.mutate();
              setLeaving(false);
            }}
            onClose={() => setLeaving(false)}
          >
            <p>{t('connection.password.removeText')}</p>
          </Confirm>
        )}
      </section>
      {(login !== undefined || codes !== undefined) && (
        <RecoveryCodes left={recoveryCodesLeft} fresh={fresh} codes={codes} onCodes={setCodes} />
      )}
    </>
  );
}
