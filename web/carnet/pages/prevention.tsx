import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Fold } from '../../kit/fold.tsx';
import { said } from '../../kit/i18n.ts';
import { Loaded } from '../../kit/loaded.tsx';
import { Page } from '../../kit/page.tsx';
import { PreventionLines } from '../prevention/lines.tsx';
import '../prevention/prevention.css';
import { Back } from '../back.tsx';
import { preventionQuery } from '../prevention/queries.ts';
import { RelativesPrevention } from '../prevention/relatives.tsx';
import type { PreventionLine } from '../prevention/shapes.ts';

/** Prévention et vaccins: what is due to the person and to those for whom they act, by age and by what the record tells. */
export default function PreventionPage() {
  const { t } = useTranslation('carnet');
  const query = useQuery(preventionQuery);
  const due = query.data?.lines.filter(({ state }) => state === 'due').length;
  const lead =
    due === undefined ? t('prevention.lead') : due === 0 ? t('prevention.leadNone') : t('prevention.leadDue', { count: due });
  return (
    <Page title={t('nav.prevention')} space={t('space')} before={<Back to="/sante" />} lead={lead}>
      <div className="prevention">
        <Loaded query={query}>
          {({ lines, mayTell }) => (
            <>
              <PreventionLines lines={lines} mayTell={mayTell} />
              <Basis lines={lines} />
              {/* Last: whenever it comes, nothing moves. */}
              <RelativesPrevention />
            </>
          )}
        </Loaded>
      </div>
    </Page>
  );
}

function Basis({ lines }: { lines: readonly PreventionLine[] }) {
  const { t } = useTranslation('carnet');
  const texts = [...new Set(lines.map(({ basis }) => said(basis)))];
  return (
    <>
      <p className="hint">{t('prevention.basisShort')}</p>
      <Fold isCard title={t('prevention.basisTitle')}>
        <p>{t('prevention.basis')}</p>
        <ul>
          {texts.map((words) => (
            <li key={words}>{words}</li>
          ))}
        </ul>
      </Fold>
    </>
  );
}
