import type { DirectoryStructure } from '#directory';
import type { Sentence } from '#kernel';
import { cancel } from './citizen.ts';
import { type Html, html } from './html.ts';
import type { Language } from './language.ts';
import { type Page, twice } from './page.ts';
import { choiceOfPlaces } from './places.ts';
import { cardWords } from './words/card.ts';
import { pageWords } from './words/page.ts';

export interface CardForm {
  readonly action: string;
  /** The sealed proof. */
  readonly card: string;
  readonly name: string;
  readonly places: readonly DirectoryStructure[];
}

/** After the card was read: who, and where they act. */
export function cardPage({ action, card, name, places }: CardForm): Page {
  return (language) => {
    const words = cardWords[language];
    const { where, signIn } = pageWords[language];
    return {
      title: words.title,
      main: html`<h1>${words.heading}</h1>
<p>${words.who(name)}</p>
<form method="post" action="${action}">
<input type="hidden" name="card" value="${card}">
${places.length === 1 ? html`<p>${words.place(places[0]?.name ?? '')}</p>` : choices(where, places)}
<button type="submit" name="step" value="card">${signIn}</button>
</form>
${cancel(language, action)}`,
    };
  };
}

function choices(where: string, places: readonly DirectoryStructure[]): Html {
  return html`<fieldset>
<legend><h2>${where}</h2></legend>
${choiceOfPlaces(places, 'place')}
</fieldset>`;
}

/** Why a card opens nothing, and the way back. */
export function cardRefusedPage(sentence: Sentence, back: string): Page {
  return (language) => {
    const words = cardWords[language];
    return {
      title: words.refusedTitle,
      main: html`<h1>${words.refused}</h1>
${twice(language, sentence)}
<ul class="ways"><li><a href="${back}">${words.back}</a></li></ul>`,
    };
  };
}

/** On the page of a professional's sign-in, when this Socle listens by TLS. The reader of cards knows nothing of the sign-in but its language. */
export function cardLink(language: Language, address: string | undefined): Html | undefined {
  if (address === undefined) return undefined;
  const words = cardWords[language];
  return html`<section aria-labelledby="card">
<h2 id="card">${words.way}</h2>
<p>${words.lead}</p>
<p><a class="button" href="${address}?langue=${language}">${words.read}</a></p>
</section>`;
}
