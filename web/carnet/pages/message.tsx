import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../kit/api.ts';
import { show } from '../../kit/dates.ts';
import { type FieldFault, faultOf } from '../../kit/errorSummary.tsx';
import { Choice, Field } from '../../kit/field.tsx';
import { Loaded } from '../../kit/loaded.tsx';
import { Page } from '../../kit/page.tsx';
import '../messages/messages.css';
import { Back } from '../back.tsx';
import { justSent } from '../messages/justSent.ts';
import { conversationsQuery } from '../messages/queries.ts';
import type { Correspondent } from '../messages/shapes.ts';
import { useDraft } from '../messages/useDraft.ts';
import { bodyOf, WriteForm } from '../messages/writeForm.tsx';

/** A new message, to somebody who left a conversation open or welcomes questions. */
export default function MessagePage({ to }: { to: string | undefined }) {
  const { t } = useTranslation('carnet');
  return (
    <Page title={t('messages.compose.title')} space={t('space')} before={<Back to="/messages" />}>
      <p>{t('messages.notUrgent')}</p>
      <Loaded query={useQuery(conversationsQuery)}>
        {({ correspondents }) =>
          correspondents.length === 0 ? (
            <p className="card">{t('messages.nobody')}</p>
          ) : (
            <NewMessage
              correspondents={correspondents}
              to={to ?? (correspondents.length === 1 ? correspondents[0]?.address : '') ?? ''}
            />
          )
        }
      </Loaded>
    </Page>
  );
}

function NewMessage({ correspondents, to }: { correspondents: readonly Correspondent[]; to: string }) {
  const { t } = useTranslation('carnet');
  const navigate = useNavigate();
  const { draft, change, forget } = useDraft('new', to);
  const [faults, setFaults] = useState<readonly FieldFault[]>([]);
  const chosen = correspondents.find(({ address }) => address === draft.to);
  return (
    <WriteForm
      id="new"
      title={t('messages.compose.title')}
      isAlone
      draft={draft}
      onChange={change}
      onFaults={setFaults}
      faultsBefore={(written) => [
        ...(chosen === undefined ? [{ field: 'new-to', sentence: t('messages.compose.toMissing') }] : []),
        ...(written.subject.trim() === '' ? [{ field: 'new-subject', sentence: t('messages.compose.subjectMissing') }] : []),
      ]}
      send={async (written) => {
        const body = { ...bodyOf(written), to: written.to, subject: written.subject };
        return (await api<{ id: string }>('POST', '/api/carnet/conversations', body)).id;
      }}
      onSent={(id) => {
        forget();
        void navigate({ to: `/messages/${id}`, state: justSent });
      }}
      before={
        <>
          <fieldset id="new-to">
            <legend>{t('messages.compose.to')}</legend>
            {faultOf(faults, 'new-to') && <p className="error">{faultOf(faults, 'new-to')}</p>}
            {correspondents.map(({ name, address, questions }) => (
              <Choice
                key={address}
                type="radio"
                name="to"
                label={name}
                {...(questions && new Date(questions.until) > new Date()
                  ? {
                      hint: `${t('messages.mayUntil', { date: show(questions.until, 'day') })} ${t('messages.within', { count: questions.replyWithinDays })}`,
                    }
                  : {})}
                checked={draft.to === address}
                onChange={() => change({ to: address })}
              />
            ))}
          </fieldset>
          <Field
            id="new-subject"
            label={t('messages.compose.subject')}
            hint={t('messages.compose.subjectHint')}
            value={draft.subject}
            maxLength={150}
            error={faultOf(faults, 'new-subject')}
            onChange={(subject) => change({ subject })}
          />
        </>
      }
    />
  );
}
