import type { DirectoryStructure } from '#directory';
import type { Sentence } from '#kernel';
import { cancel } from '../pages/citizen.ts';
import { html } from '../pages/html.ts';
import { type Page, problem, titled } from '../pages/page.ts';
import { choiceOfPlaces } from '../pages/places.ts';
import { outsideWords } from '../pages/words/outside.ts';
import { pageWords } from '../pages/words/page.ts';
import { type OfferedWay, offeredWays } from './ways.ts';

/** Where nobody signs in but by the provider outside. */
export function outsidePage(action: string, ways: readonly OfferedWay[], software?: string, sentence?: Sentence): Page {
  return (language) => {
    const common = pageWords[language];
    return {
      title: titled(language, common.signIn, sentence),
      main: html`<h1>${common.professionalSpace}</h1>
${problem(language, sentence)}
${software === undefined ? undefined : html`<p>${common.software(software)}</p>`}
<p>${outsideWords[language].bring}</p>
${offeredWays(language, action, ways)}
${cancel(language, action)}`,
    };
  };
}

export function placePage(
  action: string,
  state: string,
  places: readonly DirectoryStructure[],
  chosen: string | undefined,
): Page {
  const first = places.some(({ id }) => id === chosen) ? chosen : undefined;
  return (language) => {
    const words = outsideWords[language];
    const { where, continue: next } = pageWords[language];
    return {
      title: words.placeTitle,
      main: html`<h1>${where}</h1>
<form method="post" action="${action}">
<input type="hidden" name="state" value="${state}">
<fieldset>
<legend>${words.place}</legend>
${choiceOfPlaces(places, 'place', first)}
</fieldset>
<button type="submit" name="step" value="outside-place">${next}</button>
</form>
${cancel(language, action)}`,
    };
  };
}

/** Asked once: from then on the sign-in elsewhere opens this carnet. */
export function linkPage(action: string, state: string, name: string, person: string): Page {
  return (language) => {
    const words = outsideWords[language];
    return {
      title: words.linkTitle,
      main: html`<h1>${words.link(name)}</h1>
<p>${words.identity(name, person)}</p>
<p>${words.fromNow(name)}</p>
<form method="post" action="${action}">
<input type="hidden" name="state" value="${state}">
<button type="submit" name="step" value="outside-link">${words.linkAndEnter}</button>
</form>
${cancel(language, action)}`,
    };
  };
}
