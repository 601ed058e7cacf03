import type { Sentence } from '#kernel';
import type { Begun } from '../accounts/enrolment.ts';
import { cancel } from './citizen.ts';
import { type Html, html } from './html.ts';
import type { Language } from './language.ts';
import { type Page, problem, titled } from './page.ts';
import { activateWords } from './words/citizenActivate.ts';
import { pageWords } from './words/page.ts';

/** Asking for a letter. */
export function letterPage(action: string, sentence?: Sentence, birth = ''): Page {
  return (language) => {
    const { letter: words } = activateWords[language];
    return {
      title: titled(language, words.title, sentence),
      main: html`<h1>${words.heading}</h1>
${problem(language, sentence, 'matricule')}
<p>${words.lead}</p>
<form method="post" action="${action}">
<label for="matricule">${words.matricule}</label>
<p class="hint" id="matricule-hint">${words.matriculeHint}</p>
<input id="matricule" name="matricule" type="text" autocomplete="off" autocapitalize="characters" spellcheck="false" required maxlength="30" aria-describedby="matricule-hint">
${birthDateField(language, birth)}
<button type="submit" name="step" value="letter-ask">${words.ask}</button>
</form>
${back(language, action)}
${cancel(language, action)}`,
    };
  };
}

/** The same for everybody: it does not tell who is known. */
export function letterAskedPage(action: string): Page {
  return (language) => {
    const { asked: words } = activateWords[language];
    return {
      title: words.title,
      main: html`<h1>${words.heading}</h1>
<p role="status">${words.same}</p>
<p>${words.next}</p>
${back(language, action)}
${cancel(language, action)}`,
    };
  };
}

/** The code of the letter, or of the desk. */
export function activatePage(action: string, sentence?: Sentence, birth = ''): Page {
  return (language) => {
    const { activate: words } = activateWords[language];
    return {
      title: titled(language, words.title, sentence),
      main: html`<h1>${words.title}</h1>
${problem(language, sentence, 'code')}
<form method="post" action="${action}">
<label for="code">${words.code}</label>
<p class="hint" id="code-hint">${words.codeHint}</p>
<input id="code" name="code" type="text" autocomplete="off" autocapitalize="characters" spellcheck="false" required maxlength="40" aria-describedby="code-hint">
${birthDateField(language, birth)}
<button type="submit" name="step" value="code">${pageWords[language].continue}</button>
</form>
${back(language, action)}
${cancel(language, action)}`,
    };
  };
}

/** The first code shows that the application, or the address, works; only then is anything kept. */
export function provePage(action: string, state: string, begun: Begun, qr: string | undefined, sentence?: Sentence): Page {
  return (language) => {
    const { prove: words } = activateWords[language];
    return {
      title: titled(language, words.title, sentence),
      main: html`<h1>${words.heading}</h1>
${problem(language, sentence, 'code')}
${begun.kind === 'email' ? html`<p>${words.sent(begun.to ?? '')}</p>` : application(language, begun.secret ?? '', qr)}
<form method="post" action="${action}">
<input type="hidden" name="state" value="${state}">
<input type="hidden" name="draft" value="${begun.draft}">
<label for="code">${pageWords[language].sixDigits}</label>
<input id="code" name="code" type="text" inputmode="numeric" autocomplete="one-time-code" required maxlength="20" class="short">
<button type="submit" name="step" value="prove">${words.check}</button>
</form>
${cancel(language, action)}`,
    };
  };
}

/** Shown once. */
export function recoveryCodesPage(action: string, state: string, codes: readonly string[]): Page {
  return (language) => {
    const { codes: words } = activateWords[language];
    return {
      title: words.title,
      main: html`<h1>${words.heading}</h1>
<p role="status">${words.lead}</p>
<ol class="codes">
${codes.map((code) => html`<li><code>${code}</code></li>`)}
</ol>
<form method="post" action="${action}">
<input type="hidden" name="state" value="${state}">
<button type="submit" name="step" value="enter">${words.enter}</button>
</form>`,
    };
  };
}

function application(language: Language, secret: string, qr: string | undefined): Html {
  const { prove: words } = activateWords[language];
  return html`<ol>
<li>${words.open}</li>
<li>${words.scan}</li>
<li>${words.copy}</li>
</ol>
${qr === undefined ? undefined : html`<div class="qr" role="img" aria-label="${words.qr}">${{ text: qr }}</div>`}
<p>${words.secret}<code>${secret}</code></p>`;
}

function birthDateField(language: Language, typed: string): Html {
  const { birth, birthHint } = activateWords[language];
  return html`<label for="birth">${birth}</label>
<p class="hint" id="birth-hint">${birthHint}</p>
<input id="birth" name="birth" type="text" inputmode="numeric" autocomplete="bday" required maxlength="20" value="${typed}" aria-describedby="birth-hint" class="short">`;
}

function back(language: Language, action: string): Html {
  return html`<form method="post" action="${action}"><button type="submit" name="step" value="start" class="quiet">${pageWords[language].back}</button></form>`;
}
