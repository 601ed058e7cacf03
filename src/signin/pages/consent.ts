import { cancel } from './citizen.ts';
import { html, type Page } from './page.ts';

const words: Readonly<Record<string, string>> = {
  openid: 'savoir que vous êtes bien vous',
  profile: 'connaître votre nom',
  scope_all: 'connaître votre identité professionnelle',
  offline_access: 'garder cet accès quand vous n’êtes pas devant l’écran',
};
const letters: readonly (readonly [string, string])[] = [
  ['rs', 'lire'],
  ['c', 'ajouter'],
  ['u', 'modifier'],
  ['d', 'retirer'],
];
const things: Readonly<Record<string, string>> = {
  '*': 'votre carnet',
  DocumentReference: 'la liste de vos documents',
  Binary: 'le contenu de vos documents',
  List: 'les lots de documents',
  Patient: 'votre identité',
};

/** What a scope lets a software do, in plain words: « lire et ajouter : votre carnet ». */
export function scopeWords(scope: string): string {
  const known = words[scope];
  if (known !== undefined) return known;
  const [, thing = '', acts = ''] = /^\w+\/([^.]+)\.(\w+)$/.exec(scope) ?? [];
  const verbs = letters.filter(([set]) => [...set].some((letter) => acts.includes(letter))).map(([, verb]) => verb);
  return verbs.length === 0 ? scope : `${verbs.join(', ')} : ${things[thing] ?? thing}`;
}

/** Asked for a software that is not one of Socle's own spaces. */
export function consentPage(action: string, software: string, scopes: readonly string[]): Page {
  return {
    title: `Autoriser ${software} ?`,
    main: html`<h1>Autoriser ${software} ?</h1>
<p>Ce logiciel demande à :</p>
<ul>
${scopes.map((scope) => html`<li>${scopeWords(scope)}</li>`)}
</ul>
<form method="post" action="${action}">
<button type="submit" name="step" value="consent">Autoriser</button>
</form>
${cancel(action)}`,
  };
}
