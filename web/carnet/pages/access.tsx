import { useQuery } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { said } from '../../kit/i18n.ts';
import { Page } from '../../kit/page.tsx';
import { useMayGiveRights, useSession } from '../../kit/session.ts';
import { Notice, Status } from '../../kit/status.tsx';
import { Closing } from '../access/closing.tsx';
import { GiveAccess } from '../access/giveAccess.tsx';
import { Oppositions } from '../access/oppositions.tsx';
import { ProfessionalCard } from '../access/professionalCard.tsx';
import { accessQuery } from '../queries.ts';
import { useTitle } from '../relatives/useTitle.ts';
import type { Access, ProfessionalAccess } from '../shapes.ts';
import { Slow } from '../slow.tsx';
import { Ways } from '../ways.tsx';

/** Accès: who can read, on what ground, until when; end it, prolong it, give one, block; oppose; close. */
export default function AccessPage() {
  const { t } = useTranslation('carnet');
  const title = useTitle('access');
  const query = useQuery(accessQuery);
  const session = useSession().data;
  const isOwn = session?.kind === 'citizen' && session.acting === undefined;
  const [done, setDone] = useState<string>();
  const heading = useRef<HTMLHeadingElement>(null);
  // Whose access ended leaves the list, and the button that was pressed with them.
  const say = (sentence: string): void => {
    setDone(sentence);
    setTimeout(() => document.activeElement === document.body && heading.current?.focus({ preventScroll: true }), 200);
  };
  return (
    <Page title={title} space={t('space')} lead={t('access.lead')}>
      <AccessWays isOwn={isOwn} />
      <Status tone="done">{done && <p>{done}</p>}</Status>
      <Slow query={query} rows={4}>
        {(access) => (
          <>
            {access.closed && (
              <Notice tone="attention" title={t('closing.closedTitle')}>
                <p>{t('closing.closedText')}</p>
              </Notice>
            )}
            <section aria-labelledby="professionals">
              <h2 id="professionals" ref={heading} tabIndex={-1}>
                {t('access.professionals')}
              </h2>
              {access.professionals.length === 0 ? (
                <p className="card">{t('access.none')}</p>
              ) : (
                <ul className="cards">
                  {inOrder(access).map((one) => (
                    <ProfessionalCard
                      key={one.id}
                      professional={one}
                      isAttending={one.id === access.attending?.id}
                      version={access.version}
                      onDone={say}
                    />
                  ))}
                </ul>
              )}
            </section>
            {!access.closed && <GiveAccess onDone={say} />}
            <Oppositions opposition={access.opposition} />
            <section className="card" aria-labelledby="who-sees-what">
              <h2 id="who-sees-what">{t('authorisation.title')}</h2>
              <p>{t('authorisation.lead')}</p>
              <p className="hint">{said(access.authorisation.source)}</p>
            </section>
            {isOwn && <Closing closed={access.closed} version={access.version} onDone={say} />}
          </>
        )}
      </Slow>
    </Page>
  );
}

/** What else there is about who sees what. */
function AccessWays({ isOwn }: { isOwn: boolean }) {
  const { t } = useTranslation('carnet');
  const mayShare = useMayGiveRights();
  return (
    <Ways
      ways={[
        { to: '/acces/journal', icon: 'log', name: t('nav.log'), text: t('settings.logText') },
        ...(mayShare ? ([{ to: '/acces/partager', icon: 'share', name: t('share.title'), text: t('more.share') }] as const) : []),
        ...(isOwn ? ([{ to: '/proches', icon: 'person', name: t('relatives.title'), text: t('more.relatives') }] as const) : []),
      ]}
    />
  );
}

/** The médecin traitant, then who looked last, then the others; who is blocked stands at the end. */
function inOrder({ professionals, attending }: Access): readonly ProfessionalAccess[] {
  const place = (one: ProfessionalAccess): string =>
    `${one.blocked ? 0 : 1}${one.id === attending?.id ? 1 : 0}${one.lastAccessAt ?? ''}`;
  return professionals.toSorted((a, b) =>
    place(a) < place(b) ? 1 : place(a) > place(b) ? -1 : a.name.localeCompare(b.name, 'fr'),
  );
}
