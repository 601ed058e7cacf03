import { type SubmitEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiFailure, api } from '../../kit/api.ts';
import { Badge } from '../../kit/badge.tsx';
import { Button } from '../../kit/button.tsx';
import { Confirm } from '../../kit/confirm.tsx';
import { show } from '../../kit/dates.ts';
import { Field } from '../../kit/field.tsx';
import { Failed } from '../../kit/loaded.tsx';
import { Notice, Status } from '../../kit/status.tsx';
import type { PartProps, Passkey } from './shapes.ts';
import { useChange } from './useChange.ts';

const base = '/api/carnet/account/passkeys';

/** The passkeys there are, one more on this device, one less. */
export function Passkeys({ account, onDone }: PartProps) {
  const { t } = useTranslation('carnet');
  const [leaving, setLeaving] = useState<Passkey>();
  const done = () => onDone(t('connection.changed'));
  const remove = useChange(
    (id: string) => api<void>('DELETE', `${base}/${id}`),
    () => done(),
  );
  const { passkeys, fresh, passkeysPossible } = account;
  return (
    <section className="card" aria-labelledby="passkeys">
      <h2 id="passkeys">{t('connection.keys.title')}</h2>
      <p>{t('connection.keys.lead')}</p>
      {passkeys.length === 0 && <p>{t('connection.keys.none')}</p>}
      <ul className="plain">
        {passkeys.map((one) => (
          <li key={one.id}>
            <p>
              <strong>{one.name}</strong>{' '}
              <Badge tone="quiet" icon={one.backedUp ? 'done' : 'info'}>
                {t(one.backedUp ? 'connection.keys.backedUp' : 'connection.keys.onDevice')}
              </Badge>
            </p>
            <p className="row-note">
              {t('connection.keys.since', { date: show(one.since, 'day'), used: show(one.used, 'moment') })}
            </p>
            <Button
              isDisabled={!fresh}
              aria-label={t('connection.keys.removeOf', { name: one.name })}
              onPress={() => setLeaving(one)}
            >
              {t('connection.remove')}
            </Button>
          </li>
        ))}
      </ul>
      {passkeys.length === 1 && account.login === undefined && (
        <Notice tone="attention">
          <p>{t('connection.keys.two')}</p>
        </Notice>
      )}
      {remove.isError && <Failed error={remove.error} />}
      {passkeysPossible ? <AddPasskey fresh={fresh} onDone={done} /> : <p>{t('connection.keys.impossible')}</p>}
      {leaving && (
        <Confirm
          title={t('connection.keys.removeTitle', { name: leaving.name })}
          confirm={t('connection.remove')}
          look="danger"
          onConfirm={() => {
            remove.mutate(leaving.id);
            setLeaving(undefined);
          }}
          onClose={() => setLeaving(undefined)}
        >
          <p>{t('connection.keys.removeText')}</p>
        </Confirm>
      )}
    </section>
  );
}

function AddPasskey({ fresh, onDone }: { fresh: boolean; onDone: () => void }) {
  const { t } = useTranslation('carnet');
  const [name, setName] = useState('');
  const add = useChange(
    async () => {
      // Only who adds one needs it.
      const { startRegistration } = await import('@simplewebauthn/browser');
      const { options, state } = await api<{ options: string; state: string }>('POST', `${base}/offer`);
      const answer = await startRegistration({ optionsJSON: JSON.parse(options) });
      await api('POST', base, { state, answer: JSON.stringify(answer), ...(name.trim() === '' ? {} : { name }) });
    },
    () => {
      setName('');
      onDone();
    },
  );
  if (typeof window.PublicKeyCredential !== 'function') return <p>{t('connection.keys.unsupported')}</p>;
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (!add.isPending) add.mutate();
  };
  return (
    <form onSubmit={submit} aria-label={t('connection.keys.add')}>
      <Field
        id="key-name"
        label={t('connection.keys.name')}
        hint={t('connection.keys.nameHint')}
        value={name}
        maxLength={40}
        onChange={setName}
      />
      {add.error instanceof ApiFailure && <Failed error={add.error} />}
      {add.error && !(add.error instanceof ApiFailure) && (
        <Status tone="danger">
          <p>{t('connection.keys.failed')}</p>
        </Status>
      )}
      <Button type="submit" look="main" isDisabled={!fresh || add.isPending}>
        {t('connection.keys.add')}
      </Button>
    </form>
  );
}
