import type { DirectoryStructure } from '#directory';
import type { ShownSignIn } from '../accounts/accounts.ts';
import type { WaitingDemand } from '../ciba/approvals.ts';
import { demoList } from './citizen.ts';
import { type Html, html, type Page, problem } from './page.ts';

const heading = html`<h1>e-CPS — simulateur de Socle</h1>`;
const tells = html`<p class="note">Cette page tient lieu du téléphone. Elle ne prouve rien de votre identité.</p>`;

/** Whose telephone this is. */
export function whosePage({
  shown,
  who = '',
  sentence,
}: {
  shown: readonly ShownSignIn[];
  who?: string;
  sentence?: string;
}): Page {
  return {
    title: `${sentence === undefined ? '' : 'Erreur : '}e-CPS — simulateur`,
    simulator: true,
    main: html`${heading}
${problem(sentence, 'who')}
${tells}
<form method="post" action="/e-cps/entrer">
<label for="who">Numéro RPPS ou identifiant</label>
<p class="hint" id="who-hint">11 chiffres pour le numéro RPPS.</p>
<input id="who" name="who" type="text" autocomplete="username" autocapitalize="none" spellcheck="false" required maxlength="100" aria-describedby="who-hint" value="${who}">
<button type="submit">Ouvrir cette e-CPS</button>
</form>
${demoList('/e-cps/entrer', shown)}`,
  };
}

export interface TelephoneView {
  readonly name: string;
  readonly waiting: readonly WaitingDemand[];
  readonly places: readonly DirectoryStructure[];
  /** What has just been answered. */
  readonly answered?: { readonly software: string; readonly yes: boolean };
  readonly sentence?: string;
}

/** What waits for an answer: live with our script, by the link without. */
export function telephonePage({ name, waiting, places, answered, sentence }: TelephoneView): Page {
  return {
    title: `${sentence === undefined ? '' : 'Erreur : '}e-CPS de ${name} — simulateur`,
    simulator: true,
    script: '/e-cps/telephone.js',
    main: html`${heading}
<p>e-CPS de <strong>${name}</strong></p>
${problem(sentence)}
${answered === undefined ? undefined : answerOf(answered)}
<p id="count" role="status">${countOf(waiting.length)}</p>
<ul id="demands" class="demands">
${waiting.map((demand) => demandItem(demand, places))}
</ul>
<p><a id="again" href="/e-cps">Actualiser</a></p>
<form method="post" action="/e-cps/quitter" class="cancel"><button type="submit" class="quiet">Fermer cette e-CPS</button></form>
${tells}`,
  };
}

/** Words, sign and colour say which it was. */
function answerOf({ software, yes }: { readonly software: string; readonly yes: boolean }): Html {
  const [shape, sign, word] = yes ? ['done', '✓', 'validée'] : ['done refused', '✕', 'refusée'];
  return html`<p class="${shape}" role="status"><span aria-hidden="true">${sign}</span> Connexion à « ${software} » ${word}.</p>`;
}

function countOf(count: number): string {
  if (count === 0) return 'Aucune demande en attente.';
  return count === 1 ? 'Une demande attend votre réponse.' : `${count} demandes attendent votre réponse.`;
}

function demandItem({ id, software, code, until }: WaitingDemand, places: readonly DirectoryStructure[]): Html {
  const short = id.slice(0, 12);
  return html`<li id="d-${short}" class="demand" aria-labelledby="s-${short}">
<form method="post" action="/e-cps/reponse">
<h2 id="s-${short}">${software} demande à vous connecter</h2>
<p>Ce code est-il celui que montre votre logiciel ?</p>
<p class="code"><span class="sr">Code à deux chiffres : </span>${code}</p>
<input type="hidden" name="demand" value="${id}">
${placesOf(places, short)}
<p class="hint">Répondez avant ${clockOf(until)}.</p>
<button type="submit" name="answer" value="yes">Le code est le même : me connecter</button>
<button type="submit" name="answer" value="no" class="quiet no">Refuser</button>
</form>
</li>`;
}

function placesOf(places: readonly DirectoryStructure[], short: string): Html {
  const [only] = places;
  if (places.length === 1 && only !== undefined) {
    return html`<input type="hidden" name="situation" value="${only.id}"><p>Situation d’exercice : <strong>${only.name}</strong></p>`;
  }
  return html`<fieldset><legend><strong>Où exercez-vous en ce moment ?</strong></legend>
${places.map(
  (
    { id, name },
    i,
  ) => html`<div class="choice"><input type="radio" name="situation" id="p-${short}-${i}" value="${id}" required${i === 0 ? html` checked` : undefined}>
<label for="p-${short}-${i}">${name} <span class="note">FINESS ${id.slice(1)}</span></label></div>`,
)}
</fieldset>`;
}

const clock = new Intl.DateTimeFormat('fr-FR', {
  timeZone: 'Europe/Paris',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
});

function clockOf(at: Date): string {
  return `${clock.format(at)} (heure de Paris)`;
}
