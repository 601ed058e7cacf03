import type { DirectoryStructure } from '#directory';
import type { Sentence } from '#kernel';
import type { ShownSignIn } from '../accounts/accounts.ts';
import { type OfferedWay, offeredWays } from '../federation/ways.ts';
import { cardLink } from './card.ts';
import { cancel, demoList } from './citizen.ts';
import { type Html, html } from './html.ts';
import type { Language } from './language.ts';
import { type Page, problem, titled } from './page.ts';
import { choiceOfPlaces } from './places.ts';
import { pageWords } from './words/page.ts';
import { professionalWords } from './words/professional.ts';

export interface ProfessionalForm {
  readonly action: string;
  readonly who?: string;
  readonly sentence?: Sentence;
  readonly software?: string;
  readonly shown: readonly ShownSignIn[];
  readonly ways?: readonly OfferedWay[];
  /** Where a card is read, when there is a TLS listener. */
  readonly card?: string;
}

/** Step 1: who. */
export function professionalPage({ action, who, sentence, software, shown, ways = [], card }: ProfessionalForm): Page {
  return (language) => {
    const words = professionalWords[language];
    return {
      title: titled(language, words.title, sentence),
      simulator: true,
      main: html`<h1>${words.heading}</h1>
${problem(language, sentence, 'who')}
${software === undefined ? undefined : html`<p>${pageWords[language].software(software)}</p>`}
${offeredWays(language, action, ways)}
<form method="post" action="${action}">
${whoField(language, who)}
<button type="submit" name="step" value="who">${words.simulated}</button>
</form>
${cardLink(language, card)}
${demoList(language, action, shown)}
${cancel(language, action)}`,
    };
  };
}

/** An RPPS number, or the login of somebody of the demonstration. */
export function whoField(language: Language, who = ''): Html {
  const { rpps, rppsHint } = pageWords[language];
  return html`<label for="who">${rpps}</label>
<p class="hint" id="who-hint">${rppsHint}</p>
<input id="who" name="who" type="text" autocomplete="username" autocapitalize="none" spellcheck="false" required maxlength="100" aria-describedby="who-hint" value="${who}">`;
}

/** Step 2: the two digits that the e-CPS application shows on the phone. */
export function codePage(action: string, state: string, name: string, code: string, sentence?: Sentence): Page {
  return (language) => {
    const words = professionalWords[language];
    return {
      title: titled(language, words.validateTitle, sentence),
      simulator: true,
      script: '/e-cps/attente.js',
      main: html`<h1>${words.heading}</h1>
${problem(language, sentence)}
<h2>${words.validate}</h2>
<p>${words.shows(name)}</p>
<p class="code"><span class="sr">${pageWords[language].twoDigits}</span>${code}</p>
<form method="post" action="${action}" id="phone">
<input type="hidden" name="state" value="${state}">
<button type="submit" name="step" value="phone">${words.answered}</button>
</form>
<p>${words.without}</p>
<form method="post" action="${action}">
<input type="hidden" name="state" value="${state}">
<button type="submit" name="step" value="code" class="quiet">${words.same}</button>
</form>
${cancel(language, action)}`,
    };
  };
}

/** Step 3, when the directory gives several: where the professional acts. */
export function situationPage(action: string, state: string, places: readonly DirectoryStructure[], sentence?: Sentence): Page {
  return (language) => {
    const words = professionalWords[language];
    return {
      title: titled(language, words.placeTitle, sentence),
      simulator: true,
      main: html`<h1>${words.heading}</h1>
${problem(language, sentence, 'place-0')}
<form method="post" action="${action}">
<input type="hidden" name="state" value="${state}">
<fieldset>
<legend><h2>${pageWords[language].where}</h2></legend>
${choiceOfPlaces(places, 'place')}
</fieldset>
<button type="submit" name="step" value="situation">${pageWords[language].continue}</button>
</form>
${cancel(language, action)}`,
    };
  };
}
