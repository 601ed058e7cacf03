import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../kit/button.tsx';
import { Choice } from '../../kit/field.tsx';
import { Failed, Waiting } from '../../kit/loaded.tsx';
import { Page } from '../../kit/page.tsx';
import { FilingCard } from './filingCard.tsx';
import { filingQuery, filingsQuery, type Shelf, shelves } from './filingShapes.ts';
import { mailboxesQuery } from './queries.ts';

/** Documents reçus: the work list of one mailbox. */
export default function FilingPage({ mailbox }: { mailbox: string }) {
  const { t } = useTranslation('pro');
  const [shelf, setShelf] = useState<Shelf>('todo');
  const query = useInfiniteQuery(filingsQuery(mailbox, shelf));
  const own = useQuery(mailboxesQuery).data?.items.find(({ id }) => id === mailbox);
  const pages = query.data?.pages ?? [];
  const items = pages.flatMap((page) => page.items);
  const counts = pages[0]?.counts ?? {};
  const countOf = (name: Shelf) => shelves[name].reduce((sum, state) => sum + (counts[state] ?? 0), 0);
  const back = (
    <p className="back">
      <Link to="/messages">{t('filing.back')}</Link>
    </p>
  );
  return (
    <Page
      title={t('filing.title')}
      space={t('space')}
      lead={own === undefined ? undefined : `${own.name} — ${own.address}`}
      before={back}
    >
      <p>{t('filing.lead')}</p>
      <fieldset>
        <legend>{t('filing.show')}</legend>
        {(['todo', 'done', 'dismissed'] as const).map((name) => (
          <Choice
            key={name}
            type="radio"
            name="shelf"
            label={t(`filing.${name}`, { count: countOf(name) })}
            checked={shelf === name}
            onChange={() => setShelf(name)}
          />
        ))}
      </fieldset>
      {query.isPending && <Waiting />}
      {query.isError && <Failed error={query.error} retry={() => void query.refetch()} />}
      {query.isSuccess && items.length === 0 && <p role="status">{t(shelf === 'todo' ? 'filing.none' : 'filing.noneDone')}</p>}
      <ul className="cards cards-wide">
        {items.map((filing) => (
          <li key={filing.content}>
            <FilingCard mailbox={mailbox} filing={filing} mayWrite={own !== undefined && own.may !== 'read'} />
          </li>
        ))}
      </ul>
      {query.hasNextPage && (
        <p className="actions">
          <Button isDisabled={query.isFetchingNextPage} onPress={() => void query.fetchNextPage()}>
            {t('filing.more')}
          </Button>
        </p>
      )}
    </Page>
  );
}

/** On a message: what became of its documents; nothing on one that brought none. */
export function FileToRecord({ mailbox, content, mayWrite }: { mailbox: string; content: number; mayWrite: boolean }) {
  const { data } = useQuery(filingQuery(mailbox, content));
  if (data?.filing == null) return null;
  return <FilingCard mailbox={mailbox} filing={data.filing} mayWrite={mayWrite} />;
}
