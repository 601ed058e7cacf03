import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { announce } from '../../kit/announcer.tsx';
import { api } from '../../kit/api.ts';
import { Badge } from '../../kit/badge.tsx';
import { Button } from '../../kit/button.tsx';
import { show } from '../../kit/dates.ts';
import { Fragment } from '../../kit/fragment.tsx';
import { Failed, Loaded } from '../../kit/loaded.tsx';
import { Notice } from '../../kit/status.tsx';
import { Attachments } from './attachments.tsx';
import { FilingBadge } from './filingCard.tsx';
import { filingStates } from './filingShapes.ts';
import { mailBase, messageQuery } from './queries.ts';
import { nameOf, namesOf, shownSubject } from './say.ts';
import type { MailboxInfo, MessageBody, MessageLine, Person } from './shapes.ts';

const FileToRecord = lazy(async () => ({ default: (await import('./filing.tsx')).FileToRecord }));

interface MessageProps {
  readonly mailbox: MailboxInfo;
  readonly message: MessageLine;
  /** The subject that the page has as its title. */
  readonly title: string;
  readonly isOpen: boolean;
  readonly onToggle: () => void;
}

/** One message of a conversation, folded or open. */
export function Message({ mailbox, message, title, isOpen, onToggle }: MessageProps) {
  const { t } = useTranslation('pro');
  const body = useQuery({ ...messageQuery(mailbox.id, message.content), enabled: isOpen });
  const id = `message-${message.content}`;
  const writer = message.from.some(({ address }) => address === mailbox.address) ? t('mail.me') : namesOf(message.from, String);
  return (
    <li className="card message">
      <div className="message-head">
        <h2 id={id}>{writer}</h2>
        <span className="thread-when">
          <time dateTime={message.at}>{show(message.at, 'moment')}</time>
        </span>
      </div>
      <MessageBadges message={message} />
      {message.isDraft ? (
        <p>
          <Link to={`/messages/${mailbox.id}/ecrire`} search={{ brouillon: message.uid }}>
            {t('mail.thread.resume')}
          </Link>
        </p>
      ) : (
        <Button look="quiet" aria-expanded={isOpen} aria-describedby={id} onPress={onToggle}>
          {t(isOpen ? 'mail.thread.shut' : 'mail.thread.open')}
        </Button>
      )}
      {isOpen && !message.isDraft && (
        <Loaded query={body}>{(loaded) => <Body mailbox={mailbox} message={message} title={title} body={loaded} />}</Loaded>
      )}
    </li>
  );
}

function MessageBadges({ message }: { message: MessageLine }) {
  const { t } = useTranslation('pro');
  const { filing } = message;
  // `refused:<code>` comes with the code of the ANS, which the card of the documents explains.
  const known = filingStates.find((state) => state === filing?.split(':')[0]);
  return (
    <p className="badges">
      {message.isDraft && (
        <Badge tone="attention" icon="info">
          {t('mail.thread.draft')}
        </Badge>
      )}
      {!message.seen && !message.isDraft && (
        <Badge tone="info" icon="mail">
          {t('mail.newBadge', { count: 1 })}
        </Badge>
      )}
      {message.flagged && (
        <Badge tone="attention" icon="flag">
          {t('mail.thread.flagged')}
        </Badge>
      )}
      {message.answered && (
        <Badge tone="quiet" icon="done">
          {t('mail.thread.answered')}
        </Badge>
      )}
      {message.report && (
        <Badge tone={message.report === 'bounce' ? 'danger' : 'quiet'} icon={message.report === 'bounce' ? 'warning' : 'info'}>
          {t(`mail.thread.report.${message.report}`)}
        </Badge>
      )}
      {known !== undefined && <FilingBadge state={known} />}
    </p>
  );
}

interface BodyProps extends Pick<MessageProps, 'mailbox' | 'message' | 'title'> {
  readonly body: MessageBody;
}

function Body({ mailbox, message, title, body }: BodyProps) {
  const { t } = useTranslation('pro');
  const isOwn = message.from.some(({ address }) => address === mailbox.address);
  return (
    <>
      <dl className="message-facts">
        <People term={t('mail.thread.from')} people={body.from} />
        <People term={t('mail.thread.to')} people={body.to} />
        <People term={t('mail.thread.cc')} people={body.cc} />
      </dl>
      {body.subject !== title && <p>{shownSubject(body.subject) || t('mail.noSubject')}</p>}
      {body.isFinal && !isOwn && (
        <Notice tone="info">
          <p>{t('mail.thread.final')}</p>
        </Notice>
      )}
      {body.html !== undefined ? (
        <Fragment html={body.html} label={t('mail.letter.text')} />
      ) : (
        <p className="message-text" dir="auto">
          {body.text || t('mail.thread.empty')}
        </p>
      )}
      <Attachments files={body.attachments}>
        {body.attachments.length > 0 && (
          <Suspense fallback={null}>
            <FileToRecord mailbox={mailbox.id} content={message.content} mayWrite={mailbox.may !== 'read'} />
          </Suspense>
        )}
      </Attachments>
      {message.receipt !== 'none' && !isOwn && <Receipt mailbox={mailbox} message={message} />}
      <p>
        <a href={body.source} download="message.eml">
          {t('mail.thread.source')}
        </a>
      </p>
    </>
  );
}

function People({ term, people }: { term: string; people: readonly Person[] }) {
  if (people.length === 0) return null;
  return (
    <div>
      <dt>{term}</dt>
      <dd>{people.map((one) => (one.name === '' ? one.address : `${nameOf(one)} (${one.address})`)).join(', ')}</dd>
    </div>
  );
}

/** A receipt that was asked for leaves only when the reader says so (RFC 8098 §2.1). */
function Receipt({ mailbox, message }: { mailbox: MailboxInfo; message: MessageLine }) {
  const { t } = useTranslation('pro');
  const client = useQueryClient();
  const send = useMutation({
    mutationFn: () => api<undefined>('POST', `${mailBase(mailbox.id)}/messages/${message.content}/receipt`),
    onSuccess: async () => {
      announce(t('mail.thread.receiptSent'));
      await client.invalidateQueries({ queryKey: ['mail', mailbox.id] });
    },
  });
  if (message.receipt === 'sent' || send.isSuccess)
    return (
      <p className="badges">
        <Badge tone="done" icon="done">
          {t('mail.thread.receiptSent')}
        </Badge>
      </p>
    );
  return (
    <div>
      <p>{t('mail.thread.receiptAsked')}</p>
      {mailbox.may !== 'read' && (
        <Button isDisabled={send.isPending} onPress={() => send.mutate()}>
          {t('mail.thread.receiptSend')}
        </Button>
      )}
      {send.isError && <Failed error={send.error} />}
    </div>
  );
}
