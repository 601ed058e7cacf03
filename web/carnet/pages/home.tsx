import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { show } from '../../kit/dates.ts';
import { DocumentList } from '../../kit/documentList.tsx';
import { Loaded } from '../../kit/loaded.tsx';
import { Page } from '../../kit/page.tsx';
import { useSession } from '../../kit/session.ts';
import { LogLineItem } from '../logLine.tsx';
import { homeQuery } from '../queries.ts';
import type { Home } from '../shapes.ts';

/** Accueil: what is new, who looked, and the way to the rest. */
export function HomePage() {
  const { t } = useTranslation('carnet');
  const name = useSession().data?.name ?? '';
  return (
    <Page title={t('home.hello', { name })} space={t('nav.home')}>
      <Loaded query={useQuery(homeQuery)}>{(home) => <HomeSections home={home} />}</Loaded>
    </Page>
  );
}

function HomeSections({ home }: { home: Home }) {
  const { t } = useTranslation('carnet');
  const others = home.newCount - home.newDocuments.length;
  return (
    <>
      <section aria-labelledby="fresh" className="card">
        <h2 id="fresh">{t('home.fresh')}</h2>
        {home.lastVisit && <p className="hint">{t('home.since', { date: show(home.lastVisit, 'moment') })}</p>}
        {home.newDocuments.length === 0 ? (
          <p>{t('home.nothing')}</p>
        ) : (
          <DocumentList documents={home.newDocuments} audience="citizen" addressOf={(id) => `/sante/documents/${id}`} />
        )}
        {others > 0 && <p>{t('home.more', { count: others })}</p>}
        <p>
          <Link to="/sante/documents">{t('home.allDocuments')}</Link>
        </p>
        <p>
          <Link to="/sante/resultats">{t('home.results')}</Link>
        </p>
        <p>
          <Link to="/acces/partager">{t('share.open')}</Link>
        </p>
      </section>
      <section aria-labelledby="looked" className="card">
        <h2 id="looked">{t('home.looked')}</h2>
        {home.recentAccesses.length === 0 ? (
          <p>{t('home.nobody')}</p>
        ) : (
          <ul className="log">
            {home.recentAccesses.map((line) => (
              <LogLineItem key={line.seq} line={line} withDay />
            ))}
          </ul>
        )}
        <p>
          <Link to="/acces/journal">{t('home.allLog')}</Link>
        </p>
      </section>
      <section aria-labelledby="by-category" className="card">
        <h2 id="by-category">{t('home.categories')}</h2>
        {home.categories.length === 0 ? (
          <p>{t('home.noCategories')}</p>
        ) : (
          <ul className="category-list">
            {home.categories.map((one) => (
              <li key={one.code}>
                <Link to="/sante/documents" search={{ categorie: one.code }}>
                  <span lang="fr">{one.label}</span> <span className="chip-count">{one.count}</span>
                </Link>
              </li>
            ))}
          </ul>
        )}
      </section>
    </>
  );
}
