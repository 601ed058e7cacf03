import { Link, useNavigate } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { announce } from '../../kit/announcer.tsx';
import { Button } from '../../kit/button.tsx';
import { Categories } from '../../kit/categories.tsx';
import { DocumentList } from '../../kit/documentList.tsx';
import { Failed } from '../../kit/loaded.tsx';
import { More } from '../../kit/more.tsx';
import { Page } from '../../kit/page.tsx';
import { Passage } from '../../kit/passage.tsx';
import { SearchField } from '../../kit/searchField.tsx';
import { Skeleton } from '../../kit/skeleton.tsx';
import { useWords, WordsForm } from '../../kit/wordsForm.tsx';
import { Narrow } from '../documents/narrow.tsx';
import { useNarrowed, useNarrowing } from '../documents/useNarrowed.ts';
import '../screens.css';
import { Back } from '../back.tsx';
import { useTitle } from '../relatives/useTitle.ts';
import { TakeAway } from '../takeAway.tsx';

/** Documents: newest first; found by words, narrowed by category, year, author or structure. */
export default function DocumentsPage({ category }: { category: string | undefined }) {
  const { t } = useTranslation('carnet');
  const title = useTitle('documents');
  const navigate = useNavigate();
  const words = useWords();
  const { wanted } = words;
  const [narrowing, setNarrowing] = useNarrowing();
  const list = useNarrowed(wanted, category, narrowing);
  const [first] = list.data?.pages ?? [];
  const documents = list.data?.pages.flatMap(({ items }) => items) ?? [];
  const isNarrowed = wanted !== '' || category !== undefined || Object.keys(narrowing).length > 0;
  const shown = first && t(wanted === '' ? 'doc.count' : 'find.count', { ns: 'kit', count: first.total });
  const said = first?.asked === false ? t('find.unasked', { ns: 'kit' }) : shown;
  const isFresh = !list.isPlaceholderData;
  const isLate = useIsLate(list.isPlaceholderData);
  useEffect(() => {
    if (isNarrowed && isFresh && said !== undefined) announce(said);
  }, [isNarrowed, isFresh, said]);
  return (
    <Page title={title} space={t('space')} before={<Back to="/sante" />}>
      <search className="carnet-listing">
        <WordsForm words={words} onAgain={() => void list.refetch()}>
          {(field) => <SearchField id="find" label={t('narrow.label')} hint={t('narrow.hint')} maxLength={300} {...field} />}
        </WordsForm>
        {first && <Categories categories={first.categories} chosen={category} to="/sante/documents" />}
        {first && <Narrow answer={first} narrowing={narrowing} onChange={setNarrowing} />}
      </search>
      {first === undefined && list.error && <Failed error={list.error} retry={() => void list.refetch()} />}
      {first === undefined && !list.error && <Skeleton rows={6} kind="cards" />}
      {first !== undefined && list.isError && !list.isFetchNextPageError && (
        <Failed error={list.error} retry={() => void list.refetch()} />
      )}
      {first && first.total === 0 && (
        <div className="card">
          <Nothing words={wanted !== ''} isAsked={first.asked !== false} isNarrowed={isNarrowed} />
          <Unread unread={first.unread} />
          {isNarrowed && (
            <Button
              onPress={() => {
                words.empty();
                setNarrowing({});
                void navigate({ to: '/sante/documents', search: {} });
              }}
            >
              {t('narrow.all')}
            </Button>
          )}
        </div>
      )}
      {first && first.total > 0 && (
        <section className="card" aria-labelledby="listed" aria-busy={list.isPlaceholderData}>
          <h2 id="listed" className="carnet-count">
            {isFresh ? shown : isLate ? t('narrow.searching') : first && t('doc.count', { ns: 'kit', count: first.total })}
          </h2>
          <Unread unread={first.unread} />
          <DocumentList
            documents={documents}
            audience="citizen"
            addressOf={(id) => `/sante/documents/${id}`}
            under={({ exact = true, snippet, highlights }) =>
              snippet === undefined ? null : <Passage found={{ exact, snippet, highlights: highlights ?? [] }} />
            }
          />
        </section>
      )}
      {first?.cut && <p className="hint">{t('narrow.cut')}</p>}
      {list.isFetchNextPageError && <Failed error={list.error} />}
      <More
        rows=".doc-title"
        hasMore={list.hasNextPage}
        isLoading={list.isFetchingNextPage}
        shown={documents.length}
        onMore={() => void list.fetchNextPage()}
      />
      {first && wanted === '' && Object.keys(narrowing).length === 0 && <TakeAway category={category} count={first.total} />}
      <p>
        <Link to="/sante/documents/archives">{t('archive.open', { ns: 'kit' })}</Link>
      </p>
    </Page>
  );
}

/** Whether something has been waited for longer than one takes for at once. */
function useIsLate(isWaiting: boolean): boolean {
  const [late, setLate] = useState(false);
  useEffect(() => {
    setLate(false);
    if (!isWaiting) return;
    const timer = setTimeout(() => setLate(true), 400);
    return () => clearTimeout(timer);
  }, [isWaiting]);
  return isWaiting && late;
}

/** Why the list is empty, and what to do about it. */
function Nothing({ words, isAsked, isNarrowed }: { words: boolean; isAsked: boolean; isNarrowed: boolean }) {
  const { t } = useTranslation('carnet');
  if (!isAsked) return <p>{t('find.unasked', { ns: 'kit' })}</p>;
  if (words)
    return (
      <>
        <p>{t('find.none', { ns: 'kit' })}</p>
        <p className="hint">{t('find.noneHint', { ns: 'kit' })}</p>
      </>
    );
  return (
    <>
      <p>{t(isNarrowed ? 'narrow.nothing' : 'documents.empty')}</p>
      <p className="hint">{t(isNarrowed ? 'narrow.nothingHint' : 'documents.emptyHint')}</p>
    </>
  );
}

/** What words were not looked for in, and why. */
function Unread({ unread }: { unread: { waiting: number; partly: number; beyond: boolean } | undefined }) {
  const { t } = useTranslation();
  if (unread === undefined) return null;
  const { waiting, partly, beyond } = unread;
  return (
    <>
      {waiting > 0 && <p className="hint">{t('find.waiting', { count: waiting })}</p>}
      {partly > 0 && <p className="hint">{t('find.partly', { count: partly })}</p>}
      {beyond && <p className="hint">{t('find.beyond')}</p>}
    </>
  );
}
