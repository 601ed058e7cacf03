import { useTranslation } from 'react-i18next';
import { Badge } from '../../kit/badge.tsx';
import type { Standing } from '../../kit/results/plain.ts';

/** Where a result stands, in words and with a shape. */
export function StandingBadge({ standing }: { standing: Standing }) {
  const { t } = useTranslation('carnet');
  if (standing === 'unknown') return null;
  return (
    <Badge tone={standing === 'inside' ? 'done' : 'attention'} icon={standing === 'inside' ? 'done' : 'info'}>
      {t(`result.standing.${standing}`)}
    </Badge>
  );
}
