import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Choice } from '../../kit/field.tsx';
import { LongField } from '../../kit/longField.tsx';
import { Select } from '../../kit/select.tsx';
import { mailboxesQuery } from '../mail/queries.ts';
import { Recipients } from '../mail/recipients.tsx';
import type { MailboxInfo, Person } from '../mail/shapes.ts';

/** To whom a publication goes besides the record. */
export interface SendingDraft {
  readonly mailbox: string;
  readonly colleagues: readonly Person[];
  /** What stands in the field of names, not chosen yet. */
  readonly typed: string;
  readonly toPatient: boolean;
  readonly text: string;
  readonly patientText: string;
  readonly wantReceipt: boolean;
}

export const sendsNothing: SendingDraft = {
  mailbox: '',
  colleagues: [],
  typed: '',
  toPatient: false,
  text: '',
  patientText: '',
  wantReceipt: false,
};

/** As the API takes it; nothing when nobody is named. */
export function lettersOf(draft: SendingDraft, mailboxes: readonly MailboxInfo[]): object {
  const { colleagues, toPatient, text, patientText, wantReceipt } = draft;
  if (colleagues.length === 0 && !toPatient) return {};
  const mailbox = draft.mailbox === '' ? mailboxes[0]?.id : draft.mailbox;
  return { mailbox, recipients: colleagues.map(({ address }) => address), toPatient, text, patientText, wantReceipt };
}

/** The mailboxes from which the professional may send: a software’s sends by itself. */
export function useSendingBoxes(): readonly MailboxInfo[] {
  const { data } = useQuery(mailboxesQuery);
  return data?.items.filter(({ state, may, kind }) => state === 'open' && may !== 'read' && kind !== 'APP') ?? [];
}

interface SendingProps {
  readonly draft: SendingDraft;
  readonly mailboxes: readonly MailboxInfo[];
  /** Only a qualified identity has an address of its own. */
  readonly isQualified: boolean;
  readonly error: string | undefined;
  readonly onChange: (part: Partial<SendingDraft>) => void;
}

/** « À qui l’envoyer »: colleagues by secure mail, and the person; the record gets it anyway. */
export function Sending({ draft, mailboxes, isQualified, error, onChange }: SendingProps) {
  const { t } = useTranslation('pro');
  const mailbox = draft.mailbox === '' ? (mailboxes[0]?.id ?? '') : draft.mailbox;
  return (
    <fieldset>
      <legend>{t('publishing.who')}</legend>
      {mailbox === '' ? (
        <p className="hint">{t('publishing.noMailbox')}</p>
      ) : (
        <>
          <p className="hint">{t('publishing.whoHint')}</p>
          {mailboxes.length > 1 && (
            <Select
              id="publish-mailbox"
              isWide
              label={t('publishing.mailbox')}
              none={`${mailboxes[0]?.name ?? ''} — ${mailboxes[0]?.address ?? ''}`}
              value={draft.mailbox}
              options={mailboxes.slice(1).map(({ id, name, address }) => ({ value: id, label: `${name} — ${address}` }))}
              onChange={(chosen) => onChange({ mailbox: chosen })}
            />
          )}
          {isQualified && (
            <Choice
              type="checkbox"
              name="toPatient"
              label={t('publishing.toPatient')}
              checked={draft.toPatient}
              onChange={(toPatient) => onChange({ toPatient })}
            />
          )}
          {draft.toPatient && (
            <LongField
              id="patient-text"
              label={t('publishing.patientText')}
              value={draft.patientText}
              maxLength={10_000}
              rows={3}
              onChange={(patientText) => onChange({ patientText })}
            />
          )}
          <Recipients
            id="colleagues"
            mailbox={mailbox}
            label={t('publishing.colleagues')}
            chosen={draft.colleagues}
            typed={draft.typed}
            error={error}
            onType={(typed) => onChange({ typed })}
            onChange={(colleagues) => onChange({ colleagues })}
          />
          {draft.colleagues.length > 0 && (
            <>
              <LongField
                id="colleagues-text"
                label={t('publishing.text')}
                value={draft.text}
                maxLength={10_000}
                rows={3}
                onChange={(text) => onChange({ text })}
              />
              <Choice
                type="checkbox"
                name="receipt"
                label={t('publishing.receipt')}
                checked={draft.wantReceipt}
                onChange={(wantReceipt) => onChange({ wantReceipt })}
              />
            </>
          )}
        </>
      )}
    </fieldset>
  );
}
