import { StrictMode } from 'react';
import { I18nProvider } from 'react-aria-components/I18nProvider';
import { createRoot } from 'react-dom/client';
import { useTranslation } from 'react-i18next';
import { startAppearance } from '../kit/appearance.ts';
import { language, localeOf, startWords } from '../kit/i18n.ts';
import '../kit/style/index.css';
import { fr as shared } from '../kit/words/fr.ts';
import { Frame } from './frame.tsx';
import { Reader } from './reader.tsx';
import { fr } from './words/fr.ts';

function Space() {
  useTranslation(); // draws again when the language changes
  return (
    <I18nProvider locale={localeOf(language())}>
      <Frame>
        <Reader />
      </Frame>
    </I18nProvider>
  );
}

startAppearance();
await startWords('partage', { shared, fr, en: async () => (await import('./words/en.ts')).en });
const place = document.getElementById('socle');
if (place)
  createRoot(place).render(
    <StrictMode>
      <Space />
    </StrictMode>,
  );
