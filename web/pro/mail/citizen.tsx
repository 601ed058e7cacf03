import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type SubmitEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { announce } from '../../kit/announcer.tsx';
import { api } from '../../kit/api.ts';
import { Badge } from '../../kit/badge.tsx';
import { Button } from '../../kit/button.tsx';
import { Confirm } from '../../kit/confirm.tsx';
import { show } from '../../kit/dates.ts';
import { ErrorSummary, type FieldFault, faultOf } from '../../kit/errorSummary.tsx';
import { Field } from '../../kit/field.tsx';
import { Failed } from '../../kit/loaded.tsx';
import { Switch } from '../../kit/switch.tsx';
import { mailBase } from './queries.ts';
import type { MailboxInfo, MessageLine } from './shapes.ts';

interface Conversation {
  readonly id: string;
  readonly patient: { readonly record: string; readonly name: string };
  readonly closed?: { readonly at: string; readonly how: 'message' | 'all' | 'button' };
  readonly isPrivate: boolean;
  readonly questions?: { readonly until: string; readonly replyWithinDays: number };
}
type Answer = { readonly conversation: Conversation | null };

export const conversationQuery = (mailbox: string, content: number) =>
  queryOptions({
    queryKey: ['mail', mailbox, 'conversation', content],
    queryFn: () => api<Answer>('GET', `${mailBase(mailbox)}/conversations?content=${content}`),
  });

/** What the professional decides of a conversation with a citizen: who may write, until when, in how many days an answer comes. */
export function CitizenConversation({ mailbox, message }: { mailbox: MailboxInfo; message: MessageLine }) {
  const query = useQuery(conversationQuery(mailbox.id, message.content));
  const conversation = query.data?.conversation;
  // Between professionals there is none; where it could not be asked, the messages are shown all the same.
  if (conversation === undefined || conversation === null) return null;
  return <Controls mailbox={mailbox} content={message.content} conversation={conversation} />;
}

interface ControlsProps {
  readonly mailbox: MailboxInfo;
  readonly content: number;
  readonly conversation: Conversation;
}

function Controls({ mailbox, content, conversation }: ControlsProps) {
  const { t } = useTranslation('pro');
  const client = useQueryClient();
  const [asksClose, setAsksClose] = useState(false);
  const { closed, questions, isPrivate } = conversation;
  const act = useMutation({
    mutationFn: ({ what, body }: { what: 'close' | 'reopen' | 'questions' | 'private'; body?: object; said: string }) =>
      api<Answer>('POST', `${mailBase(mailbox.id)}/conversations/${encodeURIComponent(conversation.id)}/${what}`, body ?? {}),
    onSuccess: (answer, { said }) => {
      client.setQueryData(conversationQuery(mailbox.id, content).queryKey, answer);
      announce(said);
    },
  });
  const mayWrite = mailbox.may !== 'read';
  return (
    <section className="card" aria-labelledby="citizen">
      <h2 id="citizen">{t('mail.citizen.title')}</h2>
      <p>
        <strong>{conversation.patient.name}</strong>{' '}
        <Badge tone={closed ? 'attention' : 'done'} icon={closed ? 'blocked' : 'done'}>
          {t(closed ? 'mail.citizen.closed' : 'mail.citizen.open')}
        </Badge>
      </p>
      <p>
        {questions
          ? t('mail.citizen.welcome', { until: show(questions.until, 'day'), days: questions.replyWithinDays })
          : t('mail.citizen.noWelcome')}
      </p>
      {mayWrite && (
        <>
          <div className="mail-acts">
            {closed ? (
              <Button isDisabled={act.isPending} onPress={() => act.mutate({ what: 'reopen', said: t('mail.citizen.reopened') })}>
                {t('mail.citizen.reopen')}
              </Button>
            ) : (
              <Button isDisabled={act.isPending} onPress={() => setAsksClose(true)}>
                {t('mail.citizen.close')}
              </Button>
            )}
          </div>
          <Welcome
            key={questions?.until}
            isBusy={act.isPending}
            hasQuestions={questions !== undefined}
            onSave={(body) => act.mutate({ what: 'questions', body, said: t('mail.citizen.welcomeSaved') })}
            onEnd={() => act.mutate({ what: 'questions', body: { until: null }, said: t('mail.citizen.welcomeEnded') })}
          />
          <Switch
            label={t('mail.citizen.private')}
            hint={t('mail.citizen.privateHint')}
            isSelected={isPrivate}
            isDisabled={act.isPending}
            onChange={(value) => act.mutate({ what: 'private', body: { private: value }, said: t('mail.setting.saved') })}
          />
        </>
      )}
      {act.isError && <Failed error={act.error} />}
      {asksClose && (
        <Confirm
          title={t('mail.citizen.closing')}
          confirm={t('mail.citizen.close')}
          isBusy={act.isPending}
          onConfirm={() => {
            setAsksClose(false);
            act.mutate({ what: 'close', said: t('mail.citizen.closedDone') });
          }}
          onClose={() => setAsksClose(false)}
        >
          <p>{t('mail.citizen.closingText')}</p>
        </Confirm>
      )}
    </section>
  );
}

interface WelcomeProps {
  readonly isBusy: boolean;
  readonly hasQuestions: boolean;
  readonly onSave: (body: { until: string; replyWithinDays: number }) => void;
  readonly onEnd: () => void;
}

function Welcome({ isBusy, hasQuestions, onSave, onEnd }: WelcomeProps) {
  const { t } = useTranslation('pro');
  const [until, setUntil] = useState('');
  const [days, setDays] = useState('3');
  const [faults, setFaults] = useState<FieldFault[]>([]);
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    // The end of that day, on the reader's clock.
    const end = new Date(`${until}T23:59:59`);
    const replyWithinDays = Number(days);
    const isGood = end > new Date() && /^\d{1,2}$/.test(days) && replyWithinDays >= 1 && replyWithinDays <= 30;
    setFaults(isGood ? [] : [{ field: 'welcome-until', sentence: t('mail.citizen.welcomeFault') }]);
    if (isGood) onSave({ until: end.toISOString(), replyWithinDays });
  };
  return (
    <details className="fold">
      <summary>{t('mail.citizen.welcomeTitle')}</summary>
      <form className="fold-inside" noValidate onSubmit={submit}>
        <ErrorSummary faults={faults} />
        <Field
          id="welcome-until"
          type="date"
          isShort
          label={t('mail.citizen.welcomeUntil')}
          error={faultOf(faults, 'welcome-until')}
          value={until}
          onChange={setUntil}
        />
        <Field
          id="welcome-days"
          isShort
          inputMode="numeric"
          label={t('mail.citizen.welcomeDays')}
          value={days}
          maxLength={2}
          onChange={setDays}
        />
        <div className="actions">
          <Button type="submit" isDisabled={isBusy}>
            {t('mail.citizen.welcomeSave')}
          </Button>
          {hasQuestions && (
            <Button isDisabled={isBusy} onPress={onEnd}>
              {t('mail.citizen.welcomeEnd')}
            </Button>
          )}
        </div>
      </form>
    </details>
  );
}
