import type { Sentence } from '#kernel';
import type { SecondKind } from '../accounts/secondFactor.ts';
import { cancel } from './citizen.ts';
import { html } from './html.ts';
import { type Page, problem, titled } from './page.ts';
import { secondWords } from './words/citizenSecond.ts';
import { pageWords } from './words/page.ts';

export interface SecondForm {
  readonly action: string;
  readonly state: string;
  readonly kind: SecondKind;
  /** The masked address that the code went to. */
  readonly to?: string;
  readonly sentence?: Sentence;
}

/** After the right password: the code of the application, or the one sent by e-mail. */
export function secondPage({ action, state, kind, to = '', sentence }: SecondForm): Page {
  const email = kind === 'email';
  return (language) => {
    const words = secondWords[language];
    const { sixDigits, continue: next } = pageWords[language];
    return {
      title: titled(language, words.title, sentence),
      main: html`<h1>${words.heading}</h1>
${problem(language, sentence, 'code')}
<p>${email ? words.sent(to) : words.read}</p>
<form method="post" action="${action}">
<input type="hidden" name="state" value="${state}">
<label for="code">${sixDigits}</label>
<input id="code" name="code" type="text" inputmode="numeric" autocomplete="one-time-code" required maxlength="20" class="short">
<button type="submit" name="step" value="second">${next}</button>
</form>
<form method="post" action="${action}">
<input type="hidden" name="state" value="${state}">
${email ? html`<button type="submit" name="step" value="resend" class="quiet">${words.resend}</button>` : undefined}
<button type="submit" name="step" value="recovery" class="quiet">${words.lost}</button>
</form>
${cancel(language, action)}`,
    };
  };
}

/** In the place of the code: one of the eight that were printed. */
export function recoveryPage(action: string, state: string, sentence?: Sentence): Page {
  return (language) => {
    const words = secondWords[language];
    return {
      title: titled(language, words.recovery, sentence),
      main: html`<h1>${words.recoveryHeading}</h1>
${problem(language, sentence, 'code')}
<p>${words.recoveryLead}</p>
<form method="post" action="${action}">
<input type="hidden" name="state" value="${state}">
<label for="code">${words.recovery}</label>
<p class="hint" id="code-hint">${words.recoveryHint}</p>
<input id="code" name="code" type="text" autocomplete="off" autocapitalize="characters" spellcheck="false" required maxlength="40" aria-describedby="code-hint">
<button type="submit" name="step" value="recover">${pageWords[language].continue}</button>
</form>
<p>${words.noneLeft}</p>
<form method="post" action="${action}"><button type="submit" name="step" value="letter" class="quiet">${words.letter}</button></form>
${cancel(language, action)}`,
    };
  };
}
