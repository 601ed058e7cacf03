import { Link } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { announce } from '../../kit/announcer.tsx';
import { Categories } from '../../kit/categories.tsx';
import { DocumentList } from '../../kit/documentList.tsx';
import { DocumentSearch } from '../../kit/documentSearch.tsx';
import { Failed, Waiting } from '../../kit/loaded.tsx';
import { More } from '../../kit/more.tsx';
import { Page } from '../../kit/page.tsx';
import { usePagedDocuments } from '../../kit/pagedDocuments.ts';
import { TakeAway } from '../takeAway.tsx';

/** Documents: the whole list, newest first, by category. */
export function DocumentsPage({ category }: { category: string | undefined }) {
  const { t } = useTranslation('carnet');
  const list = usePagedDocuments(['documents'], '/api/carnet/documents', category);
  const documents = list.data?.pages.flatMap((page) => page.items) ?? [];
  const categories = list.data?.pages[0]?.categories ?? [];
  const total = categories
    .filter((one) => category === undefined || one.code === category)
    .reduce((sum, one) => sum + one.count, 0);

  const said = useRef(category);
  useEffect(() => {
    if (!list.data || said.current === category) return;
    said.current = category;
    announce(t('doc.count', { ns: 'kit', count: total }));
  }, [list.data, category, total, t]);

  return (
    <Page title={t('documents.title')} space={t('space')}>
      <DocumentSearch
        remembered={['found']}
        base="/api/carnet/documents"
        audience="citizen"
        addressOf={(id) => `/documents/${id}`}
      >
        <Categories categories={categories} chosen={category} to="/documents" />
        {list.data === undefined && (list.error ? <Failed error={list.error} retry={() => void list.refetch()} /> : <Waiting />)}
        {list.data && documents.length === 0 && (
          <div className="card">
            <p>{t('documents.empty')}</p>
            <p className="hint">{t('documents.emptyHint')}</p>
          </div>
        )}
        {documents.length > 0 && (
          <div className="card">
            <h2 className="for-readers">{t('doc.count', { ns: 'kit', count: total })}</h2>
            <DocumentList documents={documents} audience="citizen" addressOf={(id) => `/documents/${id}`} />
          </div>
        )}
        {list.isFetchNextPageError && <Failed error={list.error} />}
        <More
          rows=".doc-title"
          hasMore={list.hasNextPage}
          isLoading={list.isFetchingNextPage}
          shown={documents.length}
          onMore={() => void list.fetchNextPage()}
        />
        <TakeAway category={category} count={total} />
      </DocumentSearch>
      <p>
        <Link to="/archives">{t('archive.open', { ns: 'kit' })}</Link>
      </p>
    </Page>
  );
}
