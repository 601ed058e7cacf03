import type { Begun } from '../accounts/enrolment.ts';
import type { Asked } from '../passkeys/passkeys.ts';
import { cancel } from './citizen.ts';
import { type Html, html, type Page, problem } from './page.ts';

const birthDateField = (typed: string): Html => html`<label for="birth">Date de naissance</label>
<p class="hint" id="birth-hint">Jour, mois, année : 07/03/1984 ou 07031984.</p>
<input id="birth" name="birth" type="text" inputmode="numeric" autocomplete="bday" required maxlength="20" value="${typed}" aria-describedby="birth-hint" class="short">`;

const back = (action: string): Html =>
  html`<form method="post" action="${action}"><button type="submit" name="step" value="start" class="quiet">Retour</button></form>`;

/** Asking for a letter. */
export function letterPage(action: string, sentence?: string, birth = ''): Page {
  return {
    title: `${sentence === undefined ? '' : 'Erreur : '}Demander un code`,
    main: html`<h1>Demander un code d’activation par courrier</h1>
${problem(sentence, 'matricule')}
<p>Le courrier va à l’adresse que le service connaît, jamais à une adresse donnée ici. Au guichet, avec une pièce d’identité, vous avez un code tout de suite.</p>
<form method="post" action="${action}">
<label for="matricule">Numéro de sécurité sociale (matricule INS)</label>
<p class="hint" id="matricule-hint">15 caractères, avec la clé.</p>
<input id="matricule" name="matricule" type="text" autocomplete="off" autocapitalize="characters" spellcheck="false" required maxlength="30" aria-describedby="matricule-hint">
${birthDateField(birth)}
<button type="submit" name="step" value="letter-ask">Demander le courrier</button>
</form>
${back(action)}
${cancel(action)}`,
  };
}

/** The same for everybody: it does not tell who is known. */
export function letterAskedPage(action: string): Page {
  return {
    title: 'Demande reçue',
    main: html`<h1>Votre demande est reçue</h1>
<p role="status">Si ce numéro et cette date de naissance vont ensemble et sont connus du service, un courrier sera envoyé. Pour protéger chacun, cette page dit la même chose dans tous les cas.</p>
<p>Le courrier porte un code de 12 caractères, valable six semaines. Quand vous l’aurez, revenez à la page de connexion et choisissez « J’ai un code d’activation ».</p>
${back(action)}
${cancel(action)}`,
  };
}

/** The code of the letter, or of the desk. */
export function activatePage(action: string, sentence?: string, birth = ''): Page {
  return {
    title: `${sentence === undefined ? '' : 'Erreur : '}Activer mon accès`,
    main: html`<h1>Activer mon accès</h1>
${problem(sentence, 'code')}
<form method="post" action="${action}">
<label for="code">Code d’activation</label>
<p class="hint" id="code-hint">12 lettres et chiffres, sur votre courrier ou remis au guichet : AB2C-DEF3-GHJ4.</p>
<input id="code" name="code" type="text" autocomplete="off" autocapitalize="characters" spellcheck="false" required maxlength="40" aria-describedby="code-hint">
${birthDateField(birth)}
<button type="submit" name="step" value="code">Continuer</button>
</form>
${back(action)}
${cancel(action)}`,
  };
}

export interface ChooseForm {
  readonly action: string;
  readonly state: string;
  readonly name: string;
  readonly passkey?: Asked;
  readonly emailPossible: boolean;
  readonly sentence?: string;
  readonly typed?: { readonly login: string; readonly email: string; readonly kind: string };
}

/** The code was right: how the person wants to sign in from now on. */
export function choosePage({ action, state, name, passkey, emailPossible, sentence, typed }: ChooseForm): Page {
  const byEmail = emailPossible && typed?.kind === 'email';
  return {
    title: `${sentence === undefined ? '' : 'Erreur : '}Choisir ma connexion`,
    ...(passkey === undefined ? {} : { script: '/oidc/passkey.js' }),
    main: html`<h1>Comment voulez-vous vous connecter ?</h1>
${problem(sentence)}
<p>Bonjour ${name}. Ce que vous choisissez ici remplace vos anciens moyens de connexion.</p>
${passkey === undefined ? undefined : makePasskey(action, state, passkey)}
<h2>Un mot de passe et un code à usage unique</h2>
<form method="post" action="${action}">
<input type="hidden" name="state" value="${state}">
<label for="login">Identifiant de votre choix</label>
<p class="hint" id="login-hint">3 lettres ou chiffres au moins, sans espace.</p>
<input id="login" name="login" type="text" autocomplete="username" autocapitalize="none" spellcheck="false" required maxlength="100" value="${typed?.login ?? ''}" aria-describedby="login-hint">
<label for="password">Mot de passe</label>
<p class="hint" id="password-hint">12 caractères au moins. Une phrase facile à retenir convient bien.</p>
<input id="password" name="password" type="password" autocomplete="new-password" required minlength="12" maxlength="200" aria-describedby="password-hint">
<label for="again">Le même, une seconde fois</label>
<input id="again" name="again" type="password" autocomplete="new-password" required minlength="12" maxlength="200">
<fieldset>
<legend><h3>D’où vient le code à usage unique ?</h3></legend>
<div class="choice"><input type="radio" name="kind" id="totp" value="totp" required${byEmail ? undefined : html` checked`}>
<label for="totp">D’une application d’authentification sur mon téléphone</label></div>
${emailPossible ? emailChoice(byEmail, typed?.email ?? '') : undefined}
</fieldset>
<button type="submit" name="step" value="choose">Continuer</button>
</form>
${cancel(action)}`,
  };
}

function emailChoice(checked: boolean, typed: string): Html {
  return html`<div class="choice"><input type="radio" name="kind" id="email-kind" value="email"${checked ? html` checked` : undefined}>
<label for="email-kind">D’un courriel</label></div>
<label for="email">Adresse électronique, pour un code par courriel</label>
<input id="email" name="email" type="email" autocomplete="email" maxlength="200" value="${typed}">`;
}

function makePasskey(action: string, state: string, { options, state: asked }: Asked): Html {
  return html`<div hidden>
<h2>Une clé d’accès : le plus simple et le plus sûr</h2>
<p>Vous entrez avec votre empreinte, votre visage ou le code de votre appareil. Rien à retenir, rien que l’on puisse vous voler par un faux site.</p>
<form method="post" action="${action}" data-passkey="make" data-options="${options}" data-failed="La clé d’accès n’a pas été créée. Réessayez, ou choisissez un mot de passe.">
<input type="hidden" name="step" value="make-passkey">
<input type="hidden" name="state" value="${state}">
<input type="hidden" name="asked" value="${asked}">
<input type="hidden" name="answer" value="">
<button type="submit">Créer une clé d’accès sur cet appareil</button>
<p role="status" class="said"></p>
</form>
</div>`;
}

/** The first code shows that the application, or the address, works; only then is anything kept. */
export function provePage(action: string, state: string, begun: Begun, qr: string | undefined, sentence?: string): Page {
  return {
    title: `${sentence === undefined ? '' : 'Erreur : '}Vérifier le code à usage unique`,
    main: html`<h1>Vérifions que le code fonctionne</h1>
${problem(sentence, 'code')}
${
  begun.kind === 'email'
    ? html`<p>Un code à 6 chiffres a été envoyé à ${begun.to ?? ''}.</p>`
    : html`<ol>
<li>Ouvrez une application d’authentification (par exemple FreeOTP, ou celle de votre téléphone).</li>
<li>Scannez ce QR code, ou saisissez la clé écrite dessous.</li>
<li>Recopiez le code à 6 chiffres qu’elle affiche.</li>
</ol>
${qr === undefined ? undefined : html`<div class="qr" role="img" aria-label="QR code pour l’application d’authentification">${{ text: qr }}</div>`}
<p>Clé : <code>${begun.secret ?? ''}</code></p>`
}
<form method="post" action="${action}">
<input type="hidden" name="state" value="${state}">
<input type="hidden" name="draft" value="${begun.draft}">
<label for="code">Code à 6 chiffres</label>
<input id="code" name="code" type="text" inputmode="numeric" autocomplete="one-time-code" required maxlength="20" class="short">
<button type="submit" name="step" value="prove">Vérifier</button>
</form>
${cancel(action)}`,
  };
}

/** Shown once. */
export function recoveryCodesPage(action: string, state: string, codes: readonly string[]): Page {
  return {
    title: 'Vos codes de secours',
    main: html`<h1>Notez vos codes de secours</h1>
<p role="status">Votre connexion est prête. Ces huit codes remplacent le code à usage unique si vous perdez votre téléphone ou votre adresse ; il faudra aussi votre mot de passe. Chacun ne sert qu’une fois. Ils ne seront plus affichés : imprimez cette page ou recopiez-les, et gardez-les loin de votre téléphone.</p>
<ol class="codes">
${codes.map((code) => html`<li><code>${code}</code></li>`)}
</ol>
<form method="post" action="${action}">
<input type="hidden" name="state" value="${state}">
<button type="submit" name="step" value="enter">Je les ai notés : ouvrir mon carnet</button>
</form>`,
  };
}
