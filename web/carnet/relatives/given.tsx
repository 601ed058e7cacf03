import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../kit/api.ts';
import { Button } from '../../kit/button.tsx';
import { Confirm } from '../../kit/confirm.tsx';
import { show } from '../../kit/dates.ts';
import { Failed } from '../../kit/loaded.tsx';
import type { Mandates } from '../shapes.ts';

interface GivenProps {
  readonly mandates: Mandates;
  readonly onDone: (sentence: string) => void;
}

/** Who may act for the person, which codes wait, for whom the person may act; each can be ended, from either side. */
export function Given({ mandates: { given, invitations, received }, onDone }: GivenProps) {
  const { t } = useTranslation('carnet');
  const can = (purposes: readonly (keyof typeof words)[]): string => {
    const [first = '', ...others] = purposes.map((one) => words[one]);
    return [first, ...others.map((one) => one.charAt(0).toLowerCase() + one.slice(1))].join(', ');
  };
  const words = {
    read: t('purpose.read'),
    book: t('purpose.book'),
    message: t('purpose.message'),
    rights: t('purpose.rights'),
  };
  return (
    <>
      <section className="card" aria-labelledby="given">
        <h2 id="given">{t('given.title')}</h2>
        {given.length + invitations.length === 0 && <p>{t('given.none')}</p>}
        <ul className="plain">
          {given.map(({ id, name, kind, purposes, until }) => (
            <li key={id}>
              <p>
                <strong>{name}</strong>, {t(kind === 'legal' ? 'given.legal' : 'given.adult')}
              </p>
              <p>{t('given.can', { purposes: can(purposes), date: show(until, 'day') })}</p>
              {kind === 'adult' && <End path={encodeURIComponent(id)} name={name} onDone={onDone} />}
            </li>
          ))}
          {invitations.map(({ id, purposes, expires }) => (
            <li key={id}>
              <p>{t('given.waiting', { purposes: can(purposes), date: show(expires, 'day') })}</p>
              <End path={encodeURIComponent(id)} name={t('given.invitation')} onDone={onDone} />
            </li>
          ))}
        </ul>
      </section>
      {received.length > 0 && (
        <section className="card" aria-labelledby="received">
          <h2 id="received">{t('received.title')}</h2>
          <ul className="plain">
            {received.map(({ record, name, kind, purposes, until }) => (
              <li key={record}>
                <p>
                  <strong>{name}</strong>, {t('given.can', { purposes: can(purposes), date: show(until, 'day') })}
                </p>
                {kind === 'adult' && <End path={`received/${encodeURIComponent(record)}`} name={name} onDone={onDone} />}
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
}

function End({ path, name, onDone }: { path: string; name: string; onDone: (sentence: string) => void }) {
  const { t } = useTranslation('carnet');
  const client = useQueryClient();
  const [asking, setAsking] = useState(false);
  const end = useMutation({
    mutationFn: () => api<void>('DELETE', `/api/carnet/mandates/${path}`),
    onSuccess: async () => {
      setAsking(false);
      onDone(t('end.done'));
      await Promise.all(['mandates', 'profiles', 'log'].map((key) => client.invalidateQueries({ queryKey: [key] })));
    },
  });
  return (
    <>
      <Button look="danger" aria-label={`${t('end.button')}, ${name}`} onPress={() => setAsking(true)}>
        {t('end.button')}
      </Button>
      {asking && (
        <Confirm
          title={t('end.title', { name })}
          confirm={t('end.confirm')}
          look="danger"
          isBusy={end.isPending}
          onConfirm={() => end.mutate()}
          onClose={() => setAsking(false)}
        >
          <p>{t('end.text')}</p>
          {end.isError && <Failed error={end.error} />}
        </Confirm>
      )}
    </>
  );
}
