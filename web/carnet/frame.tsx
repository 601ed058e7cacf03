import { useQuery } from '@tanstack/react-query';
import { Outlet, useLocation } from '@tanstack/react-router';
import { Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiFailure } from '../kit/api.ts';
import { Failed, Waiting } from '../kit/loaded.tsx';
import { CrashPage, NotFoundPage } from '../kit/oddPages.tsx';
import { useSession } from '../kit/session.ts';
import { type Entry, Shell } from '../kit/shell.tsx';
import { Invitation } from './invitation.tsx';
import { later } from './later.ts';
import { NewDocumentNotice } from './newDocument.tsx';
import { NewVersion } from './pwa/newVersion.tsx';
import { messagingQuery } from './queries.ts';
import { ActingBanner } from './relatives/actingBanner.tsx';

const OfflinePage = later(() => import('./pwa/offline.tsx'));

/** The screens that « Plus » leads to. */
const underMore = /^\/(proches|services|reglages|export|urgence)/;

/** The frame of the carnet: signed out, the invitation whatever the address; signed in, the menu and the screen. */
export function CarnetFrame() {
  const { t } = useTranslation('carnet');
  const session = useSession();
  const space = t('space');
  const unread = useQuery({ ...messagingQuery, enabled: session.data?.kind === 'citizen' }).data?.unread ?? 0;
  const path = useLocation().pathname;
  // The emergency card opens without network, and so without knowing who is signed in.
  const isPublic = path.startsWith('/accessibilite') || path.startsWith('/urgence');

  if (session.data === undefined)
    return (
      <Shell space={space} kind="carnet">
        {isPublic ? (
          <Suspense fallback={<Waiting />}>
            <Outlet />
          </Suspense>
        ) : session.error ? (
          <Unreached error={session.error} retry={() => void session.refetch()} />
        ) : (
          <Waiting />
        )}
      </Shell>
    );
  if (session.data?.kind !== 'citizen')
    return (
      <Shell space={space} kind="carnet">
        {isPublic ? (
          <Suspense fallback={<Waiting />}>
            <Outlet />
          </Suspense>
        ) : (
          <Invitation isProfessional={session.data?.kind === 'professional'} />
        )}
      </Shell>
    );

  const entries: Entry[] = [
    { to: '/', label: t('nav.home'), icon: 'home' },
    { to: '/sante', label: t('nav.health'), icon: 'health', isHere: path.startsWith('/rendez-vous') },
    {
      to: '/messages',
      label: t('nav.messages'),
      icon: 'messages',
      ...(unread === 0 ? {} : { count: unread, name: `${t('nav.messages')}, ${t('nav.unread', { count: unread })}` }),
    },
    { to: '/acces', label: t('nav.access'), icon: 'access' },
    { to: '/plus', label: t('nav.more'), icon: 'more', isHere: underMore.test(path) },
  ];
  return (
    <Shell space={space} kind="carnet" entries={entries}>
      <ActingBanner />
      <NewDocumentNotice key={session.data.acting?.name ?? ''} />
      <NewVersion />
      <Suspense fallback={<Waiting />}>
        <Outlet />
      </Suspense>
    </Shell>
  );
}

/** Without network, what works; a server that answers badly is another matter. */
function Unreached({ error, retry }: { error: unknown; retry: () => void }) {
  if (!(error instanceof ApiFailure && error.status === 0)) return <Failed error={error} retry={retry} />;
  return (
    <Suspense fallback={<Waiting />}>
      <OfflinePage retry={retry} />
    </Suspense>
  );
}

export function CarnetNotFound() {
  return <NotFoundPage space={useTranslation('carnet').t('space')} />;
}

export function CarnetCrash() {
  return <CrashPage space={useTranslation('carnet').t('space')} />;
}
