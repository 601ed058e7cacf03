import { useTranslation } from 'react-i18next';
import { language, speak } from './i18n.ts';

/** Two plain buttons, each in its own language; the pressed one is the language now. */
export function LanguageSwitch() {
  const { t } = useTranslation();
  const now = language();
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for form fields; these two buttons act at once.
    <div role="group" aria-label={t('language')} className="languages">
      {(['fr', 'en'] as const).map((lang) => (
        <button key={lang} type="button" lang={lang} aria-pressed={now === lang} onClick={() => void speak(lang)}>
          {t(lang === 'fr' ? 'french' : 'english')}
        </button>
      ))}
    </div>
  );
}
