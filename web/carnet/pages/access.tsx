import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { said } from '../../kit/i18n.ts';
import { Loaded } from '../../kit/loaded.tsx';
import { Page } from '../../kit/page.tsx';
import { useSession } from '../../kit/session.ts';
import { Notice, Status } from '../../kit/status.tsx';
import { Closing } from '../access/closing.tsx';
import { GiveAccess } from '../access/giveAccess.tsx';
import { Oppositions } from '../access/oppositions.tsx';
import { ProfessionalCard } from '../access/professionalCard.tsx';
import { accessQuery } from '../queries.ts';

/** Accès: who can read, on what ground, until when; end it, prolong it, give one, block; oppose; close. */
export default function AccessPage() {
  const { t } = useTranslation('carnet');
  const query = useQuery(accessQuery);
  const session = useSession().data;
  const isOwn = session?.kind === 'citizen' && session.acting === undefined;
  const [done, setDone] = useState<string>();
  return (
    <Page title={t('access.title')} space={t('space')} lead={t('access.lead')}>
      <p>
        <Link to="/acces/journal">{t('nav.log')}</Link>
      </p>
      <Status tone="done">{done && <p>{done}</p>}</Status>
      <Loaded query={query}>
        {(access) => (
          <>
            {access.closed && (
              <Notice tone="attention" title={t('closing.closedTitle')}>
                <p>{t('closing.closedText')}</p>
              </Notice>
            )}
            <section aria-labelledby="professionals">
              <h2 id="professionals">{t('access.professionals')}</h2>
              {access.professionals.length === 0 ? (
                <p className="card">{t('access.none')}</p>
              ) : (
                <ul className="cards">
                  {access.professionals.map((one) => (
                    <ProfessionalCard
                      key={one.id}
                      professional={one}
                      isAttending={one.id === access.attending?.id}
                      version={access.version}
                      onDone={setDone}
                    />
                  ))}
                </ul>
              )}
            </section>
            {!access.closed && <GiveAccess onDone={setDone} />}
            <Oppositions opposition={access.opposition} />
            <section className="card" aria-labelledby="who-sees-what">
              <h2 id="who-sees-what">{t('authorisation.title')}</h2>
              <p>{t('authorisation.lead')}</p>
              <p className="hint">{said(access.authorisation.source)}</p>
            </section>
            {isOwn && (
              <section className="card" aria-labelledby="relatives">
                <h2 id="relatives">{t('relatives.title')}</h2>
                <p>
                  <Link to="/proches">{t('relatives.link')}</Link>
                </p>
              </section>
            )}
            {isOwn && <Closing closed={access.closed} version={access.version} onDone={setDone} />}
          </>
        )}
      </Loaded>
    </Page>
  );
}
