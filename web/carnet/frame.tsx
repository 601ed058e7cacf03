import { useQuery } from '@tanstack/react-query';
import { Outlet } from '@tanstack/react-router';
import { Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { Failed, Waiting } from '../kit/loaded.tsx';
import { AccessibilityPage, CrashPage, NotFoundPage } from '../kit/oddPages.tsx';
import { useSession } from '../kit/session.ts';
import { type Entry, Shell } from '../kit/shell.tsx';
import { Invitation } from './invitation.tsx';
import { NewDocumentNotice } from './newDocument.tsx';
import { messagingQuery } from './queries.ts';
import { ActingBanner } from './relatives/actingBanner.tsx';

/** The frame of the carnet: signed out, the invitation whatever the address; signed in, the menu and the screen. */
export function CarnetFrame() {
  const { t } = useTranslation('carnet');
  const session = useSession();
  const space = t('space');
  const unread = useQuery({ ...messagingQuery, enabled: session.data?.kind === 'citizen' }).data?.unread ?? 0;
  const isPublic = window.location.pathname.startsWith('/carnet/accessibilite');

  if (session.data === undefined)
    return (
      <Shell space={space} kind="carnet">
        {session.error ? <Failed error={session.error} retry={() => void session.refetch()} /> : <Waiting />}
      </Shell>
    );
  if (session.data?.kind !== 'citizen')
    return (
      <Shell space={space} kind="carnet">
        {isPublic ? <Outlet /> : <Invitation isProfessional={session.data?.kind === 'professional'} />}
      </Shell>
    );

  const entries: Entry[] = [
    { to: '/', label: t('nav.home'), icon: 'home' },
    { to: '/documents', label: t('nav.documents'), icon: 'documents' },
    {
      to: '/messages',
      label: t('messages.nav'),
      icon: 'messages',
      ...(unread === 0 ? {} : { note: t('messages.unread', { count: unread }) }),
    },
    { to: '/acces', label: t('nav.access'), icon: 'access' },
    { to: '/journal', label: t('nav.log'), icon: 'log', isForWide: true },
    { to: '/reglages', label: t('nav.more'), icon: 'more' },
  ];
  return (
    <Shell space={space} kind="carnet" entries={entries}>
      <ActingBanner />
      <NewDocumentNotice />
      <Suspense fallback={<Waiting />}>
        <Outlet />
      </Suspense>
    </Shell>
  );
}

export function CarnetNotFound() {
  return <NotFoundPage space={useTranslation('carnet').t('space')} />;
}

export function CarnetCrash() {
  return <CrashPage space={useTranslation('carnet').t('space')} />;
}

export function CarnetAccessibility() {
  return <AccessibilityPage space={useTranslation('carnet').t('space')} />;
}
