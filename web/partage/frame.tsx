import { type ReactNode, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Announcer } from '../kit/announcer.tsx';
import { api } from '../kit/api.ts';
import { AppearanceChoice } from '../kit/appearanceChoice.tsx';
import { Mark } from '../kit/icon.tsx';
import { LanguageSwitch } from '../kit/languageSwitch.tsx';

/**
 * The frame of the reader: it leads nowhere else, and nobody is signed in. The address after `#` is the link itself: moving to the content must
 * not change it, hence a button.
 */
export function Frame({ children }: { children: ReactNode }) {
  const { t } = useTranslation();
  const [demo, setDemo] = useState(false);
  useEffect(() => {
    api<{ demo: boolean }>('GET', '/api/territory').then(
      (territory) => setDemo(territory.demo),
      () => {}, // the page says in any case that it is no service of the State
    );
  }, []);
  return (
    <div className="shell shell-partage">
      <button type="button" className="skip" onClick={() => document.getElementById('content')?.focus()}>
        {t('skip')}
      </button>
      <header className="top">
        <div className="top-line">
          <p className="brand">
            <Mark />
            <span>
              <strong>{t('brand')}</strong> <span className="brand-space">{t('space', { ns: 'partage' })}</span>
            </span>
          </p>
          <div className="top-end">
            <LanguageSwitch />
          </div>
        </div>
      </header>
      <main id="content" tabIndex={-1}>
        {children}
      </main>
      <footer className="foot">
        <p>{t(demo ? 'demo' : 'notState')}</p>
        <p>{t('emergency')}</p>
        <p>
          <AppearanceChoice />
        </p>
      </footer>
      <Announcer />
    </div>
  );
}
