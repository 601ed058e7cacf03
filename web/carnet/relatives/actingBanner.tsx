import { useTranslation } from 'react-i18next';
import { Failed } from '../../kit/loaded.tsx';
import { Press } from '../../kit/press.tsx';
import { useSession } from '../../kit/session.ts';
import '../frame.css';
import { Sign } from './sign.tsx';
import { useActing } from './useActing.ts';

/** On every screen while one acts for somebody else: for whom, and the way back. It stays in sight while the screen moves. */
export function ActingBanner() {
  const { t } = useTranslation('carnet');
  const session = useSession().data;
  const back = useActing();
  if (session?.kind !== 'citizen' || session.acting === undefined) return null;
  const { name } = session.acting;
  return (
    <section aria-label={t('acting.label')} className="carnet-acting">
      <Sign name={name} />
      <div>
        <p className="carnet-acting-name">{t('acting.title', { name })}</p>
        <p className="carnet-acting-hint">{t('acting.legal')}</p>
        {back.isError && <Failed error={back.error} />}
      </div>
      <Press isDisabled={back.isPending} onPress={() => back.mutate('own')}>
        {t('acting.back')}
      </Press>
    </section>
  );
}
