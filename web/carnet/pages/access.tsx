import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Loaded } from '../../kit/loaded.tsx';
import { Page } from '../../kit/page.tsx';
import { Status } from '../../kit/status.tsx';
import { Oppositions } from '../oppositions.tsx';
import { ProfessionalCard } from '../professionalCard.tsx';
import { accessQuery } from '../queries.ts';

/** Accès: who can read, on what ground, until when; block one; oppose. */
export default function AccessPage() {
  const { t } = useTranslation('carnet');
  const query = useQuery(accessQuery);
  const [done, setDone] = useState<string>();
  return (
    <Page title={t('access.title')} space={t('space')} lead={t('access.lead')}>
      <Status tone="done">{done && <p>{done}</p>}</Status>
      <Loaded query={query}>
        {(access) => (
          <>
            <section aria-labelledby="professionals">
              <h2 id="professionals">{t('access.professionals')}</h2>
              {access.professionals.length === 0 ? (
                <p className="card">{t('access.none')}</p>
              ) : (
                <ul className="cards">
                  {access.professionals.map((one) => (
                    <ProfessionalCard key={one.id} professional={one} onDone={setDone} />
                  ))}
                </ul>
              )}
            </section>
            <Oppositions opposition={access.opposition} />
          </>
        )}
      </Loaded>
    </Page>
  );
}
