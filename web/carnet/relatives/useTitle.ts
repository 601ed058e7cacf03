import { useTranslation } from 'react-i18next';
import { useSession } from '../../kit/session.ts';

/** What a screen is called: « mes documents » for oneself, with the name of the person for whom one acts. */
export function useTitle(screen: 'health' | 'access' | 'documents' | 'results' | 'log'): string {
  const { t } = useTranslation('carnet');
  const session = useSession().data;
  const acting = session?.kind === 'citizen' ? session.acting : undefined;
  return acting === undefined ? t(`${screen}.title`) : t(`of.${screen}`, { name: acting.name });
}
