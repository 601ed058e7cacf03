import { Link, useLocation, useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Icon } from '../kit/icon.tsx';
import { useKeys } from '../kit/shortcuts.ts';

const tabs = [
  ['synthesis', '', 'person'],
  ['chronology', '/chronologie', 'documents'],
  ['results', '/resultats', 'results'],
  ['publish', '/publier', 'publish'],
  ['team', '/equipe', 'access'],
] as const;

/** The screens of one patient, the same on each of them. */
export function PatientTabs({ record }: { record: string }) {
  const { t } = useTranslation('pro');
  const navigate = useNavigate();
  const isWriting = useLocation({ select: ({ pathname }) => /\/(ordonnance|vaccination)$/.test(pathname) });
  useKeys(
    tabs.map(([name, path], index) => ({
      key: `${index + 1}`,
      label: t('keys.tab', { name: t(`day.tabs.${name}`) }),
      act: () => void navigate({ to: `/p/${record}${path}` }),
    })),
  );
  return (
    <nav className="pt-tabs" aria-label={t('day.tabs.label')}>
      <ul>
        {tabs.map(([name, path, icon]) => (
          <li key={name}>
            <Link
              to={`/p/${record}${path}`}
              activeOptions={{ exact: path === '', includeSearch: false }}
              // What is written field by field is published too, under addresses of its own.
              {...(isWriting && name === 'publish' ? { 'aria-current': 'page' } : {})}
            >
              <Icon name={icon} />
              {t(`day.tabs.${name}`)}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
