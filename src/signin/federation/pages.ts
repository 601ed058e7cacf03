import type { DirectoryStructure } from '#directory';
import { cancel } from '../pages/citizen.ts';
import { html, type Page, problem } from '../pages/page.ts';
import { type OfferedWay, offeredWays } from './ways.ts';

/** Where nobody signs in but by the provider outside. */
export function outsidePage(action: string, ways: readonly OfferedWay[], software?: string, sentence?: string): Page {
  return {
    title: sentence === undefined ? 'Se connecter' : 'Erreur : se connecter',
    main: html`<h1>Espace professionnel</h1>
${problem(sentence)}
${software === undefined ? undefined : html`<p>Pour continuer avec <strong>${software}</strong>.</p>`}
<p>Munissez-vous de votre carte CPS ou de votre application e-CPS.</p>
${offeredWays(action, ways)}
${cancel(action)}`,
  };
}

export function placePage(
  action: string,
  state: string,
  places: readonly DirectoryStructure[],
  chosen: string | undefined,
  sentence?: string,
): Page {
  const first = places.some(({ id }) => id === chosen) ? chosen : places[0]?.id;
  return {
    title: `${sentence === undefined ? '' : 'Erreur : '}Choisissez votre situation d’exercice`,
    main: html`<h1>Où exercez-vous en ce moment ?</h1>
${problem(sentence, 'place-0')}
<form method="post" action="${action}">
<input type="hidden" name="state" value="${state}">
<fieldset>
<legend>Votre situation d’exercice</legend>
${places.map(
  (
    { id, name },
    i,
  ) => html`<div class="choice"><input type="radio" name="situation" id="place-${i}" value="${id}" required${id === first ? html` checked` : undefined}>
<label for="place-${i}">${name} <span class="note">FINESS ${id.slice(1)}</span></label></div>`,
)}
</fieldset>
<button type="submit" name="step" value="outside-place">Continuer</button>
</form>
${cancel(action)}`,
  };
}

/** Asked once: from then on the sign-in elsewhere opens this carnet. */
export function linkPage(action: string, state: string, name: string, person: string): Page {
  return {
    title: 'Relier ce compte à votre carnet',
    main: html`<h1>Relier ${name} à votre carnet ?</h1>
<p>${name} a donné toute votre identité, et elle est celle du carnet de <strong>${person}</strong>.</p>
<p>Si vous continuez, vous ouvrirez désormais ce carnet en vous connectant avec ${name}. Votre journal le dira.</p>
<form method="post" action="${action}">
<input type="hidden" name="state" value="${state}">
<button type="submit" name="step" value="outside-link">Relier et entrer</button>
</form>
${cancel(action)}`,
  };
}
