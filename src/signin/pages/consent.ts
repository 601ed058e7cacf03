import type { ReadableProfile } from '../interaction/parts.ts';
import { cancel } from './citizen.ts';
import { type Html, html, type Page } from './page.ts';
import { scopeWords } from './scopeWords.ts';

/** How long an application may keep access without the person; the first is chosen unless they say otherwise. */
export const spans = [
  { days: 30, words: '30 jours' },
  { days: 365, words: 'un an' },
  { days: 1, words: 'un jour' },
] as const;

export interface ConsentAsked {
  readonly action: string;
  readonly software: string;
  /** What may be given, in the words that were asked; what is not asked for is not there. */
  readonly scopes: readonly string[];
  /** Whose carnet: the person themself and those they may read for; empty when the application reads no carnet. */
  readonly profiles: readonly ReadableProfile[];
  readonly sentence?: string;
}

/** Asked of a citizen: what the application will see, of whom, until when. Each line can be unticked; works without script. */
export function consentPage({ action, software, scopes, profiles, sentence }: ConsentAsked): Page {
  const told = scopes.filter((scope) => scopeWords(scope) !== '');
  const offline = scopes.includes('offline_access');
  return {
    title: `${sentence === undefined ? '' : 'Erreur : '}Autoriser ${software} ?`,
    main: html`<h1>Autoriser ${software} ?</h1>
${sentence === undefined ? undefined : html`<div class="problem" role="alert" tabindex="-1" autofocus><h2>Il manque un choix</h2><p>${sentence}</p></div>`}
<p>Cette application n’est pas Socle : ce qu’elle lit part chez son éditeur. Vous pourrez la couper à tout moment dans votre carnet, page « Applications ».</p>
<form method="post" action="${action}">
${whose(profiles)}
<fieldset><legend>Ce qu’elle demande</legend>
<p class="hint">Décochez ce que vous refusez.</p>
<ul class="people">
${told.map((scope, at) => html`<li class="choice"><input type="checkbox" id="s${at}" name="scope" value="${scope}" checked><label for="s${at}">${scopeWords(scope)}</label></li>`)}
</ul></fieldset>
${offline ? until() : html`<p>L’accès prend fin avec votre connexion, dans quatre heures au plus.</p>`}
<button type="submit" name="step" value="consent">Autoriser</button>
</form>
${refuse(action)}`,
  };
}

/** Asked of a professional for a software that is not a space of Socle; `onPatient`: they opened it on one patient. */
export function professionalConsentPage(action: string, software: string, scopes: readonly string[], onPatient: boolean): Page {
  const told = scopes.map(scopeWords).filter((words) => words !== '');
  return {
    title: `Autoriser ${software} ?`,
    main: html`<h1>Autoriser ${software} ?</h1>
<p>Ce logiciel demande à${onPatient ? ', pour le patient sur lequel vous l’avez ouvert' : ''} :</p>
<ul>
${told.map((words) => html`<li>${words}</li>`)}
</ul>
<form method="post" action="${action}">
<button type="submit" name="step" value="consent">Autoriser</button>
</form>
${cancel(action)}`,
  };
}

function whose(profiles: readonly ReadableProfile[]): Html | undefined {
  const [self, ...others] = profiles;
  if (self === undefined) return undefined;
  if (others.length === 0) return html`<p>Il s’agit du carnet de <strong>${self.name}</strong>.</p>`;
  return html`<fieldset><legend>De quel carnet s’agit-il ?</legend>
<ul class="people">
${profiles.map(({ record, name }, at) => html`<li class="choice"><input type="radio" id="p${at}" name="profile" value="${record}" required${at === 0 ? html` checked` : undefined}><label for="p${at}">${name}${at === 0 ? ' (vous)' : ''}</label></li>`)}
</ul></fieldset>`;
}

function until(): Html {
  return html`<fieldset><legend>Jusqu’à quand ?</legend>
<ul class="people">
${spans.map(({ days, words }, at) => html`<li class="choice"><input type="radio" id="d${at}" name="days" value="${days}"${at === 0 ? html` checked` : undefined}><label for="d${at}">${words}</label></li>`)}
</ul></fieldset>`;
}

function refuse(action: string): Html {
  return html`<form method="post" action="${action}" class="cancel"><button type="submit" name="step" value="cancel" class="quiet">Tout refuser</button></form>`;
}
