import type { ShownSignIn } from '../accounts/accounts.ts';
import { type OfferedWay, offeredWays } from '../federation/ways.ts';
import { type Html, html, type Page, problem } from './page.ts';

export interface CitizenForm {
  readonly action: string;
  readonly login?: string;
  readonly sentence?: string;
  /** The software that asks, when it is not a space of Socle. */
  readonly software?: string;
  readonly shown: readonly ShownSignIn[];
  readonly ways?: readonly OfferedWay[];
}

export function citizenPage({ action, login = '', sentence, software, shown, ways = [] }: CitizenForm): Page {
  const title = sentence === undefined ? 'Se connecter' : 'Erreur : se connecter';
  const invalid = sentence === undefined ? undefined : html` aria-invalid="true"`;
  return {
    title,
    main: html`<h1>Se connecter à mon carnet de santé</h1>
${problem(sentence, 'login')}
${software === undefined ? undefined : html`<p>Pour continuer avec <strong>${software}</strong>.</p>`}
<form method="post" action="${action}">
<label for="login">Identifiant</label>
<input id="login" name="login" type="text" autocomplete="username" autocapitalize="none" spellcheck="false" required maxlength="100" value="${login}"${invalid}>
<label for="password">Mot de passe</label>
<input id="password" name="password" type="password" autocomplete="current-password" required maxlength="200"${invalid}>
<button type="submit" name="step" value="password">Se connecter</button>
</form>
${offeredWays(action, ways)}
${demoList(action, shown)}
${cancel(action)}`,
  };
}

/** One button a person: it tells who they are in this story. */
export function demoList(action: string, shown: readonly ShownSignIn[]): Html | undefined {
  if (shown.length === 0) return undefined;
  const one = ({
    login,
    name,
    note,
  }: ShownSignIn): Html => html`<li><button type="submit" name="demo" value="${login}" class="quiet">
<span class="name">${name}</span>${note === '' ? undefined : html` <span class="note">${note}</span>`} <span class="note">${login}</span></button></li>`;
  return html`<section aria-labelledby="demo">
<h2 id="demo">Territoire de démonstration</h2>
<p>Ces personnes sont fictives. Choisissez-en une pour entrer à sa place.</p>
<form method="post" action="${action}">
<input type="hidden" name="step" value="demo">
<ul class="people">
${shown.map(one)}
</ul>
</form>
</section>`;
}

export function cancel(action: string): Html {
  return html`<form method="post" action="${action}" class="cancel"><button type="submit" name="step" value="cancel" class="quiet">Annuler</button></form>`;
}
