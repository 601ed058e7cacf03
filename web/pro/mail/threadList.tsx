import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { announce } from '../../kit/announcer.tsx';
import { Badge } from '../../kit/badge.tsx';
import { show } from '../../kit/dates.ts';
import { Choice, Field } from '../../kit/field.tsx';
import { Failed, Waiting } from '../../kit/loaded.tsx';
import { More } from '../../kit/more.tsx';
import { focusNeighbour } from '../../kit/shortcuts.ts';
import { useWords, WordsForm } from '../../kit/wordsForm.tsx';
import { folderName } from './mailFrame.tsx';
import { foldersQuery, threads } from './queries.ts';
import { namesOf, shownSubject } from './say.ts';
import type { Folder, MailboxInfo, ThreadLine } from './shapes.ts';
import { useShortcuts } from './shortcuts.ts';

/** One folder: search, filters, conversations with the newest first. */
export function ThreadList({ mailbox, folder: wanted }: { mailbox: MailboxInfo; folder: number | undefined }) {
  const folders = useQuery(foldersQuery(mailbox.id));
  if (folders.data === undefined)
    return folders.error ? <Failed error={folders.error} retry={() => void folders.refetch()} /> : <Waiting />;
  const folder = folders.data.items.find((one) => (wanted === undefined ? one.special === 'inbox' : one.id === wanted));
  return folder === undefined ? null : <OneFolder key={folder.id} mailbox={mailbox} folder={folder} />;
}

function OneFolder({ mailbox, folder }: { mailbox: MailboxInfo; folder: Folder }) {
  const { t } = useTranslation('pro');
  const navigate = useNavigate();
  const words = useWords();
  const [unseen, setUnseen] = useState(false);
  const [patients, setPatients] = useState(false);
  const asked = { folder: folder.id, words: words.wanted.trim(), unseen, ...(patients ? { about: 'patient' as const } : {}) };
  const list = useInfiniteQuery({
    queryKey: ['mail', mailbox.id, 'threads', asked],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) => threads(mailbox.id, asked, pageParam, signal),
    getNextPageParam: (last) => last.next,
    placeholderData: keepPreviousData,
  });
  const items = list.data?.pages.flatMap((page) => page.items) ?? [];
  const isSearch = asked.words !== '' || unseen || patients;
  const isSettled = list.data !== undefined && !list.isPlaceholderData;
  const said =
    !isSearch || !isSettled
      ? ''
      : list.hasNextPage
        ? t('mail.foundMore', { count: items.length })
        : t('mail.found', { count: items.length });
  useEffect(() => {
    if (said !== '') announce(said);
  }, [said]);
  useShortcuts({
    j: () => focusNeighbour('.thread-link', 1),
    k: () => focusNeighbour('.thread-link', -1),
    slash: () => document.getElementById('mail-search')?.focus(),
    c: () => void navigate({ to: `/messages/${mailbox.id}/ecrire` }),
  });
  return (
    <section aria-labelledby="folder-title">
      <h2 id="folder-title">{folderName(folder, t)}</h2>
      <search>
        <WordsForm words={words} onAgain={() => void list.refetch()}>
          {(field) => (
            <>
              <Field
                id="mail-search"
                type="search"
                label={t('mail.search')}
                hint={t('mail.searchHint')}
                maxLength={200}
                {...field}
              />
              <div className="mail-filters">
                <Choice type="checkbox" name="unseen" label={t('mail.onlyUnseen')} checked={unseen} onChange={setUnseen} />
                <Choice
                  type="checkbox"
                  name="patients"
                  label={t('mail.onlyPatients')}
                  checked={patients}
                  onChange={setPatients}
                />
              </div>
            </>
          )}
        </WordsForm>
      </search>
      {said !== '' && <p>{said}</p>}
      {list.data === undefined && (list.error ? <Failed error={list.error} retry={() => void list.refetch()} /> : <Waiting />)}
      {list.data !== undefined && items.length === 0 && (
        <p className="card">{t(isSearch ? 'mail.none.found' : 'mail.none.folder')}</p>
      )}
      {items.length > 0 && (
        <ul className="card doc-list" aria-label={t('mail.list')} aria-busy={list.isPlaceholderData}>
          {items.map((line) => (
            <Line key={line.thread} line={line} mailbox={mailbox} folder={folder} />
          ))}
        </ul>
      )}
      {list.isFetchNextPageError && <Failed error={list.error} />}
      <More
        rows=".thread-link"
        hasMore={list.hasNextPage}
        isLoading={list.isFetchingNextPage}
        shown={items.length}
        onMore={() => void list.fetchNextPage()}
      />
    </section>
  );
}

function Line({ line, mailbox, folder }: { line: ThreadLine; mailbox: MailboxInfo; folder: Folder }) {
  const { t } = useTranslation('pro');
  const isDraft = folder.special === 'drafts';
  const to = isDraft ? `/messages/${mailbox.id}/ecrire` : `/messages/${mailbox.id}/d/${folder.id}/fil/${line.thread}`;
  const others = line.people.filter(({ address }) => address !== mailbox.address);
  const people = others.length > 0 ? others : line.people;
  const subject = shownSubject(line.subject);
  return (
    <li className={line.unseen > 0 ? 'thread-line thread-unseen' : 'thread-line'}>
      <p>
        <Link to={to} search={isDraft ? { brouillon: line.newest.uid } : {}} className="thread-link">
          {subject === '' ? t('mail.noSubject') : <span lang="fr">{subject}</span>}
        </Link>
      </p>
      <p className="thread-when">
        <time dateTime={line.last}>{show(line.last, 'moment')}</time>
      </p>
      <p className="doc-facts">
        <span>{namesOf(people, (count) => t('mail.andOthers', { count }))}</span>
        {line.messages > 1 && <span>· {t('mail.messages', { count: line.messages })}</span>}
      </p>
      {(line.unseen > 0 || line.patient !== undefined || line.attachments > 0) && (
        <p className="badges">
          {line.unseen > 0 && (
            <Badge tone="info" icon="mail">
              {t('mail.newBadge', { count: line.unseen })}
            </Badge>
          )}
          {line.patient !== undefined && (
            <Badge tone="done" icon="person">
              {t('mail.patientBadge')}
            </Badge>
          )}
          {line.attachments > 0 && (
            <Badge tone="quiet" icon="attach">
              {t('mail.files', { count: line.attachments })}
            </Badge>
          )}
        </p>
      )}
    </li>
  );
}
