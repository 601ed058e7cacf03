import { useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useCallback, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { announce } from '../kit/announcer.tsx';
import { Categories } from '../kit/categories.tsx';
import { DocumentList } from '../kit/documentList.tsx';
import { DocumentSearch } from '../kit/documentSearch.tsx';
import { Failed, Waiting } from '../kit/loaded.tsx';
import { More } from '../kit/more.tsx';
import { usePagedDocuments } from '../kit/pagedDocuments.ts';
import { isAccessLost } from './patientFrame.tsx';
import { patientBase, patientQuery } from './queries.ts';

/** The documents of a patient: newest first, by category, or those that hold a word. */
export function PatientDocuments({ record, category }: { record: string; category: string | undefined }) {
  const { t } = useTranslation('pro');
  const client = useQueryClient();
  const list = usePagedDocuments(['patient', record, 'documents'], `${patientBase(record)}/documents`, category);
  const addressOf = (id: string) => `/p/${record}/documents/${id}`;
  const all = list.data?.pages.flatMap((page) => page.items) ?? [];
  const { hasNextPage, isFetchingNextPage, fetchNextPage, error } = list;

  const lookAgain = useCallback(
    (fault: unknown) => {
      if (isAccessLost(fault)) void client.invalidateQueries({ queryKey: patientQuery(record).queryKey, exact: true });
    },
    [client, record],
  );
  useEffect(() => lookAgain(error), [error, lookAgain]);

  // A document that arrives on top of the same list, while it is read, is said.
  const newest = useRef<{ category: string | undefined; id: string | undefined }>(undefined);
  const first = all[0];
  useEffect(() => {
    if (!list.data) return;
    const before = newest.current;
    if (first && before && before.category === category && before.id !== first.id && first.isNew)
      announce(t('patient.fresh', { title: first.title }));
    newest.current = { category, id: first?.id };
  }, [list.data, first, category, t]);

  return (
    <section aria-labelledby="patient-documents">
      <h2 id="patient-documents">{t('patient.documents')}</h2>
      <DocumentSearch
        remembered={['patient', record, 'found']}
        base={`${patientBase(record)}/documents`}
        audience="professional"
        addressOf={addressOf}
        onError={lookAgain}
      >
        <Categories categories={list.data?.pages[0]?.categories ?? []} chosen={category} to={`/p/${record}`} />
        {list.data === undefined && (error ? <Failed error={error} retry={() => void list.refetch()} /> : <Waiting />)}
        {list.data && all.length === 0 && (
          <p className="card" role="status">
            {t(category ? 'patient.noneCategory' : 'patient.none')}
          </p>
        )}
        {all.length > 0 && (
          <div className="card">
            <DocumentList documents={all} audience="professional" addressOf={addressOf} />
          </div>
        )}
        {list.isFetchNextPageError && <Failed error={error} retry={() => void fetchNextPage()} />}
        <More
          rows=".doc-title"
          hasMore={hasNextPage}
          isLoading={isFetchingNextPage}
          shown={all.length}
          onMore={() => void fetchNextPage()}
        />
      </DocumentSearch>
      <p>
        <Link to={`/p/${record}/archives`}>{t('archive.open', { ns: 'kit' })}</Link>
      </p>
    </section>
  );
}
