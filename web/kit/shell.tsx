import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Announcer } from './announcer.tsx';
import { AppearanceChoice } from './appearanceChoice.tsx';
import { show, today } from './dates.ts';
import { Icon, type IconName, Mark } from './icon.tsx';
import { LanguageSwitch } from './languageSwitch.tsx';
import { useSession, useTerritory } from './session.ts';

export interface Entry {
  readonly to: string;
  readonly label: string;
  readonly icon: IconName;
  /** How many things wait there, drawn on the icon without taking room; `name` says it. */
  readonly count?: number;
  /** What it is called aloud, where that is more than its label. */
  readonly name?: string;
  /** The screen belongs to it although its address does not say so. */
  readonly isHere?: boolean;
}

interface ShellProps {
  readonly space: string;
  readonly kind: 'carnet' | 'pro';
  /** Absent when signed out: there is nowhere to go yet. */
  readonly entries?: readonly Entry[];
  /** Who is signed in, and the way out. */
  readonly account?: ReactNode;
  /** What is looked for from every screen. */
  readonly search?: ReactNode;
  readonly children: ReactNode;
}

/** The frame of every screen: skip link, header, menu (a bar at the bottom of a phone in the carnet), content, footer. */
export function Shell({ space, kind, entries, account, search, children }: ShellProps) {
  const { t } = useTranslation();
  const demo = useTerritory().data?.demo ?? false;
  const session = useSession().data;
  const name = session?.name;
  return (
    <div className={`shell shell-${kind}${entries ? ' with-nav' : ''}`}>
      <a className="skip" href="#content">
        {t('skip')}
      </a>
      <header className="top">
        {demo && session === null && <p className="demo-banner">{t('demo')}</p>}
        <div className="top-line">
          <Link to="/" className="brand">
            <Mark />
            <span>
              <strong>{t('brand')}</strong> <span className="brand-space">{space}</span>
            </span>
          </Link>
          {search}
          <div className="top-end">
            {account}
            <LanguageSwitch />
          </div>
        </div>
      </header>
      {entries && (
        <nav className="menu" aria-label={t('mainNav')}>
          <ul>
            {entries.map((entry) => (
              <li key={entry.to}>
                <Link
                  to={entry.to}
                  activeOptions={{ exact: entry.to === '/', includeSearch: false }}
                  {...(entry.isHere ? { 'aria-current': 'page' } : {})}
                >
                  <Icon name={entry.icon} />
                  {entry.count !== undefined && entry.count > 0 && (
                    <span className="menu-count" aria-hidden="true">
                      {entry.count > 99 ? '99+' : entry.count}
                    </span>
                  )}
                  <span aria-hidden={entry.name !== undefined}>{entry.label}</span>
                  {entry.name !== undefined && <span className="for-readers">{entry.name}</span>}
                </Link>
              </li>
            ))}
          </ul>
        </nav>
      )}
      <main id="content" tabIndex={-1}>
        {name !== undefined && <p className="print-only hint">{t('printed', { name, date: show(today(), 'day') })}</p>}
        {children}
      </main>
      <footer className="foot">
        <p>{t(demo ? 'demo' : 'notState')}</p>
        <p>{t('emergency')}</p>
        <p>
          <Link to="/accessibilite">{t('accessibility.link')}</Link>
        </p>
        <p>
          <AppearanceChoice />
        </p>
      </footer>
      <Announcer />
    </div>
  );
}
