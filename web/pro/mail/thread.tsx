import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { announce } from '../../kit/announcer.tsx';
import { Button } from '../../kit/button.tsx';
import { Confirm } from '../../kit/confirm.tsx';
import { Failed, Loaded } from '../../kit/loaded.tsx';
import { CitizenConversation, conversationQuery } from './citizen.tsx';
import { folderName, MailFrame } from './mailFrame.tsx';
import { Message } from './message.tsx';
import { PatientsOfThread } from './patientOfMessage.tsx';
import { foldersQuery, markMessages, moveMessages, removeMessages, threadQuery } from './queries.ts';
import { shownSubject } from './say.ts';
import type { Folder, MailboxInfo, MessageLine } from './shapes.ts';
import { useShortcuts } from './shortcuts.ts';

interface ThreadProps {
  readonly mailbox: string;
  readonly folder: number;
  readonly thread: string;
}

/** One conversation: whom it is about, the messages with the oldest first, and what may be done with it. */
export default function ThreadPage({ mailbox, folder, thread }: ThreadProps) {
  const { t } = useTranslation('pro');
  const query = useQuery(threadQuery(mailbox, thread));
  const folders = useQuery(foldersQuery(mailbox));
  const here = folders.data?.items.find(({ id }) => id === folder);
  const [first] = query.data?.items ?? [];
  const last = query.data?.items.findLast(({ isDraft }) => !isDraft);
  const citizen = useQuery({ ...conversationQuery(mailbox, last?.content ?? 0), enabled: last !== undefined });
  const recognised = query.data?.items.flatMap(({ patient }) => patient ?? []) ?? [];
  const records = [
    ...new Set([...recognised, ...(citizen.data?.conversation ? [citizen.data.conversation.patient.record] : [])]),
  ];
  return (
    <MailFrame
      mailbox={mailbox}
      folder={folder}
      isFolderLast
      title={first === undefined ? t('mail.title') : shownSubject(first.subject) || t('mail.noSubject')}
      before={
        <>
          <PatientsOfThread records={records} />
          {here && (
            <p className="back">
              <Link to={`/messages/${mailbox}/d/${folder}`}>← {t('mail.backTo', { folder: folderName(here, t) })}</Link>
            </p>
          )}
        </>
      }
    >
      {(info) => (
        <Loaded query={query}>
          {({ items }) =>
            items.length === 0 || here === undefined ? (
              <p className="card">{t('mail.gone')}</p>
            ) : (
              <Messages mailbox={info} folder={here} all={folders.data?.items ?? []} messages={items} />
            )
          }
        </Loaded>
      )}
    </MailFrame>
  );
}

interface MessagesProps {
  readonly mailbox: MailboxInfo;
  readonly folder: Folder;
  readonly all: readonly Folder[];
  readonly messages: readonly MessageLine[];
}

function Messages({ mailbox, folder, all, messages }: MessagesProps) {
  const client = useQueryClient();
  const last = messages.findLast(({ isDraft }) => !isDraft);
  // What was unread on arrival stays open; a message that comes meanwhile opens too.
  const [toggled, setToggled] = useState<ReadonlyMap<number, boolean>>(new Map());
  const [unread, setUnread] = useState<ReadonlySet<number>>(new Set());
  const isOpen = ({ content }: MessageLine) => toggled.get(content) ?? (content === last?.content || unread.has(content));
  const fresh = messages.filter((one) => !one.seen && !one.isDraft);
  const freshKey = fresh.map(({ content }) => content).join(' ');
  const mayWrite = mailbox.may !== 'read';
  useEffect(() => {
    if (fresh.length === 0) return;
    setUnread((before) => new Set([...before, ...fresh.map(({ content }) => content)]));
    if (!mayWrite) return;
    void markMessages(mailbox.id, fresh, { seen: true }).then(
      () => client.invalidateQueries({ queryKey: ['mail'] }),
      () => undefined, // it stays unread: nothing is lost
    );
  }, [freshKey, mailbox.id, mayWrite, client]);
  return (
    <>
      {last && <CitizenConversation mailbox={mailbox} message={last} />}
      <ul className="cards cards-wide">
        {messages.map((message) => (
          <Message
            key={`${message.folder?.id}-${message.uid}`}
            mailbox={mailbox}
            message={message}
            title={messages[0]?.subject ?? ''}
            isOpen={isOpen(message)}
            onToggle={() => setToggled(new Map([...toggled, [message.content, !isOpen(message)]]))}
          />
        ))}
      </ul>
      {mayWrite && <Acts mailbox={mailbox} folder={folder} all={all} messages={messages} last={last} />}
    </>
  );
}

function Acts({ mailbox, folder, all, messages, last }: MessagesProps & { readonly last: MessageLine | undefined }) {
  const { t } = useTranslation('pro');
  const navigate = useNavigate();
  const client = useQueryClient();
  const [asksErase, setAsksErase] = useState(false);
  const list = `/messages/${mailbox.id}/d/${folder.id}`;
  const here = messages.filter((one) => one.folder?.id === folder.id);
  const act = useMutation({
    mutationFn: ({ run }: { run: () => Promise<unknown>; said: string }) => run(),
    onSuccess: async (_, { said }) => {
      announce(said);
      await client.invalidateQueries({ queryKey: ['mail'] });
    },
  });
  // Whoever has gone elsewhere meanwhile stays there: this is not called once the page is left.
  const leave = (run: () => Promise<unknown>, said: string) =>
    act.mutate({ run, said }, { onSuccess: () => void navigate({ to: list }) });
  const archive = () => leave(() => moveMessages(mailbox.id, here, 'archive'), t('mail.thread.archived'));
  const isTrash = folder.special === 'trash';
  const answer = (how: 'repondre' | 'tous' | 'transferer') => {
    if (last?.folder === undefined) return;
    const search = { [how]: last.content, dossier: last.folder.id, uid: last.uid, retour: `${folder.id}-${threadOf()}` };
    void navigate({ to: `/messages/${mailbox.id}/ecrire`, search });
  };
  const threadOf = () => window.location.pathname.split('/').at(-1) ?? '';
  const mayAnswer = mailbox.state === 'open' && last !== undefined;
  useShortcuts({
    ...(mayAnswer ? { r: () => answer('repondre'), a: () => answer('tous'), f: () => answer('transferer') } : {}),
    e: archive,
    u: () => void navigate({ to: list }),
    c: () => void navigate({ to: `/messages/${mailbox.id}/ecrire` }),
  });
  const flagged = last?.flagged ?? false;
  return (
    <>
      <div className="mail-acts">
        {mayAnswer && (
          <>
            <Button look="main" onPress={() => answer('repondre')}>
              {t('mail.thread.reply')}
            </Button>
            {last.to.length + last.cc.length > 1 && <Button onPress={() => answer('tous')}>{t('mail.thread.replyAll')}</Button>}
            <Button onPress={() => answer('transferer')}>{t('mail.thread.forward')}</Button>
          </>
        )}
        {folder.special !== 'archive' && <Button onPress={archive}>{t('mail.thread.archive')}</Button>}
        {isTrash ? (
          <>
            <Button onPress={() => leave(() => moveMessages(mailbox.id, here, 'inbox'), t('mail.thread.restored'))}>
              {t('mail.thread.restore')}
            </Button>
            <Button look="danger" onPress={() => setAsksErase(true)}>
              {t('mail.thread.erase')}
            </Button>
          </>
        ) : (
          <Button onPress={() => leave(() => moveMessages(mailbox.id, here, 'trash'), t('mail.thread.trashed'))}>
            {t('mail.thread.trash')}
          </Button>
        )}
      </div>
      <div className="mail-acts">
        <Button
          look="quiet"
          onPress={() => leave(() => markMessages(mailbox.id, here.slice(-1), { seen: false }), t('mail.thread.markedUnseen'))}
        >
          {t('mail.thread.unseen')}
        </Button>
        {last && (
          <Button
            look="quiet"
            onPress={() =>
              act.mutate({
                run: () => markMessages(mailbox.id, [last], { flagged: !flagged }),
                said: t(flagged ? 'mail.thread.unflag' : 'mail.thread.flagged'),
              })
            }
          >
            {t(flagged ? 'mail.thread.unflag' : 'mail.thread.flag')}
          </Button>
        )}
        <MoveTo
          folders={all.filter((one) => one.id !== folder.id && one.special !== 'drafts' && one.special !== 'sent')}
          onMove={(to) => leave(() => moveMessages(mailbox.id, here, to), t('mail.thread.moved'))}
        />
      </div>
      {act.isError && <Failed error={act.error} />}
      {asksErase && (
        <Confirm
          title={t('mail.thread.eraseTitle')}
          confirm={t('mail.thread.erase')}
          look="danger"
          isBusy={act.isPending}
          onConfirm={() => {
            setAsksErase(false);
            leave(() => removeMessages(mailbox.id, here), t('mail.thread.erased'));
          }}
          onClose={() => setAsksErase(false)}
        >
          <p>{t('mail.thread.eraseText')}</p>
        </Confirm>
      )}
    </>
  );
}

/** A list chosen first, then a button: a list that acts while arrows walk through it moves to the wrong place. */
function MoveTo({ folders, onMove }: { folders: readonly Folder[]; onMove: (to: number) => void }) {
  const { t } = useTranslation('pro');
  const [to, setTo] = useState('');
  return (
    <form
      className="mail-acts"
      onSubmit={(event) => {
        event.preventDefault();
        if (to !== '') onMove(Number(to));
      }}
    >
      <div className="field">
        <label htmlFor="move">{t('mail.thread.move')}</label>
        <select id="move" value={to} onChange={(event) => setTo(event.target.value)}>
          <option value="">{t('mail.thread.moveNone')}</option>
          {folders.map((folder) => (
            <option key={folder.id} value={folder.id}>
              {folderName(folder, t)}
            </option>
          ))}
        </select>
      </div>
      <Button type="submit" isDisabled={to === ''}>
        {t('mail.thread.moveDo')}
      </Button>
    </form>
  );
}
