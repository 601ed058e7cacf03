import type { DirectoryStructure } from '#directory';
import type { Sentence } from '#kernel';
import { cancel } from './citizen.ts';
import { type Html, html, type Page } from './page.ts';

export interface CardForm {
  readonly action: string;
  /** The sealed proof. */
  readonly card: string;
  readonly name: string;
  readonly places: readonly DirectoryStructure[];
}

/** After the card was read: who, and where they act. */
export function cardPage({ action, card, name, places }: CardForm): Page {
  return {
    title: 'Carte reconnue',
    main: html`<h1>Votre carte est reconnue</h1>
<p>Vous êtes <strong>${name}</strong>.</p>
<form method="post" action="${action}">
<input type="hidden" name="card" value="${card}">
${places.length === 1 ? html`<p>Vous exercez à ${places[0]?.name ?? ''}.</p>` : choices(places)}
<button type="submit" name="step" value="card">Se connecter</button>
</form>
${cancel(action)}`,
  };
}

function choices(places: readonly DirectoryStructure[]): Html {
  return html`<fieldset>
<legend><h2>Où exercez-vous en ce moment ?</h2></legend>
${places.map(
  (
    place,
    i,
  ) => html`<div class="choice"><input type="radio" name="situation" id="place-${i}" value="${place.id}" required${i === 0 ? html` checked` : undefined}>
<label for="place-${i}">${place.name} <span class="note">FINESS ${place.id.slice(1)}</span></label></div>`,
)}
</fieldset>`;
}

/** Why a card opens nothing, and the way back. */
export function cardRefusedPage(sentence: Sentence, back: string): Page {
  return {
    title: 'Carte refusée',
    main: html`<h1>Cette carte ne permet pas de se connecter</h1>
<p role="alert">${sentence.fr}</p>
<p lang="en" class="note">${sentence.en}</p>
<ul class="ways"><li><a href="${back}">Revenir à la page de connexion</a></li></ul>`,
  };
}

/** On the page of a professional's sign-in, when this Socle listens by TLS. */
export function cardLink(address: string | undefined): Html | undefined {
  if (address === undefined) return undefined;
  return html`<section aria-labelledby="card">
<h2 id="card">Avec une carte</h2>
<p>Insérez votre carte de professionnel, ou utilisez le certificat installé sur cet ordinateur : le navigateur vous demandera lequel.</p>
<p><a class="button" href="${address}">Carte (certificat)</a></p>
</section>`;
}
