import type { SecondKind } from '../accounts/secondFactor.ts';
import { cancel } from './citizen.ts';
import { html, type Page, problem } from './page.ts';

export interface SecondForm {
  readonly action: string;
  readonly state: string;
  readonly kind: SecondKind;
  /** The masked address that the code went to. */
  readonly to?: string;
  readonly sentence?: string;
}

/** After the right password: the code of the application, or the one sent by e-mail. */
export function secondPage({ action, state, kind, to = '', sentence }: SecondForm): Page {
  const email = kind === 'email';
  return {
    title: `${sentence === undefined ? '' : 'Erreur : '}Code à usage unique`,
    main: html`<h1>Votre code à usage unique</h1>
${problem(sentence, 'code')}
<p>${email ? `Un code à 6 chiffres a été envoyé à ${to}. Il sert une fois, dans les 10 minutes.` : 'Ouvrez votre application d’authentification et recopiez le code à 6 chiffres affiché pour Socle.'}</p>
<form method="post" action="${action}">
<input type="hidden" name="state" value="${state}">
<label for="code">Code à 6 chiffres</label>
<input id="code" name="code" type="text" inputmode="numeric" autocomplete="one-time-code" required maxlength="20" class="short">
<button type="submit" name="step" value="second">Continuer</button>
</form>
<form method="post" action="${action}">
<input type="hidden" name="state" value="${state}">
${email ? html`<button type="submit" name="step" value="resend" class="quiet">Envoyer un autre code</button>` : undefined}
<button type="submit" name="step" value="recovery" class="quiet">Je n’y ai plus accès : utiliser un code de secours</button>
</form>
${cancel(action)}`,
  };
}

/** In the place of the code: one of the eight that were printed. */
export function recoveryPage(action: string, state: string, sentence?: string): Page {
  return {
    title: `${sentence === undefined ? '' : 'Erreur : '}Code de secours`,
    main: html`<h1>Utiliser un code de secours</h1>
${problem(sentence, 'code')}
<p>C’est l’un des huit codes que vous avez notés ou imprimés. Il ne sert qu’une fois. Les autres appareils connectés à votre carnet seront déconnectés, et le journal de votre carnet le dira.</p>
<form method="post" action="${action}">
<input type="hidden" name="state" value="${state}">
<label for="code">Code de secours</label>
<p class="hint" id="code-hint">16 lettres et chiffres, par exemple AB2C-DEF3-GHJ4-KMN5.</p>
<input id="code" name="code" type="text" autocomplete="off" autocapitalize="characters" spellcheck="false" required maxlength="40" aria-describedby="code-hint">
<button type="submit" name="step" value="recover">Continuer</button>
</form>
<p>Vous n’avez plus de code de secours ? Demandez un code d’activation par courrier, ou au guichet avec une pièce d’identité.</p>
<form method="post" action="${action}"><button type="submit" name="step" value="letter" class="quiet">Demander un code par courrier</button></form>
${cancel(action)}`,
  };
}
