import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../kit/api.ts';
import { Button } from '../../kit/button.tsx';
import { Dialog } from '../../kit/dialog.tsx';
import { Choice } from '../../kit/field.tsx';
import { Failed, Loaded } from '../../kit/loaded.tsx';
import { LongField } from '../../kit/longField.tsx';
import { Status } from '../../kit/status.tsx';
import { patientBase } from '../queries.ts';
import { mailboxesQuery } from './queries.ts';
import { RecipientSearch } from './recipientSearch.tsx';
import type { MailboxInfo } from './shapes.ts';

interface Sent {
  readonly replaces: boolean;
}

/** « Envoyer par messagerie sécurisée »: a button, and the dialog in which one says from where, to whom, with what words. */
export function SendDocuments({ record, ids, isQualified }: { record: string; ids: readonly string[]; isQualified: boolean }) {
  const { t } = useTranslation('pro');
  const [open, setOpen] = useState(false);
  const [sent, setSent] = useState<Sent>();
  const close = () => setOpen(false);
  return (
    <>
      <p className="actions">
        <Button onPress={() => setOpen(true)}>{t('filing.send.button')}</Button>
      </p>
      <Status tone="done">{sent && <p>{t(sent.replaces ? 'filing.send.sentReplaces' : 'filing.send.sent')}</p>}</Status>
      {open && (
        <Dialog title={t('filing.send.title')} onClose={close}>
          <SendForm
            record={record}
            ids={ids}
            isQualified={isQualified}
            onSent={(told) => {
              setSent(told);
              close();
            }}
            onClose={close}
          />
        </Dialog>
      )}
    </>
  );
}

interface FormProps {
  readonly record: string;
  readonly ids: readonly string[];
  readonly isQualified: boolean;
  readonly onSent: (sent: Sent) => void;
  readonly onClose: () => void;
}

function SendForm(props: FormProps) {
  const { t } = useTranslation('pro');
  const query = useQuery(mailboxesQuery);
  return (
    <Loaded query={query}>
      {({ items }) => {
        // A software’s mailbox sends by itself: nobody writes from it at a screen.
        const usable = items.filter(({ state, may, kind }) => state === 'open' && may !== 'read' && kind !== 'APP');
        return usable.length > 0 ? (
          <Letter {...props} mailboxes={usable} />
        ) : (
          <>
            <p>{t('filing.send.noMailbox')}</p>
            <p className="actions">
              <Button onPress={props.onClose}>{t('cancel', { ns: 'kit' })}</Button>
            </p>
          </>
        );
      }}
    </Loaded>
  );
}

function Letter({ record, ids, isQualified, mailboxes, onSent, onClose }: FormProps & { mailboxes: readonly MailboxInfo[] }) {
  const { t } = useTranslation('pro');
  const [mailbox, setMailbox] = useState(mailboxes[0]?.id ?? '');
  const [recipients, setRecipients] = useState<ReadonlyMap<string, string>>(new Map());
  const [toPatient, setToPatient] = useState(false);
  const [text, setText] = useState('');
  const [wantReceipt, setWantReceipt] = useState(true);
  const [isMissing, setMissing] = useState(false);
  const send = useMutation({
    mutationFn: () =>
      api<Sent>('POST', `${patientBase(record)}/documents/send`, {
        mailbox,
        ids,
        recipients: [...recipients.keys()],
        toPatient,
        text,
        wantReceipt,
      }),
    onSuccess: onSent,
  });
  const submit = () => {
    const none = recipients.size === 0 && !toPatient;
    setMissing(none);
    if (!none) send.mutate();
  };
  return (
    <>
      <p>{t('filing.send.lead')}</p>
      {mailboxes.length > 1 && (
        <div className="field">
          <label htmlFor="send-mailbox">{t('filing.send.mailbox')}</label>
          <select id="send-mailbox" value={mailbox} onChange={(event) => setMailbox(event.target.value)}>
            {mailboxes.map(({ id, name, address }) => (
              <option key={id} value={id}>
                {name} — {address}
              </option>
            ))}
          </select>
        </div>
      )}
      <RecipientSearch chosen={recipients} onChange={setRecipients} />
      {isQualified && (
        <Choice type="checkbox" name="patient" label={t('filing.send.patient')} checked={toPatient} onChange={setToPatient} />
      )}
      <LongField id="send-text" label={t('filing.send.text')} value={text} maxLength={10_000} rows={4} onChange={setText} />
      <Choice
        type="checkbox"
        name="receipt"
        label={t('filing.send.receipt')}
        hint={t('filing.send.receiptHint')}
        checked={wantReceipt}
        onChange={setWantReceipt}
      />
      <Status tone="danger">{isMissing && <p>{t('filing.send.needed')}</p>}</Status>
      {send.isError && <Failed error={send.error} />}
      <div className="actions">
        <Button look="main" isDisabled={send.isPending} onPress={submit}>
          {t('filing.send.submit')}
        </Button>
        <Button onPress={onClose}>{t('cancel', { ns: 'kit' })}</Button>
      </div>
    </>
  );
}
