import type { Words } from './resourceWords.ts';

/** Somebody without an account, as they say they are. */
export function guestWords(name: string, language: 'fr' | 'en'): string {
  return language === 'fr'
    ? `« ${name} », par un lien de partage (nom non vérifié)`
    : `“${name}”, by a share link (name not verified)`;
}

/** What was done with a link, in plain words; `refused`: the code of the refusal. */
export function shareWords(
  detail: Readonly<Record<string, string>> | undefined,
  [titleFr, titleEn]: Words,
  refused: string | undefined,
): Words {
  if (refused !== undefined) {
    const [fr, en] = reasons[refused] ?? reasons['share.unknown'] ?? ['', ''];
    return [`ouverture du lien${titleFr} refusée, ${fr}`, `opening of the link${titleEn} refused, ${en}`];
  }
  const { change = '', name = '' } = detail ?? {};
  const [fr, en] = deeds[change] ?? ['lien de partage changé', 'share link changed'];
  const [whatFr, whatEn] = change === 'make' || change === 'open' ? handedWords(detail) : ['', ''];
  const by = name === '' ? '' : ` (${name})`;
  return [`${fr}${titleFr}${whatFr}${by}`, `${en}${titleEn}${whatEn}${by}`];
}

const deeds: Readonly<Record<string, Words>> = {
  make: ['lien de partage créé', 'share link made'],
  open: ['lien de partage ouvert', 'share link opened'],
  summary: ['résumé remis par le lien', 'summary given by the link'],
  note: ['mot laissé par le lien', 'note left by the link'],
  revoke: ['lien de partage arrêté', 'share link stopped'],
  'remove-note': ['mot reçu par un lien, effacé', 'note received by a link removed'],
};

const reasons: Readonly<Record<string, Words>> = {
  'share.wrong-passcode': ['le code n’était pas le bon', 'the passcode was wrong'],
  'share.unknown': ['il n’est plus actif', 'it is no longer active'],
};

function handedWords(detail: Readonly<Record<string, string>> | undefined): Words {
  const count = Number(detail?.documents ?? 0);
  const summary = detail?.summary === 'yes';
  const fr = [...(summary ? ['résumé'] : []), ...(count === 0 ? [] : [count === 1 ? '1 document' : `${count} documents`])];
  const en = [...(summary ? ['summary'] : []), ...(count === 0 ? [] : [count === 1 ? '1 document' : `${count} documents`])];
  return fr.length === 0 ? ['', ''] : [` : ${fr.join(' et ')}`, `: ${en.join(' and ')}`];
}
