import type { DirectoryStructure } from '#directory';
import type { Sentence } from '#kernel';
import type { ShownSignIn } from '../accounts/accounts.ts';
import type { WaitingDemand } from '../ciba/approvals.ts';
import { demoList } from './citizen.ts';
import { type Html, html } from './html.ts';
import type { Language } from './language.ts';
import { type Page, problem, titled } from './page.ts';
import { choiceOfPlaces } from './places.ts';
import { whoField } from './professional.ts';
import { pageWords } from './words/page.ts';
import { telephoneWords } from './words/telephone.ts';

/** Whose telephone this is. */
export function whosePage({ shown, who, sentence }: { shown: readonly ShownSignIn[]; who?: string; sentence?: Sentence }): Page {
  return (language) => {
    const words = telephoneWords[language];
    return {
      title: titled(language, words.title, sentence),
      simulator: true,
      main: html`<h1>${words.heading}</h1>
${problem(language, sentence, 'who')}
${tells(language)}
<form method="post" action="/e-cps/entrer">
${whoField(language, who)}
<button type="submit">${words.open}</button>
</form>
${demoList(language, '/e-cps/entrer', shown)}`,
    };
  };
}

export interface TelephoneView {
  readonly name: string;
  readonly waiting: readonly WaitingDemand[];
  readonly places: readonly DirectoryStructure[];
  /** What has just been answered. */
  readonly answered?: { readonly software: string | undefined; readonly yes: boolean };
  readonly sentence?: Sentence;
}

/** What waits for an answer: live with our script, by the link without. */
export function telephonePage({ name, waiting, places, answered, sentence }: TelephoneView): Page {
  return (language) => {
    const words = telephoneWords[language];
    return {
      title: titled(language, words.titleOf(name), sentence),
      simulator: true,
      script: '/e-cps/telephone.js',
      main: html`<h1>${words.heading}</h1>
<p>${words.of} <strong>${name}</strong></p>
${problem(language, sentence)}
${answered === undefined ? undefined : answerOf(language, answered)}
<p id="count" role="status">${countOf(language, waiting.length)}</p>
<ul id="demands" class="demands">
${waiting.map((demand) => demandItem(language, demand, places))}
</ul>
<p><a id="again" href="/e-cps">${words.refresh}</a></p>
<form method="post" action="/e-cps/quitter" class="cancel"><button type="submit" class="quiet">${words.close}</button></form>
${tells(language)}`,
    };
  };
}

function tells(language: Language): Html {
  return html`<p class="note">${telephoneWords[language].tells}</p>`;
}

/** Words, sign and colour say which it was. */
function answerOf(language: Language, { software, yes }: NonNullable<TelephoneView['answered']>): Html {
  const { approved, refused } = telephoneWords[language];
  const [shape, sign, words] = yes ? ['done', '✓', approved] : ['done refused', '✕', refused];
  return html`<p class="${shape}" role="status"><span aria-hidden="true">${sign}</span> ${words(nameOf(language, software))}</p>`;
}

function countOf(language: Language, count: number): string {
  const { none, one, many } = telephoneWords[language];
  if (count === 0) return none;
  return count === 1 ? one : many(count);
}

function demandItem(
  language: Language,
  { id, software, code, until }: WaitingDemand,
  places: readonly DirectoryStructure[],
): Html {
  const words = telephoneWords[language];
  const short = id.slice(0, 12);
  return html`<li id="d-${short}" class="demand" aria-labelledby="s-${short}">
<form method="post" action="/e-cps/reponse">
<h2 id="s-${short}">${words.asks(nameOf(language, software))}</h2>
<p>${words.same}</p>
<p class="code"><span class="sr">${pageWords[language].twoDigits}</span>${code}</p>
<input type="hidden" name="demand" value="${id}">
${placesOf(language, places, short)}
<p class="hint">${words.before(clock.format(until))}</p>
<button type="submit" name="answer" value="yes">${words.yes}</button>
<button type="submit" name="answer" value="no" class="quiet no">${words.no}</button>
</form>
</li>`;
}

function placesOf(language: Language, places: readonly DirectoryStructure[], short: string): Html {
  const [only] = places;
  if (places.length === 1 && only !== undefined) {
    return html`<input type="hidden" name="situation" value="${only.id}"><p>${telephoneWords[language].place}<strong>${only.name}</strong></p>`;
  }
  return html`<fieldset><legend><strong>${pageWords[language].where}</strong></legend>
${choiceOfPlaces(places, `p-${short}`)}
</fieldset>`;
}

/** A space of Socle has its name in the language of the page. */
function nameOf(language: Language, software: string | undefined): string {
  return software ?? pageWords[language].professionalSpace;
}

/** The same in both languages: 14:05:09. */
const clock = new Intl.DateTimeFormat('fr-FR', {
  timeZone: 'Europe/Paris',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
});
