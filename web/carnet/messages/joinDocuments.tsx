import { useTranslation } from 'react-i18next';
import { Button } from '../../kit/button.tsx';
import { show } from '../../kit/dates.ts';
import { authorOf } from '../../kit/documentList.tsx';
import { Failed, Waiting } from '../../kit/loaded.tsx';
import { More } from '../../kit/more.tsx';
import { usePagedDocuments } from '../../kit/pagedDocuments.ts';

interface JoinDocumentsProps {
  readonly chosen: ReadonlySet<string>;
  readonly onJoin: (document: { readonly id: string; readonly title: string }) => void;
}

/** The person's documents, newest first: one press joins one. */
export function JoinDocuments({ chosen, onJoin }: JoinDocumentsProps) {
  const { t } = useTranslation('carnet');
  const list = usePagedDocuments(['documents'], '/api/carnet/documents', undefined);
  const documents = list.data?.pages.flatMap((page) => page.items) ?? [];
  if (list.data === undefined) return list.error ? <Failed error={list.error} retry={() => void list.refetch()} /> : <Waiting />;
  if (documents.length === 0) return <p>{t('messages.documents.none')}</p>;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a long list scrolls, and the keyboard must reach what scrolls.
    <section className="options join-documents" aria-label={t('messages.documents.label')} tabIndex={0}>
      <ul className="joined">
        {documents.map((doc) => (
          <li key={doc.id}>
            <span>
              <span lang="fr">{doc.title}</span>{' '}
              <span className="hint">
                {[
                  show(doc.date, 'day'),
                  authorOf(doc),
                  ...(doc.hiddenFromProfessionals ? [t('messages.documents.hidden')] : []),
                ].join(' · ')}
              </span>
            </span>
            {chosen.has(doc.id) ? (
              <span>{t('messages.documents.already')}</span>
            ) : (
              <Button look="quiet" onPress={() => onJoin({ id: doc.id, title: doc.title })}>
                {t('messages.documents.join', { title: doc.title })}
              </Button>
            )}
          </li>
        ))}
      </ul>
      <More
        rows=".join-documents li button"
        hasMore={list.hasNextPage}
        isLoading={list.isFetchingNextPage}
        shown={documents.length}
        onMore={() => void list.fetchNextPage()}
      />
    </section>
  );
}
