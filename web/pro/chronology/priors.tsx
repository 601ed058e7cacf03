import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { show } from '../../kit/dates.ts';
import { Select } from '../../kit/select.tsx';
import { useKeys } from '../../kit/shortcuts.ts';
import type { Prior } from './shapes.ts';

interface PriorsProps {
  readonly record: string;
  readonly of: string;
  readonly priors: readonly Prior[];
  /** The one that stands beside. */
  readonly compared?: string | undefined;
}

/** The older documents of the same type; one of them stands beside as soon as it is chosen. `p`: the newest. */
export function Priors({ record, of, priors, compared }: PriorsProps) {
  const { t } = useTranslation('pro');
  const navigate = useNavigate();
  const go = (id: string) =>
    void navigate({
      to: `/p/${record}/chronologie`,
      search: { ouvert: of, ...(id === '' ? {} : { compare: id }) } as never,
    });
  const [newest] = priors;
  useKeys(newest === undefined ? [] : [{ key: 'p', label: t('keys.prior'), act: () => go(newest.id) }]);
  if (newest === undefined) return null;
  return (
    <Select
      id={`priors-${of}`}
      isWide
      label={t('chronology.beside')}
      none={t('chronology.besideChoose')}
      value={compared ?? ''}
      options={priors.map(({ id, title, date }) => ({ value: id, label: `${show(date, 'shortDay')} — ${title}`, lang: 'fr' }))}
      onChange={go}
    />
  );
}
