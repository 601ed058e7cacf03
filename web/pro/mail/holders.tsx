import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type SubmitEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { announce } from '../../kit/announcer.tsx';
import { api } from '../../kit/api.ts';
import { Badge } from '../../kit/badge.tsx';
import { Button } from '../../kit/button.tsx';
import { Confirm } from '../../kit/confirm.tsx';
import { show, today } from '../../kit/dates.ts';
import { ErrorSummary, type FieldFault, faultOf } from '../../kit/errorSummary.tsx';
import { Choice, Field } from '../../kit/field.tsx';
import { said } from '../../kit/i18n.ts';
import { Failed, Loaded } from '../../kit/loaded.tsx';
import { Status } from '../../kit/status.tsx';
import { holdersQuery, mailBase } from './queries.ts';
import type { Found, Holder, Right } from './shapes.ts';

const rights: readonly Right[] = ['read', 'write', 'manage'];

/** Délégation: who has a part in the mailbox; given to somebody of the directory, and taken away. */
export function Holders({ mailbox }: { mailbox: string }) {
  const { t } = useTranslation('pro');
  const client = useQueryClient();
  const query = useQuery(holdersQuery(mailbox));
  const [leaving, setLeaving] = useState<Holder>();
  const again = () => client.invalidateQueries({ queryKey: holdersQuery(mailbox).queryKey });
  const take = useMutation({
    mutationFn: ({ holder }: Holder) => api<undefined>('DELETE', `${mailBase(mailbox)}/holders/${encodeURIComponent(holder)}`),
    onSuccess: async () => {
      announce(t('mail.setting.taken'));
      await again();
    },
  });
  return (
    <section className="card" aria-labelledby="holders">
      <h2 id="holders">{t('mail.setting.holders')}</h2>
      <p>{t('mail.setting.holdersLead')}</p>
      <Loaded query={query}>
        {({ items }) => (
          <ul className="rows">
            {items.map((one) => (
              <li key={one.holder}>
                <span className="row-note">
                  <strong>{one.name}</strong>
                  {one.until !== undefined && `, ${t('mail.setting.until', { until: show(one.until, 'day') })}`}
                </span>
                <Badge tone="quiet" icon="person">
                  {one.isOwner ? t('mail.setting.owner') : t(`mail.setting.may.${one.may}`)}
                </Badge>
                {!one.isOwner && (
                  <Button look="quiet" onPress={() => setLeaving(one)}>
                    {t('mail.setting.take', { name: one.name })}
                  </Button>
                )}
              </li>
            ))}
          </ul>
        )}
      </Loaded>
      {take.isError && <Failed error={take.error} />}
      <Give mailbox={mailbox} onGiven={again} />
      {leaving && (
        <Confirm
          title={t('mail.setting.takeTitle')}
          confirm={t('mail.setting.takeDo')}
          look="danger"
          onConfirm={() => {
            take.mutate(leaving);
            setLeaving(undefined);
          }}
          onClose={() => setLeaving(undefined)}
        >
          <p>{t('mail.setting.takeText', { name: leaving.name })}</p>
        </Confirm>
      )}
    </section>
  );
}

function Give({ mailbox, onGiven }: { mailbox: string; onGiven: () => Promise<void> }) {
  const { t } = useTranslation('pro');
  const [name, setName] = useState('');
  const [picked, setPicked] = useState('');
  const [may, setMay] = useState<Right>('write');
  const [until, setUntil] = useState('');
  const [faults, setFaults] = useState<FieldFault[]>([]);
  const search = useMutation({
    mutationFn: (text: string) => api<{ items: readonly Found[] }>('POST', '/api/pro/directory/search', { name: text }),
  });
  const found = [...new Map((search.data?.items ?? []).map((one) => [one.id, one])).values()];
  const person = found.find(({ id }) => id === picked);
  const give = useMutation({
    mutationFn: (id: string) =>
      api<undefined>('PUT', `${mailBase(mailbox)}/holders/${id}`, {
        may,
        ...(until === '' ? {} : { until: new Date(`${until}T23:59:59`).toISOString() }),
      }),
    onSuccess: async () => {
      announce(t('mail.setting.given', { name: person?.name ?? '' }));
      search.reset();
      setName('');
      setPicked('');
      await onGiven();
    },
  });
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    setFaults(person === undefined ? [{ field: 'picked', sentence: t('mail.setting.givePickFault') }] : []);
    if (person !== undefined) give.mutate(person.id);
  };
  return (
    <section aria-labelledby="give">
      <h3 id="give">{t('mail.setting.give')}</h3>
      <search>
        <form
          onSubmit={(event) => {
            event.preventDefault();
            setPicked('');
            if (name.trim().length >= 2) search.mutate(name.trim());
          }}
        >
          <Field id="give-name" label={t('mail.setting.giveName')} value={name} maxLength={100} onChange={setName} />
          <Button type="submit" isDisabled={search.isPending}>
            {t('mail.setting.giveSearch')}
          </Button>
        </form>
      </search>
      {search.isError && <Failed error={search.error} />}
      <Status tone="info">{search.isSuccess && found.length === 0 && <p>{t('mail.setting.giveNone')}</p>}</Status>
      {found.length > 0 && (
        <form noValidate onSubmit={submit}>
          <ErrorSummary faults={faults} />
          <fieldset id="picked">
            <legend>{t('mail.setting.givePick')}</legend>
            {faultOf(faults, 'picked') && <p className="error">{faultOf(faults, 'picked')}</p>}
            {found.map((one) => (
              <Choice
                key={one.id}
                type="radio"
                name="picked"
                label={one.name}
                hint={[said(one.professionLabel), one.structure?.name, one.structure?.town].filter(Boolean).join(', ')}
                checked={picked === one.id}
                onChange={() => setPicked(one.id)}
              />
            ))}
          </fieldset>
          <fieldset>
            <legend>{t('mail.setting.giveMay')}</legend>
            {rights.map((one) => (
              <Choice
                key={one}
                type="radio"
                name="may"
                label={t(`mail.setting.may.${one}`)}
                checked={may === one}
                onChange={() => setMay(one)}
              />
            ))}
          </fieldset>
          <Field id="give-until" type="date" isShort label={t('mail.setting.giveUntil')} value={until} onChange={setUntil} />
          {until !== '' && until < today() && <p className="error">{t('mail.setting.absenceFault')}</p>}
          {give.isError && <Failed error={give.error} />}
          <Button type="submit" isDisabled={give.isPending || (until !== '' && until < today())}>
            {t('mail.setting.giveDo')}
          </Button>
        </form>
      )}
    </section>
  );
}
