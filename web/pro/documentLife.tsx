import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { announce } from '../kit/announcer.tsx';
import { api } from '../kit/api.ts';
import { Button } from '../kit/button.tsx';
import { Confirm } from '../kit/confirm.tsx';
import { Choice, Field } from '../kit/field.tsx';
import { Failed } from '../kit/loaded.tsx';
import type { DocumentDetail, DocumentSummary } from '../kit/shapes.ts';
import { Status } from '../kit/status.tsx';
import { Switch } from '../kit/switch.tsx';
import { warnOfWithdrawal } from './mail/warnOfWithdrawal.ts';
import { documentQuery, patientBase } from './queries.ts';

interface LifeProps {
  readonly record: string;
  readonly document: DocumentDetail;
}

const reasonAtLeast = 10;

/** What the author of a document does with it after its deposit: announces, archives, withdraws. Nothing for anybody else. */
export function DocumentLife({ record, document: doc }: LifeProps) {
  const { t } = useTranslation('pro');
  const client = useQueryClient();
  const [asking, setAsking] = useState<'announce' | 'withdraw'>();
  const change = useMutation({
    mutationFn: ({ what, body }: { what: 'announced' | 'archived'; body: object }) =>
      api<DocumentSummary>('PUT', `${addressOf(record, doc.id)}/${what}`, body),
    onSuccess: async (summary) => {
      setAsking(undefined);
      client.setQueryData(documentQuery(record, doc.id).queryKey, (old) => old && { ...old, ...summary });
      await client.invalidateQueries({ queryKey: ['patient', record, 'documents'] });
    },
    onError: () => setAsking(undefined),
  });
  if (!doc.mine) return null;
  const done =
    change.isSuccess && (change.variables.what === 'announced' ? 'announced' : doc.archived ? 'archived' : 'unarchived');
  return (
    <section className="card" aria-labelledby="life">
      <h2 id="life">{t('life.title')}</h2>
      <p>{t('life.lead')}</p>
      {doc.hiddenFromPatient && (
        <>
          <p>{t('life.announceText')}</p>
          <p className="actions">
            <Button onPress={() => setAsking('announce')}>{t('life.announce')}</Button>
          </p>
        </>
      )}
      <Switch
        label={t('life.archive')}
        hint={t('life.archiveHint')}
        isSelected={doc.archived}
        isDisabled={change.isPending}
        onChange={(archived) => change.mutate({ what: 'archived', body: { archived } })}
      />
      <Status tone="done">{done && <p>{t(`life.${done}`)}</p>}</Status>
      {change.isError && <Failed error={change.error} />}
      {doc.replacedBy === undefined && (
        <p className="actions">
          <Button look="danger" onPress={() => setAsking('withdraw')}>
            {t('life.withdraw')}
          </Button>
        </p>
      )}
      {asking === 'announce' && (
        <Confirm
          title={t('life.announceTitle')}
          confirm={t('life.announceConfirm')}
          isBusy={change.isPending}
          onConfirm={() => change.mutate({ what: 'announced', body: {} })}
          onClose={() => setAsking(undefined)}
        >
          <ul>
            <li>{t('life.announce1')}</li>
            <li>{t('life.announce2')}</li>
          </ul>
        </Confirm>
      )}
      {asking === 'withdraw' && <Withdrawal record={record} document={doc} onClose={() => setAsking(undefined)} />}
    </section>
  );
}

/** The question before a withdrawal: what it does, and why it is done, which the person will read. */
function Withdrawal({ record, document: doc, onClose }: LifeProps & { readonly onClose: () => void }) {
  const { t } = useTranslation('pro');
  const client = useQueryClient();
  const navigate = useNavigate();
  const [reason, setReason] = useState('');
  const [isShort, setShort] = useState(false);
  const [warns, setWarns] = useState(true);
  const withdraw = useMutation({
    mutationFn: () => api('POST', `${addressOf(record, doc.id)}/withdrawal`, { reason: reason.trim() }),
    onSuccess: async () => {
      // The document is withdrawn whatever becomes of the warning: its failure is told, and changes nothing.
      const told = warns ? await warnOfWithdrawal(record, doc.id).catch(() => undefined) : 0;
      announce(
        `${t('life.withdrawn')} ${told === 0 ? '' : t(told === undefined ? 'filing.send.notWarned' : 'filing.send.warned')}`,
      );
      await navigate({ to: `/p/${record}` });
      client.removeQueries({ queryKey: documentQuery(record, doc.id).queryKey });
      await client.invalidateQueries({ queryKey: ['patient', record, 'documents'] });
    },
  });
  const confirm = () => {
    const tooShort = reason.trim().length < reasonAtLeast;
    setShort(tooShort);
    if (!tooShort) withdraw.mutate();
  };
  return (
    <Confirm
      title={t('life.withdrawTitle')}
      confirm={t('life.withdrawConfirm')}
      look="danger"
      isBusy={withdraw.isPending}
      onConfirm={confirm}
      onClose={onClose}
    >
      <ul>
        <li>{t('life.withdraw1')}</li>
        <li>{t('life.withdraw2')}</li>
        <li>{t('life.withdraw3')}</li>
      </ul>
      <Field
        id="withdraw-reason"
        label={t('life.reason')}
        hint={t('life.reasonHint')}
        error={isShort ? t('life.reasonShort') : undefined}
        value={reason}
        isRequired
        maxLength={500}
        onChange={setReason}
      />
      <Choice type="checkbox" name="warn" label={t('filing.send.warn')} checked={warns} onChange={setWarns} />
      {withdraw.isError && <Failed error={withdraw.error} />}
    </Confirm>
  );
}

const addressOf = (record: string, id: string) => `${patientBase(record)}/documents/${encodeURIComponent(id)}`;
