import type { Sentence } from '#kernel';
import type { ShownSignIn } from '../accounts/accounts.ts';
import { type OfferedWay, offeredWays } from '../federation/ways.ts';
import type { Asked } from '../passkeys/passkeys.ts';
import { type Html, html } from './html.ts';
import type { Language } from './language.ts';
import { inFrench, type Page, problem, titled } from './page.ts';
import { citizenWords } from './words/citizen.ts';
import { pageWords } from './words/page.ts';

export interface CitizenForm {
  readonly action: string;
  readonly login?: string;
  readonly sentence?: Sentence;
  /** The software that asks, when it is not a space of Socle. */
  readonly software?: string;
  readonly shown: readonly ShownSignIn[];
  /** Absent where passkeys are not possible. */
  readonly passkey?: Asked;
  readonly ways?: readonly OfferedWay[];
}

/** The ways in: a passkey where the browser has them, a password, or the way to get one of the two. */
export function citizenPage({ action, login, sentence, software, shown, passkey, ways = [] }: CitizenForm): Page {
  return (language) => {
    const words = citizenWords[language];
    const common = pageWords[language];
    return {
      title: titled(language, common.signIn, sentence),
      ...(passkey === undefined ? {} : { script: '/oidc/passkey.js' }),
      main: html`<h1>${words.heading}</h1>
${problem(language, sentence, 'login')}
${software === undefined ? undefined : html`<p>${common.software(software)}</p>`}
${passkey === undefined ? undefined : askPasskey(language, action, passkey)}
${passwordForm(language, action, login, sentence !== undefined)}
${offeredWays(language, action, ways)}
<section aria-labelledby="others">
<h2 id="others">${words.others}</h2>
<form method="post" action="${action}">
<button type="submit" name="step" value="activate" class="quiet">${words.activate}</button>
<button type="submit" name="step" value="letter" class="quiet">${words.letter}</button>
</form>
</section>
${demoList(language, action, shown)}
${cancel(language, action)}`,
    };
  };
}

/** A login and a password: of a citizen, of an operator. */
export function passwordForm(language: Language, action: string, login = '', isWrong = false): Html {
  const words = pageWords[language];
  const invalid = isWrong ? html` aria-invalid="true"` : undefined;
  return html`<form method="post" action="${action}">
<label for="login">${words.login}</label>
<input id="login" name="login" type="text" autocomplete="username" autocapitalize="none" spellcheck="false" required maxlength="100" value="${login}"${invalid}>
<label for="password">${words.password}</label>
<input id="password" name="password" type="password" autocomplete="current-password" required maxlength="200"${invalid}>
<button type="submit" name="step" value="password">${words.signIn}</button>
</form>`;
}

/** Shown by the script, where the browser knows passkeys. */
function askPasskey(language: Language, action: string, { options, state }: Asked): Html {
  const words = citizenWords[language];
  return html`<div hidden>
<form method="post" action="${action}" data-passkey="use" data-options="${options}" data-failed="${words.passkeyFailed}">
<input type="hidden" name="step" value="passkey">
<input type="hidden" name="state" value="${state}">
<input type="hidden" name="answer" value="">
<button type="submit">${words.passkey}</button>
<p class="hint">${words.passkeyHint}</p>
<p role="status" class="said"></p>
</form>
<p class="or">${words.or}</p>
</div>`;
}

/** One button a person: it tells who they are in this story, which is written in French. */
export function demoList(language: Language, action: string, shown: readonly ShownSignIn[]): Html | undefined {
  if (shown.length === 0) return undefined;
  const words = pageWords[language];
  const told = (note: string): Html | undefined =>
    note === '' ? undefined : html` <span class="note"${inFrench(language)}>${note}</span>`;
  const one = ({
    login,
    name,
    note,
  }: ShownSignIn): Html => html`<li><button type="submit" name="demo" value="${login}" class="quiet">
<span class="name">${name}</span>${told(note)} <span class="note">${login}</span></button></li>`;
  return html`<section aria-labelledby="demo">
<h2 id="demo">${words.demo}</h2>
<p>${words.demoLead}</p>
<form method="post" action="${action}">
<input type="hidden" name="step" value="demo">
<ul class="people">
${shown.map(one)}
</ul>
</form>
</section>`;
}

/** The small form that ends the sign-in; `words` in the place of « Annuler ». */
export function cancel(language: Language, action: string, words = pageWords[language].cancel): Html {
  return html`<form method="post" action="${action}" class="cancel"><button type="submit" name="step" value="cancel" class="quiet">${words}</button></form>`;
}
