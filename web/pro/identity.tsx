import { type RefObject, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Badge } from '../kit/badge.tsx';
import { show } from '../kit/dates.ts';
import { Fact } from '../kit/documentFacts.tsx';
import { said } from '../kit/i18n.ts';
import { Notice } from '../kit/status.tsx';
import type { Patient } from './shapes.ts';

/** The words for how sure an identity is, and for what it warns of; only « qualifiée » allows the matricule to leave with the traits. */
export function IdentityStatus({ patient: { status, attributes = [] } }: { patient: Patient }) {
  const { t } = useTranslation('pro');
  return (
    <>
      <Badge tone={status === 'QUAL' ? 'done' : 'attention'} icon={status === 'QUAL' ? 'done' : 'warning'}>
        {t(`status.${status}`)}
      </Badge>
      {attributes.map((one) => (
        <Badge key={one} tone={one === 'homonyme' ? 'info' : 'danger'} icon={one === 'homonyme' ? 'info' : 'blocked'}>
          {t(`attribute.${one}`)}
        </Badge>
      ))}
    </>
  );
}

/** `2 55 06 99 999 999 34`, as it is printed. */
export function spaced(matricule: string): string {
  return matricule.replace(/^(.)(..)(..)(..)(...)(...)(..)$/, '$1 $2 $3 $4 $5 $6 $7');
}

/** The traits that must always be on show with a record: birth name, first birth given name, date, sex, place. */
export function Traits({ patient, inBanner = false }: { patient: Patient; inBanner?: boolean }) {
  const { t } = useTranslation('pro');
  const { traits } = patient;
  const used = [traits.usedFamily, traits.usedGiven].filter(Boolean).join(' ');
  return (
    <dl className="traits">
      <div className="fact fact-name">
        <dt>{t('identity.birthFamily')}</dt>
        <dd>{traits.birthFamily}</dd>
      </div>
      <div className="fact fact-name">
        <dt>{t('identity.firstBirthGiven')}</dt>
        <dd>{traits.firstBirthGiven}</dd>
      </div>
      <Fact term={t('identity.birthDate')}>{show(traits.birthDate, 'shortDay')}</Fact>
      <Fact term={t('identity.sex')}>{t(`sex.${traits.sex}`)}</Fact>
      <Fact term={t('identity.birthPlace')}>{traits.birthPlace}</Fact>
      {used && <Fact term={t('identity.used')}>{used}</Fact>}
      {!inBanner && <InsNumber patient={patient} />}
    </dl>
  );
}

/** The matricule with the register that gave it; said to be missing where the identity does not allow it. */
function InsNumber({ patient: { matricule, oid }, inBanner = false }: { patient: Patient; inBanner?: boolean }) {
  const { t } = useTranslation('pro');
  return (
    <div className="fact pt-number">
      <dt>{t('identity.matricule')}</dt>
      <dd>
        {matricule ? spaced(matricule) : t('identity.noMatricule')}
        {matricule && oid && <Domain oid={oid} isShort={inBanner} />}
      </dd>
    </div>
  );
}

const domains: Readonly<Record<string, 'nir' | 'nia' | 'test'>> = {
  '1.2.250.1.213.1.4.8': 'nir',
  '1.2.250.1.213.1.4.9': 'nia',
  '1.2.250.1.213.1.4.10': 'test',
};

/** Which register gave the matricule: its OID, as it is shown with it. */
function Domain({ oid, isShort }: { oid: string; isShort: boolean }) {
  const { t } = useTranslation('pro');
  const domain = domains[oid];
  return (
    <span className="pt-oid">
      {' '}
      OID {oid}
      {domain && !isShort && ` (${t(`day.oid.${domain}`)})`}
    </span>
  );
}

/** The hour matters on the last day only. */
const isSoon = (until: string) => new Date(until).getTime() - Date.now() < 86_400_000;

/** Whose record this is, and in which mode it is open; stays in sight on every screen of the patient. */
export function IdentityBanner({ patient }: { patient: Patient }) {
  const { t } = useTranslation('pro');
  const { access } = patient;
  const banner = useRef<HTMLElement>(null);
  useHeightToldToStyle(banner);
  const isGlass = access?.ground.code === 'bris_de_glace';
  const isEmergency = isGlass || access?.ground.code === 'centre_15';
  return (
    <section ref={banner} className={isEmergency ? 'identity identity-glass' : 'identity'} aria-label={t('identity.banner')}>
      <Traits patient={patient} inBanner />
      <div className="badges identity-mode">
        <dl className="pt-numbers">
          <InsNumber patient={patient} inBanner />
        </dl>
        <IdentityStatus patient={patient} />
        {access && !isEmergency && (
          <span className="pt-mode">
            {t('mode.normal', {
              ground: said(access.ground.label),
              until: show(access.until, isSoon(access.until) ? 'moment' : 'shortDay'),
            })}
          </span>
        )}
      </div>
      {access && isEmergency && (
        <Notice tone="attention" title={t(isGlass ? 'mode.title' : 'mode.centre15')}>
          <p>{t(isGlass ? 'mode.text' : 'mode.centre15Text', { until: show(access.until, 'moment') })}</p>
          {access.reason && <p>{t('day.mode.reason', { reason: access.reason })}</p>}
        </Notice>
      )}
      {access?.secret && (
        <Notice tone="info" title={t('mode.secret')}>
          <p>{t('mode.secretText')}</p>
        </Notice>
      )}
    </section>
  );
}

/** What stays in sight below the identity, and what scrolls to the top, must know where it ends: names wrap, modes come and go. */
function useHeightToldToStyle(banner: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const { style } = document.documentElement;
    const observer = new ResizeObserver(() => style.setProperty('--identity', `${banner.current?.offsetHeight ?? 0}px`));
    if (banner.current) observer.observe(banner.current);
    return () => {
      observer.disconnect();
      style.removeProperty('--identity');
    };
  }, [banner]);
}
