import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import type { Sentence } from './shapes.ts';
import { first } from './words/firstFr.ts';

export type Language = 'fr' | 'en';
const remembered = 'socle.language';

/** The words of a space: French comes with it (or with {@link addWords}, later), English when it is asked for. */
export interface SpaceWords {
  readonly fr: object;
  /** The French words of the kit, where a space wants all of them at once. */
  readonly shared?: object;
  readonly en: () => Promise<object>;
}

let loadEnglish = async () => {};

/** The language of the screen now. */
export function language(): Language {
  return i18next.language === 'en' ? 'en' : 'fr';
}

/** The sentence of the server in the language of the screen. */
export function said(sentence: Sentence): string {
  return sentence[language()];
}

/** The locale for dates, numbers and React Aria's own words. */
export function localeOf(lang: Language): string {
  return lang === 'en' ? 'en-GB' : 'fr-FR';
}

/** Changes the language of the whole space and remembers it on this device. */
export async function speak(lang: Language): Promise<void> {
  if (lang === 'en') await loadEnglish();
  await i18next.changeLanguage(lang);
  document.documentElement.lang = lang;
  try {
    localStorage.setItem(remembered, lang);
  } catch {
    // Private browsing may refuse storage: the choice then lasts for this page only.
  }
}

/** Starts with French unless the person chose English here before; adds the words of one space to the shared ones. */
export async function startWords(space: string, words: SpaceWords): Promise<void> {
  loadEnglish = async () => {
    const [shared, own] = await Promise.all([import('./words/en.ts'), words.en()]);
    i18next.addResourceBundle('en', 'kit', shared.en);
    i18next.addResourceBundle('en', space, own);
  };
  await i18next.use(initReactI18next).init({
    lng: 'fr',
    fallbackLng: 'fr',
    defaultNS: 'kit',
    ns: ['kit', space],
    resources: { fr: { kit: words.shared ?? first, [space]: words.fr } },
    interpolation: { escapeValue: false },
  });
  i18next.services.formatter?.add('de', (name: string) => (elides.test(name.normalize('NFD')) ? `d’${name}` : `de ${name}`));
  if (rememberedLanguage() === 'en') await speak('en');
}

/** « Le carnet d’Émile, d’Yves », but « de Yanis »; before an h both are said, and « de » is kept. */
const elides = /^([aeiou]|y[^aeiou])/i;

/** The French words of screens that come later than the space itself. */
export function addWords(space: string, words: object): void {
  i18next.addResourceBundle('fr', space, words, true, true);
}

function rememberedLanguage(): Language {
  try {
    return localStorage.getItem(remembered) === 'en' ? 'en' : 'fr';
  } catch {
    return 'fr';
  }
}
