import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Failed, Waiting } from '../../kit/loaded.tsx';
import { Notice } from '../../kit/status.tsx';
import { patientQuery } from '../queries.ts';
import { LetterForm } from './letterForm.tsx';
import { MailFrame } from './mailFrame.tsx';
import { draftQuery, keptFiles, mailboxesQuery, messageQuery } from './queries.ts';
import { answered, answerTo, forwarded, nameOf, othersOf, shownSubject } from './say.ts';
import type { Letter, MailboxInfo, MessageBody } from './shapes.ts';

/** From where one comes: a message to answer or to forward (with its place), or a draft. */
export interface WriteSearch {
  readonly repondre?: number;
  readonly tous?: number;
  readonly transferer?: number;
  readonly dossier?: number;
  readonly uid?: number;
  readonly brouillon?: number;
  /** The record of the person to write to. */
  readonly patient?: string;
  /** `<folder>-<thread>`: where one goes back to. */
  readonly retour?: string;
}

/** Écrire: a new message, an answer, one to be forwarded, or a draft that goes on. */
export default function WritePage({ mailbox, search }: { mailbox: string | undefined; search: WriteSearch }) {
  const { t } = useTranslation('pro');
  const { repondre, tous, transferer, brouillon } = search;
  const title =
    brouillon !== undefined
      ? t('mail.letter.draftTitle')
      : repondre !== undefined || tous !== undefined
        ? t('mail.letter.replyTitle')
        : t(transferer !== undefined ? 'mail.letter.forwardTitle' : 'mail.letter.title');
  return (
    <MailFrame mailbox={mailbox} title={title} isFolderLast>
      {(info) =>
        search.patient !== undefined ? (
          <ToPatient mailbox={info} record={search.patient} />
        ) : brouillon === undefined ? (
          <Begun mailbox={info} search={search} />
        ) : (
          <Resumed mailbox={info} uid={brouillon} search={search} />
        )
      }
    </MailFrame>
  );
}

const empty: Letter = { to: [], cc: [], subject: '', text: '', files: [], receipt: false, final: 'no', alone: false };

function Begun({ mailbox, search }: { mailbox: MailboxInfo; search: WriteSearch }) {
  const { t } = useTranslation('pro');
  const about = search.repondre ?? search.tous ?? search.transferer;
  const body = useQuery({ ...messageQuery(mailbox.id, about ?? 0), enabled: about !== undefined });
  if (about === undefined) return <LetterForm mailbox={mailbox} first={signed(empty, mailbox)} back={search.retour} />;
  if (body.data === undefined) return body.error ? <Failed error={body.error} retry={() => void body.refetch()} /> : <Waiting />;
  const place = { folder: search.dossier ?? 0, uid: search.uid ?? 0, content: about };
  const first =
    search.transferer === undefined
      ? { ...answerOf(body.data, mailbox, search.tous !== undefined), answers: place }
      : forwardOf(body.data, about, t('mail.letter.original'), t('mail.thread.from'));
  return <LetterForm key={about} mailbox={mailbox} first={signed(first, mailbox)} back={search.retour} about={about} />;
}

/** The address of a person is their matricule, which only a qualified identity lets leave. */
function ToPatient({ mailbox, record }: { mailbox: MailboxInfo; record: string }) {
  const { t } = useTranslation('pro');
  const patient = useQuery(patientQuery(record));
  const domain = useQuery(mailboxesQuery).data?.citizens;
  if (patient.data === undefined || domain === undefined)
    return patient.error ? <Failed error={patient.error} retry={() => void patient.refetch()} /> : <Waiting />;
  const { matricule, traits } = patient.data;
  if (matricule === undefined)
    return (
      <Notice tone="attention" title={t('mail.letter.notQualified')}>
        <p>{t('mail.letter.notQualifiedText')}</p>
      </Notice>
    );
  const name = `${traits.firstBirthGiven} ${traits.birthFamily}`;
  const to = [{ name, address: `${matricule.toLowerCase()}@${domain}` }];
  return <LetterForm mailbox={mailbox} first={signed({ ...empty, to }, mailbox)} back={undefined} record={record} />;
}

function Resumed({ mailbox, uid, search }: { mailbox: MailboxInfo; uid: number; search: WriteSearch }) {
  const draft = useQuery(draftQuery(mailbox.id, uid));
  if (draft.data === undefined)
    return draft.error ? <Failed error={draft.error} retry={() => void draft.refetch()} /> : <Waiting />;
  const { to, cc, subject, text, attachments, content, receipt, alone, isFinal } = draft.data;
  const files = keptFiles(content, attachments);
  const final = subject.includes('[FIN]') ? 'all' : isFinal ? 'this' : 'no';
  const first: Letter = { to, cc, subject, text: text.replaceAll('\r\n', '\n'), files, receipt, final, alone };
  return <LetterForm mailbox={mailbox} first={first} draft={uid} back={search.retour} />;
}

function answerOf(body: MessageBody, { address }: MailboxInfo, toAll: boolean): Letter {
  const to = answerTo(body, address);
  return { ...empty, to, cc: toAll ? othersOf(body, address, to) : [], subject: answered(body.subject) };
}

function forwardOf(body: MessageBody, content: number, title: string, from: string): Letter {
  const head = [`--- ${title} ---`, `${from} ${body.from.map(nameOf).join(', ')}`, shownSubject(body.subject)].join('\n');
  return {
    ...empty,
    subject: forwarded(body.subject),
    text: `\n\n${head}\n\n${body.text.replaceAll('\r\n', '\n')}`,
    files: keptFiles(content, body.attachments),
  };
}

function signed(letter: Letter, { signature }: MailboxInfo): Letter {
  return signature === '' ? letter : { ...letter, text: `\n\n-- \n${signature}${letter.text}` };
}
