import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { show } from '../../kit/dates.ts';
import { DocumentList } from '../../kit/documentList.tsx';
import { Icon } from '../../kit/icon.tsx';
import { Failed, Loaded } from '../../kit/loaded.tsx';
import { Page } from '../../kit/page.tsx';
import { useMayGiveRights, useSession } from '../../kit/session.ts';
import { Skeleton } from '../../kit/skeleton.tsx';
import '../frame.css';
import { OtherCarnets } from '../home/otherCarnets.tsx';
import { TodoList } from '../home/todoList.tsx';
import { LogLineItem } from '../logLine.tsx';
import { homeQuery, todoQuery } from '../queries.ts';
import type { Home } from '../shapes.ts';

const [mostNew, mostLooks, patienceMs] = [3, 3, 700] as const;

/** Accueil: what is new, what to do, who looked; and the ways most taken. */
export function HomePage() {
  const { t } = useTranslation('carnet');
  const session = useSession().data;
  const acting = session?.kind === 'citizen' ? session.acting : undefined;
  const title = acting === undefined ? t('home.hello', { name: session?.name ?? '' }) : t('home.of', { name: acting.name });
  const home = useQuery(homeQuery);
  const todo = useQuery(todoQuery);
  const late = useLate();
  if (home.data === undefined)
    return (
      <Page title={title} space={t('nav.home')}>
        {home.error ? <Failed error={home.error} retry={() => void home.refetch()} /> : <Skeleton rows={5} kind="cards" />}
      </Page>
    );
  // What comes from many places may be slow: the rest waits a moment for it, so that nothing moves, and no longer.
  const isSettled = todo.data !== undefined || todo.isError || late;
  return (
    <Page title={title} space={t('nav.home')}>
      <div className="carnet-home">
        <div>
          <Fresh home={home.data} />
          <Tiles />
        </div>
        {isSettled && (
          <div>
            <section aria-labelledby="todo" className="card">
              <h2 id="todo">{t('home.todo')}</h2>
              <Loaded query={todo}>{({ items }) => <TodoList items={items} />}</Loaded>
            </section>
            <Looked home={home.data} />
            <OtherCarnets />
          </div>
        )}
      </div>
    </Page>
  );
}

function useLate(): boolean {
  const [late, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), patienceMs);
    return () => clearTimeout(timer);
  }, []);
  return late;
}

function Fresh({ home }: { home: Home }) {
  const { t } = useTranslation('carnet');
  const shown = home.newDocuments.slice(0, mostNew);
  const others = home.newCount - shown.length;
  return (
    <section aria-labelledby="fresh" className="card">
      <h2 id="fresh">{t('home.fresh')}</h2>
      <p className="hint">{home.lastVisit ? t('home.since', { date: show(home.lastVisit, 'moment') }) : t('home.first')}</p>
      {shown.length === 0 ? (
        <p>{t('home.nothing')}</p>
      ) : (
        <DocumentList documents={shown} audience="citizen" addressOf={(id) => `/sante/documents/${id}`} />
      )}
      {others > 0 && (
        <p>
          <Link to="/sante/documents">{home.lastVisit === undefined ? t('home.all') : t('home.more', { count: others })}</Link>
        </p>
      )}
    </section>
  );
}

function Tiles() {
  const { t } = useTranslation('carnet');
  const tiles = [
    ['/sante/documents', 'documents', t('home.documents')],
    ['/sante/resultats', 'results', t('home.results')],
    ['/sante/ajouter', 'scan', t('home.paper')],
    ...(useMayGiveRights() ? ([['/acces/partager', 'share', t('home.share')]] as const) : []),
  ] as const;
  return (
    <nav aria-label={t('home.ways')}>
      <ul className="carnet-tiles">
        {tiles.map(([to, icon, name]) => (
          <li key={to}>
            <Link to={to}>
              <Icon name={icon} /> {name}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}

function Looked({ home }: { home: Home }) {
  const { t } = useTranslation('carnet');
  return (
    <section aria-labelledby="looked" className="card">
      <h2 id="looked">{t('home.looked')}</h2>
      {home.recentAccesses.length === 0 ? (
        <p>{t('home.nobody')}</p>
      ) : (
        <ul className="log">
          {home.recentAccesses.slice(0, mostLooks).map((line) => (
            <LogLineItem key={line.seq} line={line} withDay />
          ))}
        </ul>
      )}
      <p>
        <Link to="/acces/journal">{t('home.allLog')}</Link>
      </p>
      <p>
        <Link to="/acces">{t('home.access')}</Link>
      </p>
    </section>
  );
}
