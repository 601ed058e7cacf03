import type { Sentence } from '#kernel';
import type { Asked } from '../passkeys/passkeys.ts';
import { cancel } from './citizen.ts';
import { type Html, html } from './html.ts';
import type { Language } from './language.ts';
import { type Page, problem, titled } from './page.ts';
import { activateWords } from './words/citizenActivate.ts';
import { pageWords } from './words/page.ts';

export interface ChooseForm {
  readonly action: string;
  readonly state: string;
  readonly name: string;
  readonly passkey?: Asked;
  readonly emailPossible: boolean;
  readonly sentence?: Sentence;
  readonly typed?: { readonly login: string; readonly email: string; readonly kind: string };
}

/** The code was right: how the person wants to sign in from now on. */
export function choosePage({ action, state, name, passkey, emailPossible, sentence, typed }: ChooseForm): Page {
  const byEmail = emailPossible && typed?.kind === 'email';
  return (language) => {
    const { choose: words } = activateWords[language];
    const common = pageWords[language];
    return {
      title: titled(language, words.title, sentence),
      ...(passkey === undefined ? {} : { script: '/oidc/passkey.js' }),
      main: html`<h1>${words.heading}</h1>
${problem(language, sentence)}
<p>${words.lead(name)}</p>
${passkey === undefined ? undefined : makePasskey(language, action, state, passkey)}
<h2>${words.byPassword}</h2>
<form method="post" action="${action}">
<input type="hidden" name="state" value="${state}">
<label for="login">${words.login}</label>
<p class="hint" id="login-hint">${words.loginHint}</p>
<input id="login" name="login" type="text" autocomplete="username" autocapitalize="none" spellcheck="false" required maxlength="100" value="${typed?.login ?? ''}" aria-describedby="login-hint">
<label for="password">${common.password}</label>
<p class="hint" id="password-hint">${words.passwordHint}</p>
<input id="password" name="password" type="password" autocomplete="new-password" required minlength="12" maxlength="200" aria-describedby="password-hint">
<label for="again">${common.passwordAgain}</label>
<input id="again" name="again" type="password" autocomplete="new-password" required minlength="12" maxlength="200">
<fieldset>
<legend><h3>${words.whence}</h3></legend>
<div class="choice"><input type="radio" name="kind" id="totp" value="totp" required${byEmail ? undefined : html` checked`}>
<label for="totp">${words.fromApplication}</label></div>
${emailPossible ? emailChoice(language, byEmail, typed?.email ?? '') : undefined}
</fieldset>
<button type="submit" name="step" value="choose">${common.continue}</button>
</form>
${cancel(language, action)}`,
    };
  };
}

function emailChoice(language: Language, checked: boolean, typed: string): Html {
  const { choose: words } = activateWords[language];
  return html`<div class="choice"><input type="radio" name="kind" id="email-kind" value="email"${checked ? html` checked` : undefined}>
<label for="email-kind">${words.fromEmail}</label></div>
<label for="email">${words.email}</label>
<input id="email" name="email" type="email" autocomplete="email" maxlength="200" value="${typed}">`;
}

function makePasskey(language: Language, action: string, state: string, { options, state: asked }: Asked): Html {
  const { choose: words } = activateWords[language];
  return html`<div hidden>
<h2>${words.byPasskey}</h2>
<p>${words.passkeyLead}</p>
<form method="post" action="${action}" data-passkey="make" data-options="${options}" data-failed="${words.passkeyFailed}">
<input type="hidden" name="step" value="make-passkey">
<input type="hidden" name="state" value="${state}">
<input type="hidden" name="asked" value="${asked}">
<input type="hidden" name="answer" value="">
<button type="submit">${words.makePasskey}</button>
<p role="status" class="said"></p>
</form>
</div>`;
}
