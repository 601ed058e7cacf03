import type { Sentence } from '#kernel';
import type { ShownSignIn } from '../accounts/accounts.ts';
import { cancel, demoList, passwordForm } from './citizen.ts';
import { html } from './html.ts';
import { type Page, problem, titled } from './page.ts';
import { operatorWords } from './words/operator.ts';
import { pageWords } from './words/page.ts';

export interface OperatorForm {
  readonly action: string;
  readonly login?: string;
  readonly sentence?: Sentence;
  readonly shown: readonly ShownSignIn[];
}

export function operatorPage({ action, login, sentence, shown }: OperatorForm): Page {
  return (language) => ({
    title: titled(language, pageWords[language].signIn, sentence),
    main: html`<h1>${operatorWords[language].heading}</h1>
${problem(language, sentence, 'login')}
${passwordForm(language, action, login, sentence !== undefined)}
${demoList(language, action, shown)}
${cancel(language, action)}`,
  });
}

/** The password that was handed over opens this page only. */
export function newPasswordPage(action: string, state: string, sentence?: Sentence): Page {
  return (language) => {
    const words = operatorWords[language];
    return {
      title: titled(language, words.newTitle, sentence),
      main: html`<h1>${words.newHeading}</h1>
${problem(language, sentence, 'password')}
<p>${words.newLead}</p>
<form method="post" action="${action}">
<input type="hidden" name="state" value="${state}">
<label for="password">${words.newPassword}</label>
<p class="hint" id="password-hint">${words.newHint}</p>
<input id="password" name="password" type="password" autocomplete="new-password" required minlength="10" maxlength="200" aria-describedby="password-hint">
<label for="again">${pageWords[language].passwordAgain}</label>
<input id="again" name="again" type="password" autocomplete="new-password" required minlength="10" maxlength="200">
<button type="submit" name="step" value="change">${words.save}</button>
</form>
${cancel(language, action)}`,
    };
  };
}
