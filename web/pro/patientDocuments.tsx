import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { announce } from '../kit/announcer.tsx';
import { Categories } from '../kit/categories.tsx';
import { authorOf, DocumentList } from '../kit/documentList.tsx';
import { Field } from '../kit/field.tsx';
import { Failed, Waiting } from '../kit/loaded.tsx';
import { More } from '../kit/more.tsx';
import { usePagedDocuments } from '../kit/pagedDocuments.ts';
import type { DocumentSummary } from '../kit/shapes.ts';
import { isAccessLost } from './patientFrame.tsx';
import { patientBase, patientQuery } from './queries.ts';

const bare = (text: string) => text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase();

function matches(doc: DocumentSummary, wanted: string): boolean {
  const where = bare(`${doc.title} ${doc.type.label} ${authorOf(doc)}`);
  return bare(wanted)
    .split(/\s+/)
    .every((word) => where.includes(word));
}

/** The documents of a patient: newest first, by category, filtered as one types. A filter looks at all pages, so it fetches them. */
export function PatientDocuments({ record, category }: { record: string; category: string | undefined }) {
  const { t } = useTranslation('pro');
  const client = useQueryClient();
  const [wanted, setWanted] = useState('');
  const list = usePagedDocuments(['patient', record, 'documents'], `${patientBase(record)}/documents`, category);
  const all = list.data?.pages.flatMap((page) => page.items) ?? [];
  const shown = wanted.trim() ? all.filter((doc) => matches(doc, wanted.trim())) : all;
  const { hasNextPage, isFetchingNextPage, isError, fetchNextPage, error } = list;

  useEffect(() => {
    if (wanted.trim() && hasNextPage && !isFetchingNextPage && !isError) void fetchNextPage();
  }, [wanted, hasNextPage, isFetchingNextPage, isError, fetchNextPage]);

  useEffect(() => {
    if (isAccessLost(error)) void client.invalidateQueries({ queryKey: patientQuery(record).queryKey, exact: true });
  }, [error, client, record]);

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
      <Categories categories={list.data?.pages[0]?.categories ?? []} chosen={category} to={`/p/${record}`} />
      {all.length > 5 || wanted ? (
        <Field id="filter" type="search" label={t('patient.filter')} value={wanted} onChange={setWanted} />
      ) : null}
      {list.data === undefined && (error ? <Failed error={error} retry={() => void list.refetch()} /> : <Waiting />)}
      {list.data && shown.length === 0 && (
        <p className="card" role="status">
          {wanted.trim()
            ? t('patient.noneFiltered', { text: wanted.trim() })
            : t(category ? 'patient.noneCategory' : 'patient.none')}
        </p>
      )}
      {shown.length > 0 && (
        <div className="card">
          <DocumentList documents={shown} audience="professional" addressOf={(id) => `/p/${record}/documents/${id}`} />
        </div>
      )}
      {list.isFetchNextPageError && <Failed error={error} retry={() => void fetchNextPage()} />}
      <More
        rows=".doc-title"
        hasMore={hasNextPage && !wanted.trim()}
        isLoading={isFetchingNextPage}
        shown={all.length}
        onMore={() => void fetchNextPage()}
      />
    </section>
  );
}
