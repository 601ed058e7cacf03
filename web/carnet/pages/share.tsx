import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../kit/button.tsx';
import { Page } from '../../kit/page.tsx';
import { Status } from '../../kit/status.tsx';
import { Back } from '../back.tsx';
import { focusTitle } from '../focus.ts';
import { sharesQuery } from '../queries.ts';
import { Handed } from '../share/handed.tsx';
import { LinkCard } from '../share/linkCard.tsx';
import { MakeLink } from '../share/makeLink.tsx';
import type { MadeLink } from '../share/shapes.ts';
import { Slow } from '../slow.tsx';

/** Partage express: make a link, hand it over, see who opened it, stop it. */
export default function SharePage() {
  const { t } = useTranslation('carnet');
  const [making, setMaking] = useState(false);
  const [made, setMade] = useState<MadeLink>();
  const [done, setDone] = useState<string>();
  const query = useQuery(sharesQuery);
  return (
    <Page title={t('share.title')} space={t('space')} before={<Back to="/acces" />} lead={t('share.lead')}>
      <Status tone="done">{done && <p>{done}</p>}</Status>
      {made !== undefined && (
        <Handed
          link={made}
          passcode={made.passcode}
          onClose={() => {
            setMade(undefined);
            focusTitle();
          }}
        />
      )}
      {made === undefined && !making && (
        <p>
          <Button look="main" onPress={() => setMaking(true)}>
            {t('share.make')}
          </Button>
        </p>
      )}
      {made === undefined && making && (
        <MakeLink
          onMade={(link) => {
            setMade(link);
            setMaking(false);
            setDone(undefined);
          }}
          onCancel={() => {
            setMaking(false);
            focusTitle();
          }}
        />
      )}
      <section aria-labelledby="links">
        <h2 id="links">{t('share.links')}</h2>
        <Slow rows={2} query={query}>
          {({ shares }) =>
            shares.length === 0 ? (
              <p className="card">{t('share.none')}</p>
            ) : (
              <ul className="cards cards-wide">
                {shares.map((link) => (
                  <LinkCard key={link.id} link={link} onDone={setDone} />
                ))}
              </ul>
            )
          }
        </Slow>
      </section>
    </Page>
  );
}
