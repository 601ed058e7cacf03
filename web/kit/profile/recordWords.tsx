import { Fragment } from 'react';
import { useTranslation } from 'react-i18next';
import { language } from '../i18n.ts';
import { profileFr } from '../words/profileFr.ts';

type Own = keyof typeof profileFr.own;
const owns = new Map(Object.entries(profileFr.own).map(([own, french]) => [french, own as Own]));

/** Gives the English of words of a profile where all of them are Socle's own; what an author wrote stays as it is. */
export function useOwnWords(): (words: string) => string | undefined {
  const { t } = useTranslation('kit');
  return (words) => {
    if (language() === 'fr') return undefined;
    const found = words.split(', ').map((one) => owns.get(one));
    return found.every((own) => own !== undefined) ? found.map((own) => t(`profile.own.${own}`)).join(', ') : undefined;
  };
}

/** What a record says, in French as it was written; Socle's own names of things (src/record/profile/kinds.ts) in the language of the screen. */
export function RecordWords({ words }: { readonly words: string }) {
  const inEnglish = useOwnWords();
  const parts = words.split(' · ').map((part) => ({ part, own: inEnglish(part) }));
  if (parts.every(({ own }) => own === undefined)) return <span lang="fr">{words}</span>;
  return parts.map(({ part, own }, at) => (
    <Fragment key={`${at} ${part}`}>
      {at > 0 && ' · '}
      {own ?? <span lang="fr">{part}</span>}
    </Fragment>
  ));
}
