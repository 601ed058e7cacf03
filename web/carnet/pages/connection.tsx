import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { show } from '../../kit/dates.ts';
import { Page } from '../../kit/page.tsx';
import { useSession } from '../../kit/session.ts';
import { SignInForm } from '../../kit/signInForm.tsx';
import { Notice, Status } from '../../kit/status.tsx';
import { Back } from '../back.tsx';
import { Passkeys } from '../connection/passkeys.tsx';
import { Password } from '../connection/password.tsx';
import { Sessions } from '../connection/sessions.tsx';
import type { Account } from '../connection/shapes.ts';
import { accountQuery } from '../queries.ts';
import { ProfileList } from '../relatives/profileList.tsx';
import { Slow } from '../slow.tsx';

/** Ma connexion: the ways in, the devices, and the carnets one may open. */
export default function ConnectionPage() {
  const { t } = useTranslation('carnet');
  const session = useSession().data;
  const isOwn = session?.kind === 'citizen' && session.acting === undefined;
  return (
    <Page title={t('connection.title')} space={t('space')} before={<Back to="/plus" />} lead={t('connection.lead')}>
      {isOwn ? (
        <OwnConnection />
      ) : (
        <Notice tone="info">
          <p>{t('connection.acting')}</p>
        </Notice>
      )}
      <section className="card" aria-labelledby="profiles">
        <h2 id="profiles">{t('connection.profiles')}</h2>
        <p>{t('connection.profilesLead')}</p>
        <ProfileList />
      </section>
    </Page>
  );
}

function OwnConnection() {
  const query = useQuery(accountQuery);
  const [done, setDone] = useState<string>();
  return (
    <>
      <Status tone="done">{done && <p>{done}</p>}</Status>
      <Slow rows={4} query={query}>
        {(account) => (
          <>
            <Told account={account} />
            <Passkeys account={account} onDone={setDone} />
            <Password account={account} onDone={setDone} />
            <Sessions account={account} onDone={setDone} />
          </>
        )}
      </Slow>
    </>
  );
}

const recentMs = 30 * 86_400_000;

/** What the person must know before they change anything. */
function Told({ account: { demo, anewAt, recoveryUsedAt, activation, fresh } }: { account: Account }) {
  const { t } = useTranslation('carnet');
  const isRecent = (at: string | undefined): at is string => at !== undefined && Date.now() - new Date(at).getTime() < recentMs;
  return (
    <>
      {demo && (
        <Notice tone="info">
          <p>{t('connection.demo')}</p>
        </Notice>
      )}
      {isRecent(anewAt) && (
        <Notice tone="attention">
          <p>{t('connection.anew', { date: show(anewAt, 'moment') })}</p>
        </Notice>
      )}
      {isRecent(recoveryUsedAt) && (
        <Notice tone="attention">
          <p>{t('connection.rescued', { date: show(recoveryUsedAt, 'moment') })}</p>
        </Notice>
      )}
      {activation && (
        <Notice tone="attention">
          <p>{t('connection.waiting', { date: show(activation.until, 'day') })}</p>
        </Notice>
      )}
      {!fresh && (
        <Notice tone="info" title={t('connection.freshTitle')}>
          <p>{t('connection.fresh')}</p>
          <SignInForm action="/entrer/citoyen" label={t('connection.freshButton')} fallback="/carnet" />
        </Notice>
      )}
    </>
  );
}
