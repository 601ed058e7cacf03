import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiFailure, api } from '../../kit/api.ts';
import { Button } from '../../kit/button.tsx';
import { Field } from '../../kit/field.tsx';
import { said } from '../../kit/i18n.ts';
import { Failed } from '../../kit/loaded.tsx';
import { Page } from '../../kit/page.tsx';
import { Notice, Status } from '../../kit/status.tsx';
import { Switch } from '../../kit/switch.tsx';
import { Back } from '../back.tsx';
import type { Messaging } from '../messages/shapes.ts';
import { messagingQuery } from '../queries.ts';
import { Slow } from '../slow.tsx';

/** Réglages des messages: receive them or not, be notified or not, and where. */
export default function MessagingPage() {
  const { t } = useTranslation('carnet');
  return (
    <Page title={t('messages.choices.title')} space={t('space')} before={<Back to="/messages" />}>
      <Slow rows={4} query={useQuery(messagingQuery)}>
        {(messaging) => <Choices messaging={messaging} />}
      </Slow>
    </Page>
  );
}

function Choices({ messaging }: { messaging: Messaging }) {
  const { t } = useTranslation('carnet');
  const client = useQueryClient();
  const [done, setDone] = useState<string>();
  const change = useMutation({
    mutationFn: ({ wish }: { wish: object; told: string }) => api<Messaging>('PUT', '/api/carnet/messaging', wish),
    onSuccess: (now, { told }) => {
      client.setQueryData(messagingQuery.queryKey, now);
      setDone(told);
      void client.invalidateQueries({ queryKey: ['conversation'] });
      void client.invalidateQueries({ queryKey: ['conversations'] });
    },
  });
  const { address, closedBy, notices } = messaging;
  if (address === undefined) return <Notice tone="attention">{t('messages.choices.noAddress')}</Notice>;
  return (
    <>
      <Status tone="done">{done && <p>{done}</p>}</Status>
      {change.isError && <Failed error={change.error} />}
      <section className="card" aria-label={t('messages.choices.open')}>
        {closedBy && <Notice tone="attention">{t(`messages.choices.closedBy.${closedBy}`)}</Notice>}
        <Switch
          label={t('messages.choices.open')}
          hint={t('messages.choices.openHint')}
          isSelected={closedBy === undefined}
          isDisabled={change.isPending || closedBy === 'record' || closedBy === 'opposition'}
          onChange={(open) => change.mutate({ wish: { open }, told: t(`messages.choices.${open ? 'nowOpen' : 'nowClosed'}`) })}
        />
        <h2>{t('messages.choices.address')}</h2>
        <p className="address">{address}</p>
        <p className="hint">{t('messages.choices.addressHint')}</p>
      </section>
      <section className="card" aria-label={t('messages.choices.notices')}>
        {notices.possible ? (
          <>
            <Switch
              label={t('messages.choices.notices')}
              hint={t('messages.choices.noticesHint')}
              isSelected={notices.on}
              isDisabled={change.isPending}
              onChange={(on) =>
                change.mutate({ wish: { notices: on }, told: t(`messages.choices.${on ? 'noticesOn' : 'noticesOff'}`) })
              }
            />
            {notices.on && <NoticeAddress notices={notices} onTold={setDone} />}
          </>
        ) : (
          <p>{t('messages.choices.impossible')}</p>
        )}
      </section>
    </>
  );
}

/** An address counts once the code that went there is typed. */
function NoticeAddress({ notices, onTold }: { notices: Messaging['notices']; onTold: (told: string) => void }) {
  const { t } = useTranslation('carnet');
  const client = useQueryClient();
  const [email, setEmail] = useState('');
  const [code, setCode] = useState('');
  const [isChanging, setChanging] = useState(false);
  const took = (now: Messaging): void => {
    client.setQueryData(messagingQuery.queryKey, now);
  };
  const send = useMutation({
    mutationFn: () => api<Messaging>('PUT', '/api/carnet/messaging', { email: email.trim() }),
    onSuccess: took,
  });
  const confirm = useMutation({
    mutationFn: () => api<Messaging>('POST', '/api/carnet/messaging/email', { code }),
    onSuccess: (now) => {
      took(now);
      setChanging(false);
      setCode('');
      onTold(t('messages.choices.confirmed'));
    },
  });
  const submit = (act: () => void) => (event: FormEvent) => {
    event.preventDefault();
    act();
  };
  const faultOfCall = (error: unknown): string | undefined => (error instanceof ApiFailure ? said(error.sentence) : undefined);
  return (
    <>
      <p>{notices.to === undefined ? t('messages.choices.noTo') : t('messages.choices.to', { to: notices.to })}</p>
      {notices.waiting !== undefined && (
        <form noValidate onSubmit={submit(() => confirm.mutate())}>
          <Status tone="info">
            <p>{t('messages.choices.waiting', { to: notices.waiting })}</p>
          </Status>
          <Field
            id="notice-code"
            label={t('messages.choices.code')}
            value={code}
            isShort
            inputMode="numeric"
            autoComplete="one-time-code"
            maxLength={10}
            error={confirm.isError ? faultOfCall(confirm.error) : undefined}
            onChange={setCode}
          />
          <Button type="submit" look="main" isDisabled={confirm.isPending}>
            {t('messages.choices.confirm')}
          </Button>
        </form>
      )}
      {notices.waiting === undefined && notices.to !== undefined && !isChanging ? (
        <Button onPress={() => setChanging(true)}>{t('messages.choices.change')}</Button>
      ) : (
        <form noValidate onSubmit={submit(() => send.mutate())}>
          <Field
            id="notice-email"
            type="email"
            label={t('messages.choices.email')}
            value={email}
            inputMode="email"
            autoComplete="email"
            maxLength={254}
            error={send.isError ? faultOfCall(send.error) : undefined}
            onChange={setEmail}
          />
          <Button type="submit" isDisabled={send.isPending || email.trim() === ''}>
            {t('messages.choices.emailSend')}
          </Button>
        </form>
      )}
    </>
  );
}
