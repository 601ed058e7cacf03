import { useTranslation } from 'react-i18next';
import { Failed } from '../../kit/loaded.tsx';
import { Press } from '../../kit/press.tsx';
import { useSession } from '../../kit/session.ts';
import { Notice } from '../../kit/status.tsx';
import { useActing } from './useActing.ts';

/** On every screen while one acts for somebody else: for whom, and the way back. */
export function ActingBanner() {
  const { t } = useTranslation('carnet');
  const session = useSession().data;
  const back = useActing();
  if (session?.kind !== 'citizen' || session.acting === undefined) return null;
  const { name, kind } = session.acting;
  return (
    <section aria-label={t('acting.label')}>
      <Notice tone="attention" title={t('acting.title', { name })}>
        <p>{t(kind === 'legal' ? 'acting.legal' : 'acting.adult')}</p>
        {back.isError && <Failed error={back.error} />}
        <Press isDisabled={back.isPending} onPress={() => back.mutate('own')}>
          {t('acting.back')}
        </Press>
      </Notice>
    </section>
  );
}
