import type { DirectoryStructure } from '#directory';
import type { ShownSignIn } from '../accounts/accounts.ts';
import { type OfferedWay, offeredWays } from '../federation/ways.ts';
import { cardLink } from './card.ts';
import { cancel, demoList } from './citizen.ts';
import { html, type Page, problem } from './page.ts';

const heading = html`<h1>Pro Santé Connect — simulateur de Socle</h1>`;

export interface ProfessionalForm {
  readonly action: string;
  readonly who?: string;
  readonly sentence?: string;
  readonly software?: string;
  readonly shown: readonly ShownSignIn[];
  readonly ways?: readonly OfferedWay[];
  /** Where a card is read, when there is a TLS listener. */
  readonly card?: string;
}

/** Step 1: who. */
export function professionalPage({ action, who = '', sentence, software, shown, ways = [], card }: ProfessionalForm): Page {
  return {
    title: `${sentence === undefined ? '' : 'Erreur : '}Pro Santé Connect — simulateur`,
    simulator: true,
    main: html`${heading}
${problem(sentence, 'who')}
${software === undefined ? undefined : html`<p>Pour continuer avec <strong>${software}</strong>.</p>`}
${offeredWays(action, ways)}
<form method="post" action="${action}">
<label for="who">Numéro RPPS ou identifiant</label>
<p class="hint" id="who-hint">11 chiffres pour le numéro RPPS.</p>
<input id="who" name="who" type="text" autocomplete="username" autocapitalize="none" spellcheck="false" required maxlength="100" aria-describedby="who-hint" value="${who}">
<button type="submit" name="step" value="who">Continuer avec l’e-CPS simulée</button>
</form>
${cardLink(card)}
${demoList(action, shown)}
${cancel(action)}`,
  };
}

/** Step 2: the two digits that the e-CPS application shows on the phone. */
export function codePage(action: string, state: string, name: string, code: string, sentence?: string): Page {
  return {
    title: `${sentence === undefined ? '' : 'Erreur : '}Validez la connexion`,
    simulator: true,
    script: '/e-cps/attente.js',
    main: html`${heading}
${problem(sentence)}
<h2>Validez la connexion sur votre e-CPS</h2>
<p>${name}, l’<a href="/e-cps" target="_blank">e-CPS simulée</a> <span class="note">(nouvel onglet)</span> affiche le même code sur votre téléphone :</p>
<p class="code"><span class="sr">Code à deux chiffres : </span>${code}</p>
<form method="post" action="${action}" id="phone">
<input type="hidden" name="state" value="${state}">
<button type="submit" name="step" value="phone">J’ai répondu sur mon téléphone</button>
</form>
<p>Sans téléphone sous la main, confirmez ici que les deux codes sont les mêmes.</p>
<form method="post" action="${action}">
<input type="hidden" name="state" value="${state}">
<button type="submit" name="step" value="code" class="quiet">Les codes sont les mêmes</button>
</form>
${cancel(action)}`,
  };
}

/** Step 3, when the directory gives several: where the professional acts. */
export function situationPage(action: string, state: string, places: readonly DirectoryStructure[], sentence?: string): Page {
  return {
    title: 'Choisissez votre situation d’exercice',
    simulator: true,
    main: html`${heading}
${problem(sentence, 'place-0')}
<form method="post" action="${action}">
<input type="hidden" name="state" value="${state}">
<fieldset>
<legend><h2>Où exercez-vous en ce moment ?</h2></legend>
${places.map(
  (
    place,
    i,
  ) => html`<div class="choice"><input type="radio" name="situation" id="place-${i}" value="${place.id}" required${i === 0 ? html` checked` : undefined}>
<label for="place-${i}">${place.name} <span class="note">FINESS ${place.id.slice(1)}</span></label></div>`,
)}
</fieldset>
<button type="submit" name="step" value="situation">Continuer</button>
</form>
${cancel(action)}`,
  };
}
