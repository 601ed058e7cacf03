import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type SubmitEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { announce } from '../../kit/announcer.tsx';
import { api } from '../../kit/api.ts';
import { Button } from '../../kit/button.tsx';
import { language, localeOf } from '../../kit/i18n.ts';
import { Failed } from '../../kit/loaded.tsx';
import { LongField } from '../../kit/longField.tsx';
import { areShortcutsOn, turnShortcuts } from '../../kit/shortcuts.ts';
import { Notice } from '../../kit/status.tsx';
import { Switch } from '../../kit/switch.tsx';
import { AbsenceForm } from './absence.tsx';
import { Holders } from './holders.tsx';
import { MailFrame } from './mailFrame.tsx';
import { mailBase } from './queries.ts';
import { size } from './say.ts';
import type { ChangeSettings, MailboxInfo, SettingsChange } from './shapes.ts';
import { keys } from './shortcuts.ts';

/** Réglages: signature, absence, annuaire, who holds the mailbox, and the keys. */
export default function SettingsPage({ mailbox }: { mailbox: string }) {
  const { t } = useTranslation('pro');
  return (
    <MailFrame mailbox={mailbox} title={t('mail.setting.title')}>
      {(info) => (
        <>
          {info.may === 'manage' ? (
            <OfMailbox mailbox={info} />
          ) : (
            <Notice tone="info">
              <p>{t('mail.setting.notManager')}</p>
            </Notice>
          )}
          <Shortcuts />
        </>
      )}
    </MailFrame>
  );
}

function OfMailbox({ mailbox }: { mailbox: MailboxInfo }) {
  const { t } = useTranslation('pro');
  const client = useQueryClient();
  const save = useMutation({
    mutationFn: ({ change }: { change: SettingsChange; said: string }) =>
      api<MailboxInfo>('PUT', `${mailBase(mailbox.id)}/settings`, change),
    onSuccess: async (_, { said }) => {
      announce(said);
      await client.invalidateQueries({ queryKey: ['mail', 'mailboxes'] });
    },
  });
  const change: ChangeSettings = (wanted, said) => save.mutate({ change: wanted, said });
  const inReadersWords = (bytes: number) => size(bytes, localeOf(language()));
  return (
    <>
      {save.isError && <Failed error={save.error} />}
      <Signature mailbox={mailbox} isBusy={save.isPending} onChange={change} />
      <AbsenceForm key={mailbox.absence?.until} absence={mailbox.absence} isBusy={save.isPending} onChange={change} />
      <section className="card" aria-labelledby="directory">
        <h2 id="directory">{t('mail.setting.directory')}</h2>
        <Switch
          label={t('mail.setting.listRouge')}
          hint={t('mail.setting.listRougeHint')}
          isSelected={mailbox.listRouge}
          isDisabled={save.isPending}
          onChange={(listRouge) => change({ listRouge }, t('mail.setting.saved'))}
        />
        <Switch
          label={t('mail.setting.filing')}
          hint={t('mail.setting.filingHint')}
          isSelected={mailbox.filing}
          isDisabled={save.isPending}
          onChange={(filing) => change({ filing }, t('mail.setting.saved'))}
        />
      </section>
      <Holders mailbox={mailbox.id} />
      <section className="card" aria-labelledby="space">
        <h2 id="space">{t('mail.setting.space')}</h2>
        <p>
          {t('mail.setting.spaceUsed', {
            used: inReadersWords(mailbox.usedBytes),
            all: inReadersWords(mailbox.quotaBytes),
          })}
        </p>
      </section>
    </>
  );
}

function Signature({ mailbox, isBusy, onChange }: { mailbox: MailboxInfo; isBusy: boolean; onChange: ChangeSettings }) {
  const { t } = useTranslation('pro');
  const [signature, setSignature] = useState(mailbox.signature);
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    onChange({ signature }, t('mail.setting.signatureSaved'));
  };
  return (
    <form className="card" aria-labelledby="signature-title" onSubmit={submit}>
      <h2 id="signature-title">{t('mail.setting.signature')}</h2>
      <LongField
        id="signature"
        label={t('mail.setting.signature')}
        hint={t('mail.setting.signatureHint')}
        value={signature}
        maxLength={1000}
        rows={4}
        onChange={setSignature}
      />
      <Button type="submit" isDisabled={isBusy}>
        {t('mail.setting.signatureSave')}
      </Button>
    </form>
  );
}

function Shortcuts() {
  const { t } = useTranslation('pro');
  const [on, setOn] = useState(areShortcutsOn);
  return (
    <section className="card" aria-labelledby="keys">
      <h2 id="keys">{t('mail.setting.keysList')}</h2>
      <Switch
        label={t('mail.setting.keys')}
        hint={t('mail.setting.keysHint')}
        isSelected={on}
        onChange={(wanted) => {
          turnShortcuts(wanted);
          setOn(wanted);
        }}
      />
      <dl className="key-list">
        {keys.map((key) => (
          <div key={key} className="fact">
            <dt>
              <kbd>{key === 'slash' ? '/' : key}</kbd>
            </dt>
            <dd>{t(`mail.setting.key.${key}`)}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
