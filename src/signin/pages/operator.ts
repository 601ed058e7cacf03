import type { ShownSignIn } from '../accounts/accounts.ts';
import { cancel, demoList } from './citizen.ts';
import { html, type Page, problem } from './page.ts';

export interface OperatorForm {
  readonly action: string;
  readonly login?: string;
  readonly sentence?: string;
  readonly shown: readonly ShownSignIn[];
}

export function operatorPage({ action, login = '', sentence, shown }: OperatorForm): Page {
  const invalid = sentence === undefined ? undefined : html` aria-invalid="true"`;
  return {
    title: sentence === undefined ? 'Se connecter' : 'Erreur : se connecter',
    main: html`<h1>Espace de l’exploitant</h1>
${problem(sentence, 'login')}
<form method="post" action="${action}">
<label for="login">Identifiant</label>
<input id="login" name="login" type="text" autocomplete="username" autocapitalize="none" spellcheck="false" required maxlength="100" value="${login}"${invalid}>
<label for="password">Mot de passe</label>
<input id="password" name="password" type="password" autocomplete="current-password" required maxlength="200"${invalid}>
<button type="submit" name="step" value="password">Se connecter</button>
</form>
${demoList(action, shown)}
${cancel(action)}`,
  };
}

/** The password that was handed over opens this page only. */
export function newPasswordPage(action: string, state: string, sentence?: string): Page {
  return {
    title: sentence === undefined ? 'Choisir son mot de passe' : 'Erreur : choisir son mot de passe',
    main: html`<h1>Choisissez votre mot de passe</h1>
${problem(sentence, 'password')}
<p>Celui qui vous a été remis ne sert qu’une fois. Le vôtre n’est connu que de vous : ce que vous faites est inscrit à votre nom.</p>
<form method="post" action="${action}">
<input type="hidden" name="state" value="${state}">
<label for="password">Nouveau mot de passe</label>
<p class="hint" id="password-hint">10 caractères au moins.</p>
<input id="password" name="password" type="password" autocomplete="new-password" required minlength="10" maxlength="200" aria-describedby="password-hint">
<label for="again">Le même, une seconde fois</label>
<input id="again" name="again" type="password" autocomplete="new-password" required minlength="10" maxlength="200">
<button type="submit" name="step" value="change">Enregistrer et entrer</button>
</form>
${cancel(action)}`,
  };
}
