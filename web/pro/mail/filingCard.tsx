import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../kit/api.ts';
import { Badge, type Tone } from '../../kit/badge.tsx';
import { Button } from '../../kit/button.tsx';
import { Confirm } from '../../kit/confirm.tsx';
import { show } from '../../kit/dates.ts';
import { Field } from '../../kit/field.tsx';
import { said } from '../../kit/i18n.ts';
import type { IconName } from '../../kit/icon.tsx';
import { Failed } from '../../kit/loaded.tsx';
import { Status } from '../../kit/status.tsx';
import { type Filing, type FilingState, filingBase } from './filingShapes.ts';

const looks: Record<FilingState, { readonly tone: Tone; readonly icon: IconName }> = {
  waiting: { tone: 'attention', icon: 'later' },
  'under-way': { tone: 'info', icon: 'later' },
  filed: { tone: 'done', icon: 'done' },
  known: { tone: 'done', icon: 'documents' },
  refused: { tone: 'danger', icon: 'warning' },
  dismissed: { tone: 'quiet', icon: 'blocked' },
};

export function FilingBadge({ state }: { state: FilingState }) {
  const { t } = useTranslation('pro');
  return <Badge {...looks[state]}>{t(`filing.state.${state}`)}</Badge>;
}

/** The documents of one message: what the archive says, what they came to, and what a person can do about it. */
export function FilingCard({ mailbox, filing, mayWrite }: { mailbox: string; filing: Filing; mayWrite: boolean }) {
  const { t } = useTranslation('pro');
  const heading = useId();
  const { content, state, subject, sender, arrivedAt, record } = filing;
  return (
    <article className="card" aria-labelledby={heading}>
      <h3 id={heading}>{subject ?? t('filing.forMessage')}</h3>
      <p>
        <FilingBadge state={state} />
      </p>
      {sender !== undefined && arrivedAt !== undefined && (
        <p className="hint">{t('filing.from', { sender, when: show(arrivedAt, 'moment') })}</p>
      )}
      <Archive filing={filing} />
      <Why filing={filing} />
      {record !== undefined && (
        <p>
          <Link to={`/p/${record}`}>{t('filing.open')}</Link>
        </p>
      )}
      {mayWrite && <Decide key={content} mailbox={mailbox} filing={filing} />}
    </article>
  );
}

function Archive({ filing: { patient, documents } }: { filing: Filing }) {
  const { t } = useTranslation('pro');
  return (
    <dl className="facts">
      {patient !== undefined && (
        <div>
          <dt>{t('filing.patient')}</dt>
          <dd>
            {patient.name}
            {patient.birthDate !== undefined && `, ${show(patient.birthDate, 'shortDay')}`}
          </dd>
        </div>
      )}
      <div>
        <dt>{t('filing.documents')}</dt>
        <dd>
          {documents.length === 0 ? (
            t('filing.unread')
          ) : (
            <ul>
              {documents.map(({ path, title, type, check }) => (
                <li key={path}>
                  {title || type || path}
                  {check !== undefined && (
                    <>
                      {' — '}
                      {check.outcome === 'passed' ? t('filing.check.passed') : t('filing.check.failed', { count: check.errors })}
                      {check.warnings > 0 && `, ${t('filing.check.warnings', { count: check.warnings })}`}
                    </>
                  )}
                </li>
              ))}
            </ul>
          )}
        </dd>
      </div>
    </dl>
  );
}

function Why({ filing: { state, refusal, reason, by } }: { filing: Filing }) {
  const { t } = useTranslation('pro');
  return (
    <>
      {refusal !== undefined && (
        <div className="notice notice-danger">
          <div>
            <p className="notice-title">{t('filing.why')}</p>
            {refusal.sentence !== undefined && <p>{said(refusal.sentence)}</p>}
            <p>{t('filing.code', refusal.ans)}</p>
            <p className="hint">{t('filing.told')}</p>
          </div>
        </div>
      )}
      {state === 'dismissed' && reason !== undefined && <p>{reason}</p>}
      {by !== undefined && <p className="hint">{t('filing.by', { name: by })}</p>}
    </>
  );
}

function Decide({ mailbox, filing: { content, state } }: { mailbox: string; filing: Filing }) {
  const { t } = useTranslation('pro');
  const client = useQueryClient();
  const [asking, setAsking] = useState(false);
  const [reason, setReason] = useState('');
  const [isShort, setShort] = useState(false);
  const again = () => client.invalidateQueries({ queryKey: ['mail', mailbox] });
  const place = `${filingBase(mailbox)}/${content}`;
  const file = useMutation({ mutationFn: () => api<Filing>('POST', `${place}/file`, {}), onSuccess: again });
  const dismiss = useMutation({
    mutationFn: () => api<Filing>('POST', `${place}/dismiss`, { reason: reason.trim() }),
    onSuccess: async () => {
      setAsking(false);
      await again();
    },
  });
  const confirm = () => {
    const tooShort = reason.trim().length < 3;
    setShort(tooShort);
    if (!tooShort) dismiss.mutate();
  };
  const outcome = dismiss.isSuccess ? 'dismissed' : file.data?.state;
  const told =
    outcome === 'filed' || outcome === 'known' || outcome === 'refused' || outcome === 'dismissed'
      ? t(`filing.${outcome}Now`)
      : undefined;
  const isOver = state === 'filed' || state === 'known';
  return (
    <>
      <Status tone={outcome === 'refused' ? 'attention' : 'done'}>{told && <p>{told}</p>}</Status>
      {file.isError && <Failed error={file.error} />}
      {!isOver && (
        <p className="actions">
          <Button isDisabled={file.isPending} onPress={() => file.mutate()}>
            {t(state === 'waiting' ? 'filing.file' : 'filing.fileAgain')}
          </Button>
          {state !== 'dismissed' && (
            <Button look="quiet" onPress={() => setAsking(true)}>
              {t('filing.dismiss')}
            </Button>
          )}
        </p>
      )}
      {asking && (
        <Confirm
          title={t('filing.dismissTitle')}
          confirm={t('filing.dismissConfirm')}
          look="danger"
          isBusy={dismiss.isPending}
          onConfirm={confirm}
          onClose={() => setAsking(false)}
        >
          <ul>
            <li>{t('filing.dismiss1')}</li>
            <li>{t('filing.dismiss2')}</li>
          </ul>
          <Field
            id={`dismiss-${content}`}
            label={t('filing.reason')}
            hint={t('filing.reasonHint')}
            error={isShort ? t('filing.reasonShort') : undefined}
            value={reason}
            isRequired
            maxLength={300}
            onChange={setReason}
          />
          {dismiss.isError && <Failed error={dismiss.error} />}
        </Confirm>
      )}
    </>
  );
}
