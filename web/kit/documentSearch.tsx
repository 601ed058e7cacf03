import { type ReactNode, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { announce } from './announcer.tsx';
import { type Audience, DocumentList } from './documentList.tsx';
import { Failed, Waiting } from './loaded.tsx';
import { More } from './more.tsx';
import { Passage } from './passage.tsx';
import { SearchField } from './searchField.tsx';
import type { FoundAnswer } from './shapes.ts';
import { useFound, useTyping } from './useFound.ts';

interface SearchProps {
  /** Under what the answers are remembered on this page. */
  readonly remembered: readonly string[];
  /** The address of the list of documents in the API. */
  readonly base: string;
  readonly audience: Audience;
  readonly addressOf: (id: string) => string;
  readonly onError?: (error: unknown) => void;
  /** What stands here as long as nothing is looked for. */
  readonly children: ReactNode;
}

/** A word, and the documents that hold it, with the words around: as one types, after a pause. */
export function DocumentSearch({ remembered, base, audience, addressOf, onError, children }: SearchProps) {
  const { t } = useTranslation();
  const { typed, type, wanted, now } = useTyping();
  const found = useFound(remembered, base, wanted);
  const [first] = found.data?.pages ?? [];
  const fresh = wanted !== '' && !found.isPlaceholderData ? first : undefined;
  const said = fresh && (fresh.asked ? t('find.count', { count: fresh.total }) : t('find.unasked'));

  useEffect(() => {
    if (said !== undefined) announce(said);
  }, [said, wanted]);
  useEffect(() => {
    if (found.error) onError?.(found.error);
  }, [found.error, onError]);

  return (
    <>
      <search>
        <form
          onSubmit={(event) => {
            event.preventDefault();
            if (!now()) void found.refetch();
          }}
        >
          <SearchField id="find" label={t('find.label')} hint={t('find.hint')} value={typed} maxLength={300} onChange={type} />
        </form>
      </search>
      {wanted === '' && children}
      {wanted !== '' && first === undefined && found.error && <Failed error={found.error} retry={() => void found.refetch()} />}
      {wanted !== '' && first === undefined && !found.error && <Waiting text={t('find.wait')} />}
      {wanted !== '' && first !== undefined && (
        <section aria-labelledby="found" aria-busy={found.isPlaceholderData}>
          <h2 id="found">{first.asked ? t('find.count', { count: first.total }) : t('find.label')}</h2>
          <Outcome answer={first} />
          {first.total > 0 && (
            <div className="card">
              <DocumentList
                documents={found.data?.pages.flatMap(({ items }) => items) ?? []}
                audience={audience}
                addressOf={addressOf}
                under={(doc) => <Passage found={doc} />}
              />
            </div>
          )}
          {found.isFetchNextPageError && <Failed error={found.error} />}
          <More
            rows=".doc-title"
            hasMore={found.hasNextPage}
            isLoading={found.isFetchingNextPage}
            shown={found.data?.pages.flatMap(({ items }) => items).length ?? 0}
            onMore={() => void found.fetchNextPage()}
          />
        </section>
      )}
    </>
  );
}

/** What there is to say beside the documents found: that there are none, and what could not be looked into. */
function Outcome({ answer: { asked, total, unread } }: { answer: FoundAnswer }) {
  const { t } = useTranslation();
  const { waiting, partly, beyond } = unread;
  return (
    <>
      {!asked && <p className="card">{t('find.unasked')}</p>}
      {asked && total === 0 && (
        <div className="card">
          <p>{t('find.none')}</p>
          <p className="hint">{t('find.noneHint')}</p>
        </div>
      )}
      {waiting > 0 && <p className="hint">{t('find.waiting', { count: waiting })}</p>}
      {partly > 0 && <p className="hint">{t('find.partly', { count: partly })}</p>}
      {beyond && <p className="hint">{t('find.beyond')}</p>}
    </>
  );
}
