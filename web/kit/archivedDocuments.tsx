import { useTranslation } from 'react-i18next';
import { type Audience, DocumentList } from './documentList.tsx';
import { Failed, Waiting } from './loaded.tsx';
import { More } from './more.tsx';
import { usePagedDocuments } from './pagedDocuments.ts';

interface ArchivedProps {
  /** Under which the pages are remembered: that of the usual list, so that what refreshes it refreshes this. */
  readonly remembered: readonly string[];
  /** The address of the usual list in the API. */
  readonly base: string;
  readonly audience: Audience;
  readonly addressOf: (id: string) => string;
}

/** The documents that were put away from the usual list. */
export function ArchivedDocuments({ remembered, base, audience, addressOf }: ArchivedProps) {
  const { t } = useTranslation();
  const list = usePagedDocuments([...remembered, 'archived'], `${base}?archived=true`, undefined);
  const documents = list.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <>
      {list.data === undefined && (list.error ? <Failed error={list.error} retry={() => void list.refetch()} /> : <Waiting />)}
      {list.data && documents.length === 0 && <p className="card">{t('archive.none')}</p>}
      {documents.length > 0 && (
        <div className="card">
          <DocumentList documents={documents} audience={audience} addressOf={addressOf} label={t('archive.title')} />
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
    </>
  );
}
