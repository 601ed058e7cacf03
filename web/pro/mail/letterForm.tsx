import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type SubmitEvent, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { announce } from '../../kit/announcer.tsx';
import { api } from '../../kit/api.ts';
import { Button } from '../../kit/button.tsx';
import { Confirm } from '../../kit/confirm.tsx';
import { show } from '../../kit/dates.ts';
import { ErrorSummary, type FieldFault, faultOf } from '../../kit/errorSummary.tsx';
import { Choice, Field } from '../../kit/field.tsx';
import { Failed } from '../../kit/loaded.tsx';
import { LongField } from '../../kit/longField.tsx';
import { ToCitizen } from './citizenChoices.tsx';
import { Files } from './files.tsx';
import { PatientsOfThread } from './patientOfMessage.tsx';
import { mailBase, mailboxesQuery } from './queries.ts';
import { Recipients } from './recipients.tsx';
import type { Letter, MailboxInfo } from './shapes.ts';
import { BeginWith } from './templateChoice.tsx';
import { useDraft } from './useDraft.ts';
import { useRecordOf } from './useRecordOf.ts';

interface FormProps {
  readonly mailbox: MailboxInfo;
  readonly first: Letter;
  readonly draft?: number;
  /** The content of the message that this one answers or forwards. */
  readonly about?: number;
  /** Whose record the letter is about, where the page knows it already. */
  readonly record?: string;
  readonly back: string | undefined;
}

/** The letter on the screen; what is written is kept meanwhile. */
export function LetterForm({ mailbox, first, draft, about, back, record: known }: FormProps) {
  const { t } = useTranslation('pro');
  const client = useQueryClient();
  const navigate = useNavigate();
  const [letter, setLetter] = useState(first);
  const [typed, setTyped] = useState({ to: '', cc: '' });
  const [faults, setFaults] = useState<FieldFault[]>([]);
  const [asksDiscard, setAsksDiscard] = useState(false);
  const text = useRef<HTMLTextAreaElement>(null);
  const { kept, save, send, end } = useDraft(mailbox.id, letter, setLetter, draft);
  const record = useRecordOf(mailbox.id, about) ?? known;
  const citizens = useQuery(mailboxesQuery).data?.citizens;
  const change = (part: Partial<Letter>) => setLetter((before) => ({ ...before, ...part }));
  const list = back === undefined ? `/messages/${mailbox.id}` : `/messages/${mailbox.id}/d/${back.replace('-', '/fil/')}`;
  // An answer begins where it is written, above the signature; a new message with its recipients.
  useEffect(() => {
    if (about === undefined) return;
    // After the title of the page took the focus.
    const timer = setTimeout(() => {
      text.current?.focus();
      text.current?.setSelectionRange(0, 0);
    }, 0);
    return () => clearTimeout(timer);
  }, [about]);

  const leave = async (saidWords: string) => {
    announce(saidWords);
    await client.invalidateQueries({ queryKey: ['mail'] });
    await navigate({ to: list });
  };
  const sending = useMutation({
    mutationFn: send,
    onSuccess: ({ queued }) => leave(t(queued > 0 ? 'mail.letter.sentLater' : 'mail.letter.sent')),
  });
  const discard = useMutation({
    mutationFn: async () => {
      const uid = await end();
      if (uid !== undefined) await api<undefined>('DELETE', `${mailBase(mailbox.id)}/drafts/${uid}`);
    },
    onSuccess: () => leave(t('mail.letter.discarded')),
  });
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const found: FieldFault[] = [];
    const place = /\{(patient|date)\}/.exec(`${letter.subject}\n${letter.text}`)?.[0];
    if (typed.to.trim() !== '') found.push({ field: 'to', sentence: t('mail.letter.toPending') });
    else if (letter.to.length === 0) found.push({ field: 'to', sentence: t('mail.letter.toEmpty') });
    if (typed.cc.trim() !== '') found.push({ field: 'cc', sentence: t('mail.letter.toPending') });
    if (letter.subject.trim() === '') found.push({ field: 'subject', sentence: t('mail.letter.subjectEmpty') });
    if (letter.text.trim() === '' && letter.files.length === 0)
      found.push({ field: 'letter-text', sentence: t('mail.letter.textEmpty') });
    else if (place !== undefined) found.push({ field: 'letter-text', sentence: t('mail.letter.placeLeft', { place }) });
    setFaults(found);
    if (found.length === 0 && !sending.isPending) sending.mutate();
  };
  const recipients = [...letter.to, ...letter.cc];
  return (
    <>
      <PatientsOfThread records={record === undefined ? [] : [record]} />
      <form className="card" noValidate onSubmit={submit}>
        <ErrorSummary faults={faults} />
        <p>{t('mail.letter.from', { address: `${mailbox.name} (${mailbox.address})` })}</p>
        <Recipients
          id="to"
          mailbox={mailbox.id}
          label={t('mail.letter.to')}
          chosen={letter.to}
          typed={typed.to}
          error={faultOf(faults, 'to')}
          onType={(to) => setTyped((before) => ({ ...before, to }))}
          onChange={(to) => change({ to })}
        />
        <Recipients
          id="cc"
          mailbox={mailbox.id}
          label={t('mail.letter.cc')}
          chosen={letter.cc}
          typed={typed.cc}
          error={faultOf(faults, 'cc')}
          onType={(cc) => setTyped((before) => ({ ...before, cc }))}
          onChange={(cc) => change({ cc })}
        />
        <BeginWith
          mailbox={mailbox.id}
          record={record}
          onChoose={({ subject, text: words }) =>
            setLetter((before) => ({
              ...before,
              subject: before.subject.trim() === '' ? subject : before.subject,
              text: `${words}${before.text}`,
            }))
          }
        />
        <Field
          id="subject"
          label={t('mail.letter.subject')}
          error={faultOf(faults, 'subject')}
          value={letter.subject}
          maxLength={250}
          isRequired
          onChange={(subject) => change({ subject })}
        />
        <LongField
          id="letter-text"
          label={t('mail.letter.text')}
          error={faultOf(faults, 'letter-text')}
          value={letter.text}
          maxLength={200_000}
          rows={12}
          area={text}
          onChange={(value) => change({ text: value })}
        />
        <Files files={letter.files} onChange={(files) => change({ files })} />
        {recipients.some(({ address }) => address.endsWith(`@${citizens}`)) ? (
          <ToCitizen letter={letter} onChange={change} />
        ) : (
          <Choice
            type="checkbox"
            name="receipt"
            label={t('mail.letter.receipt')}
            checked={letter.receipt}
            onChange={(receipt) => change({ receipt })}
          />
        )}
        {sending.isError && <Failed error={sending.error} />}
        {discard.isError && <Failed error={discard.error} />}
        <p className="mail-saved" role="status">
          {kept?.is === 'kept' && t('mail.letter.saved', { at: show(kept.at.toISOString(), 'time') })}
          {kept?.is === 'failed' && t('mail.letter.unsaved')}
        </p>
        <div className="actions">
          <Button type="submit" look="main" isBusy={sending.isPending}>
            {t(sending.isPending ? 'mail.letter.sending' : 'mail.letter.send')}
          </Button>
          <Button onPress={() => void save()}>{t('mail.letter.save')}</Button>
          <Button look="quiet" onPress={() => setAsksDiscard(true)}>
            {t('mail.letter.discard')}
          </Button>
        </div>
      </form>
      {asksDiscard && (
        <Confirm
          title={t('mail.letter.discardTitle')}
          confirm={t('mail.letter.discard')}
          look="danger"
          isBusy={discard.isPending}
          onConfirm={() => {
            setAsksDiscard(false);
            discard.mutate();
          }}
          onClose={() => setAsksDiscard(false)}
        >
          <p>{t('mail.letter.discardText')}</p>
        </Confirm>
      )}
    </>
  );
}
