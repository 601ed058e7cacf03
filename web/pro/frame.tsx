import { Outlet } from '@tanstack/react-router';
import { Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { AccessibilityPage } from '../kit/accessibilityPage.tsx';
import { Button } from '../kit/button.tsx';
import { said } from '../kit/i18n.ts';
import { Failed, Waiting } from '../kit/loaded.tsx';
import { CrashPage, NotFoundPage } from '../kit/oddPages.tsx';
import { Page } from '../kit/page.tsx';
import { useSession, useSignOut, useTerritory } from '../kit/session.ts';
import { Shell } from '../kit/shell.tsx';
import { SignInForm, TrialAccounts } from '../kit/signInForm.tsx';
import { Notice } from '../kit/status.tsx';
import { KeysHelp } from './keys/help.tsx';
import { useMail } from './mail/useMail.ts';
import { NoticePage } from './noticePage.tsx';
import { PersonSearch } from './personSearch.tsx';
import './pro.css';

/** The frame of the professional's space: who acts is always written at the top. */
export function ProFrame() {
  const { t } = useTranslation('pro');
  const session = useSession();
  const { leave, failure } = useSignOut();
  const unseen = useMail(session.data?.kind === 'professional');
  const space = t('space');
  const isPublic = window.location.pathname.startsWith('/pro/accessibilite');

  // Until it is known who looks, no frame is drawn that would move when it is.
  if (session.data === undefined && !session.error)
    return (
      <main id="content">
        <Waiting />
      </main>
    );
  if (session.data === undefined)
    return (
      <Shell space={space} kind="pro">
        <Failed error={session.error} retry={() => void session.refetch()} />
      </Shell>
    );
  if (session.data?.kind !== 'professional')
    return (
      <Shell space={space} kind="pro">
        {isPublic ? <Outlet /> : <Invitation isCitizen={session.data?.kind === 'citizen'} />}
      </Shell>
    );

  const { name, professionLabel, structure, noticeDue } = session.data;
  const place = `${said(professionLabel)} — ${structure.name}`;
  const account = (
    <>
      <span className="account">
        <strong>{name}</strong>
        <span title={place}>{place}</span>
      </span>
      <KeysHelp />
      <Button look="quiet" onPress={() => void leave()}>
        {t('signOut', { ns: 'kit' })}
      </Button>
    </>
  );
  if (noticeDue && !isPublic)
    return (
      <Shell space={space} kind="pro" account={account}>
        {failure !== undefined && <Failed error={failure} />}
        <NoticePage />
      </Shell>
    );
  return (
    <Shell
      space={space}
      kind="pro"
      account={account}
      search={<PersonSearch />}
      entries={[
        { to: '/', label: t('day.nav'), icon: 'home' },
        { to: '/patients', label: t('nav.search'), icon: 'search' },
        {
          to: '/messages',
          label: t('mail.nav'),
          icon: 'mail',
          count: unseen,
          ...(unseen > 0 ? { name: t('mail.navUnseen', { count: unseen }) } : {}),
        },
      ]}
    >
      {failure !== undefined && <Failed error={failure} />}
      <Suspense fallback={<Waiting />}>
        <Outlet />
      </Suspense>
    </Shell>
  );
}

function Invitation({ isCitizen }: { isCitizen: boolean }) {
  const { t } = useTranslation('pro');
  // Without a demonstration there is no simulator.
  const isReal = useTerritory().data?.demo === false;
  return (
    <Page title={t('invite.title')} space={t('space')} lead={t('invite.lead')}>
      {isCitizen && (
        <Notice tone="info">
          <p>{t('invite.notPro')}</p>
        </Notice>
      )}
      <SignInForm action="/entrer/pro" label={t(isReal ? 'invite.signInReal' : 'invite.signIn')} fallback="/pro" />
      <Notice tone="info">
        <p>{t('invite.trace')}</p>
      </Notice>
      <TrialAccounts kind="professional" />
    </Page>
  );
}

export function ProNotFound() {
  return <NotFoundPage space={useTranslation('pro').t('space')} />;
}

export function ProCrash() {
  return <CrashPage space={useTranslation('pro').t('space')} />;
}

export function ProAccessibility() {
  return <AccessibilityPage space={useTranslation('pro').t('space')} />;
}
