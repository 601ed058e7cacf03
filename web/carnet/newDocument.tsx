import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useLocation } from '@tanstack/react-router';
import { useEffect, useEffectEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLive } from '../kit/live.ts';
import { Press } from '../kit/press.tsx';
import { useSession } from '../kit/session.ts';
import type { DocumentSummary } from '../kit/shapes.ts';
import { Status } from '../kit/status.tsx';
import './frame.css';
import { homeQuery, refresh } from './queries.ts';

/**
 * Keeps the screens fresh while they are open, and says each document that arrives. What is new is found by comparing the list
 * before and after the event, which carries no data: a document that the person was told of later than of all before. One that only
 * moved up, since another left the list, is not.
 */
export function NewDocumentNotice() {
  const { t } = useTranslation('carnet');
  const client = useQueryClient();
  const home = useQuery(homeQuery);
  const latest = useRef<string>(undefined);
  const [arrived, setArrived] = useState<DocumentSummary>();

  const session = useSession().data;
  const isActing = session?.kind === 'citizen' && session.acting !== undefined;

  useLive('/api/carnet/live', (event) => {
    // What is read for another is a line of their log, and that line an event here: reading again at each would never end.
    if (event !== 'access' || !isActing) void refresh(client, event);
  });

  const { pathname } = useLocation();
  // What the person just added themself, or reads already, is no news to them.
  const tell = useEffectEvent((doc: DocumentSummary) => {
    if (!pathname.endsWith('/sante/ajouter') && !pathname.endsWith(doc.id)) setArrived(doc);
  });
  useEffect(() => {
    setArrived((doc) => (doc !== undefined && pathname.endsWith(doc.id) ? undefined : doc));
  }, [pathname]);
  useEffect(() => {
    const news = home.data?.newDocuments;
    if (!news) {
      // Another carnet was opened, or none: what is there in it is no arrival.
      latest.current = undefined;
      return;
    }
    const before = latest.current;
    const fresh = before === undefined ? undefined : news.find((doc) => doc.toldAt > before);
    latest.current = [before ?? '', ...news.map((doc) => doc.toldAt)].sort().at(-1);
    if (fresh) tell(fresh);
  }, [home.data]);

  return (
    <div className="carnet-arrival">
      <Status tone="info">
        {arrived && (
          <div className="arrival">
            <p>{t('live.text', { title: arrived.title })}</p>
            <p className="actions">
              <Link to={`/sante/documents/${arrived.id}`} onClick={() => setArrived(undefined)}>
                {t('live.open')}
              </Link>
              <Press look="quiet" onPress={() => setArrived(undefined)}>
                {t('close', { ns: 'kit' })}
              </Press>
            </p>
          </div>
        )}
      </Status>
    </div>
  );
}
