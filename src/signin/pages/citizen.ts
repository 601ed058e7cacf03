import type { ShownSignIn } from '../accounts/accounts.ts';
import { type OfferedWay, offeredWays } from '../federation/ways.ts';
import type { Asked } from '../passkeys/passkeys.ts';
import { type Html, html, type Page, problem } from './page.ts';

export interface CitizenForm {
  readonly action: string;
  readonly login?: string;
  readonly sentence?: string;
  /** The software that asks, when it is not a space of Socle. */
  readonly software?: string;
  readonly shown: readonly ShownSignIn[];
  /** Absent where passkeys are not possible. */
  readonly passkey?: Asked;
  readonly ways?: readonly OfferedWay[];
}

/** The ways in: a passkey where the browser has them, a password, or the way to get one of the two. */
export function citizenPage({ action, login = '', sentence, software, shown, passkey, ways = [] }: CitizenForm): Page {
  const title = sentence === undefined ? 'Se connecter' : 'Erreur : se connecter';
  const invalid = sentence === undefined ? undefined : html` aria-invalid="true"`;
  return {
    title,
    ...(passkey === undefined ? {} : { script: '/oidc/passkey.js' }),
    main: html`<h1>Se connecter à mon carnet de santé</h1>
${problem(sentence, 'login')}
${software === undefined ? undefined : html`<p>Pour continuer avec <strong>${software}</strong>.</p>`}
${passkey === undefined ? undefined : askPasskey(action, passkey)}
<form method="post" action="${action}">
<label for="login">Identifiant</label>
<input id="login" name="login" type="text" autocomplete="username" autocapitalize="none" spellcheck="false" required maxlength="100" value="${login}"${invalid}>
<label for="password">Mot de passe</label>
<input id="password" name="password" type="password" autocomplete="current-password" required maxlength="200"${invalid}>
<button type="submit" name="step" value="password">Se connecter</button>
</form>
${offeredWays(action, ways)}
<section aria-labelledby="others">
<h2 id="others">Vous n’avez pas encore d’accès, ou vous l’avez perdu ?</h2>
<form method="post" action="${action}">
<button type="submit" name="step" value="activate" class="quiet">J’ai un code d’activation</button>
<button type="submit" name="step" value="letter" class="quiet">Demander un code par courrier</button>
</form>
</section>
${demoList(action, shown)}
${cancel(action)}`,
  };
}

/** Shown by the script, where the browser knows passkeys. */
function askPasskey(action: string, { options, state }: Asked): Html {
  return html`<div hidden>
<form method="post" action="${action}" data-passkey="use" data-options="${options}" data-failed="La clé d’accès n’a pas été utilisée. Réessayez, ou entrez autrement.">
<input type="hidden" name="step" value="passkey">
<input type="hidden" name="state" value="${state}">
<input type="hidden" name="answer" value="">
<button type="submit">Utiliser ma clé d’accès</button>
<p class="hint">Votre empreinte, votre visage ou le code de votre appareil : pas de mot de passe.</p>
<p role="status" class="said"></p>
</form>
<p class="or">ou</p>
</div>`;
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
<p>Ces personnes sont fictives. Choisissez-en une pour entrer à sa place : ici seulement, un mot de passe public suffit, sans second code.</p>
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
