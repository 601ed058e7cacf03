import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { announce } from '../../kit/announcer.tsx';
import { api } from '../../kit/api.ts';
import { Button } from '../../kit/button.tsx';
import { show } from '../../kit/dates.ts';
import { Loaded } from '../../kit/loaded.tsx';
import { Page } from '../../kit/page.tsx';
import { Notice, Status } from '../../kit/status.tsx';
import '../messages/messages.css';
import { Back } from '../back.tsx';
import { useIsJustSent } from '../messages/justSent.ts';
import { MessageItem } from '../messages/messageItem.tsx';
import { conversationQuery } from '../messages/queries.ts';
import type { ConversationAnswer } from '../messages/shapes.ts';
import { useDraft } from '../messages/useDraft.ts';
import { bodyOf, WriteForm } from '../messages/writeForm.tsx';

/** One conversation: whether one may write and when they answer, then what was written, then the answer. */
export default function ConversationPage({ id }: { id: string }) {
  const { t } = useTranslation('carnet');
  const [before, setBefore] = useState<number>();
  const query = useQuery(conversationQuery(id, before));
  const name = query.data?.correspondent.name;
  return (
    <Page
      title={name === undefined ? t('messages.loading') : t('messages.with', { name })}
      space={t('space')}
      before={<Back to="/messages" />}
    >
      <Loaded query={query}>
        {(conversation) => <Shown conversation={conversation} isLatest={before === undefined} onBefore={setBefore} />}
      </Loaded>
    </Page>
  );
}

interface ShownProps {
  readonly conversation: ConversationAnswer;
  readonly isLatest: boolean;
  readonly onBefore: (before: number | undefined) => void;
}

function Shown({ conversation, isLatest, onBefore }: ShownProps) {
  const { t } = useTranslation('carnet');
  const { id, correspondent, subject, shown, shut, before } = conversation;
  useArrivals(conversation, isLatest);
  return (
    <>
      <p className="lead" lang="fr">
        {subject === '' ? t('messages.noSubject') : subject}
      </p>
      <Standing conversation={conversation} />
      {conversation.isPrivate && <Notice tone="info">{t('messages.privateHint')}</Notice>}
      {conversation.failures.map((at) => (
        <Notice key={at} tone="danger">
          {t('messages.failed', { date: show(at, 'moment') })}
        </Notice>
      ))}
      {before !== undefined && (
        <p>
          <Button onPress={() => onBefore(before)}>{t('messages.earlier')}</Button>
        </p>
      )}
      <div role="log" aria-label={t('messages.log')} className="messages">
        {shown.map((message) => (
          <MessageItem key={message.content} message={message} name={correspondent.name} />
        ))}
      </div>
      {!isLatest && (
        <p>
          <Button onPress={() => onBefore(undefined)}>{t('messages.latest')}</Button>
        </p>
      )}
      {shut === undefined && isLatest && <Answer id={id} />}
    </>
  );
}

/** May I write, until when, when will they answer: before anything else. */
function Standing({ conversation: { correspondent, shut, shutToNew, questions } }: { conversation: ConversationAnswer }) {
  const { t } = useTranslation('carnet');
  const welcome = questions !== undefined && new Date(questions.until) > new Date() ? questions : undefined;
  const delay = welcome === undefined ? t('messages.noDelay') : t('messages.within', { count: welcome.replyWithinDays });
  const mayWrite = shut === undefined || shutToNew === undefined;
  return (
    <Notice
      tone={shut === undefined ? 'done' : 'attention'}
      title={shut === undefined ? t('messages.may') : t('messages.closedTitle')}
    >
      {shut !== undefined && <p>{t(`messages.shut.${shut}`)}</p>}
      {welcome && <p>{t('messages.mayUntil', { date: show(welcome.until, 'day') })}</p>}
      {mayWrite && <p>{delay}</p>}
      {shutToNew === undefined && (
        <p>
          <Link to="/messages/nouveau" search={{ a: correspondent.address }}>
            {t('messages.writeNew', { name: correspondent.name })}
          </Link>
        </p>
      )}
    </Notice>
  );
}

function Answer({ id }: { id: string }) {
  const { t } = useTranslation('carnet');
  const { draft, change, forget } = useDraft(id);
  const [isSent, setSent] = useState(useIsJustSent());
  return (
    <>
      <Status tone="done">{isSent && <p>{t('messages.compose.sent')}</p>}</Status>
      <WriteForm
        id="answer"
        title={t('messages.compose.answer')}
        draft={draft}
        onChange={(changed) => {
          setSent(false);
          change(changed);
        }}
        faultsBefore={() => []}
        send={async (written) => {
          await api<void>('POST', `/api/carnet/conversations/${encodeURIComponent(id)}/messages`, bodyOf(written));
          return id;
        }}
        onSent={() => {
          forget();
          setSent(true);
        }}
      />
    </>
  );
}

/** What is on the screen is read; what comes while it is open is said. */
function useArrivals({ id, shown, unseen, correspondent }: ConversationAnswer, isLatest: boolean): void {
  const { t } = useTranslation('carnet');
  const client = useQueryClient();
  const last = useRef<number>(undefined);
  const newest = shown.at(-1);
  useEffect(() => {
    if (!isLatest || newest === undefined) return;
    if (last.current !== undefined && newest.content > last.current && newest.by === 'professional')
      announce(t('messages.arrived', { name: correspondent.name }));
    last.current = newest.content;
  }, [newest, isLatest, correspondent.name, t]);
  useEffect(() => {
    if (unseen === 0 || !isLatest) return;
    void api<void>('POST', `/api/carnet/conversations/${encodeURIComponent(id)}/read`)
      .then(() => Promise.all(['messaging', 'conversations'].map((key) => client.invalidateQueries({ queryKey: [key] }))))
      .catch(() => undefined); // it stays unread, and is tried again at the next look
  }, [unseen, id, isLatest, client]);
}
