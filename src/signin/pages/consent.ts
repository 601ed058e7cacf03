import type { Sentence } from '#kernel';
import type { ReadableProfile } from '../interaction/parts.ts';
import { cancel } from './citizen.ts';
import { type Html, html } from './html.ts';
import type { Language } from './language.ts';
import { type Page, titled } from './page.ts';
import { scopeWords } from './scopeWords.ts';
import { consentWords } from './words/consent.ts';

/** How many days an application may keep access without the person; the first is chosen unless they say otherwise. */
export const spans = [30, 365, 1] as const;

export interface ConsentAsked {
  readonly action: string;
  readonly software: string;
  /** What may be given, in the words that were asked; what is not asked for is not there. */
  readonly scopes: readonly string[];
  /** Whose carnet: the person themself and those they may read for; empty when the application reads no carnet. */
  readonly profiles: readonly ReadableProfile[];
  readonly sentence?: Sentence;
}

/** Asked of a citizen: what the application will see, of whom, until when. Each line can be unticked; works without script. */
export function consentPage({ action, software, scopes, profiles, sentence }: ConsentAsked): Page {
  const offline = scopes.includes('offline_access');
  return (language) => {
    const words = consentWords[language];
    const told = scopes.filter((scope) => scopeWords(scope, language) !== '');
    const line = (scope: string, at: number): Html =>
      html`<li class="choice"><input type="checkbox" id="s${at}" name="scope" value="${scope}" checked><label for="s${at}">${scopeWords(scope, language)}</label></li>`;
    return {
      title: titled(language, words.allowed(software), sentence),
      main: html`<h1>${words.allowed(software)}</h1>
${sentence === undefined ? undefined : html`<div class="problem" role="alert" tabindex="-1" autofocus><h2>${words.missing}</h2><p>${sentence[language]}</p></div>`}
<p>${words.lead}</p>
<form method="post" action="${action}">
${whose(language, profiles)}
<fieldset><legend>${words.asks}</legend>
<p class="hint">${words.untick}</p>
<ul class="people">
${told.map(line)}
</ul></fieldset>
${offline ? until(language) : html`<p>${words.whileHere}</p>`}
<button type="submit" name="step" value="consent">${words.allow}</button>
</form>
${cancel(language, action, words.refuse)}`,
    };
  };
}

/** Asked of a professional for a software that is not a space of Socle; `onPatient`: they opened it on one patient. */
export function professionalConsentPage(action: string, software: string, scopes: readonly string[], onPatient: boolean): Page {
  return (language) => {
    const words = consentWords[language];
    const told = scopes.map((scope) => scopeWords(scope, language)).filter((said) => said !== '');
    return {
      title: words.allowed(software),
      main: html`<h1>${words.allowed(software)}</h1>
<p>${onPatient ? words.softwareAsksOnPatient : words.softwareAsks}</p>
<ul>
${told.map((said) => html`<li>${said}</li>`)}
</ul>
<form method="post" action="${action}">
<button type="submit" name="step" value="consent">${words.allow}</button>
</form>
${cancel(language, action)}`,
    };
  };
}

function whose(language: Language, profiles: readonly ReadableProfile[]): Html | undefined {
  const words = consentWords[language];
  const [self, ...others] = profiles;
  if (self === undefined) return undefined;
  if (others.length === 0) return html`<p>${words.only(self.name)}</p>`;
  const line = ({ record, name }: ReadableProfile, at: number): Html => {
    const [checked, you] = at === 0 ? [html` checked`, words.you] : [];
    return html`<li class="choice"><input type="radio" id="p${at}" name="profile" value="${record}" required${checked}><label for="p${at}">${name}${you}</label></li>`;
  };
  return html`<fieldset><legend>${words.whose}</legend>
<ul class="people">
${profiles.map(line)}
</ul></fieldset>`;
}

function until(language: Language): Html {
  const words = consentWords[language];
  const line = (days: (typeof spans)[number], at: number): Html =>
    html`<li class="choice"><input type="radio" id="d${at}" name="days" value="${days}"${at === 0 ? html` checked` : undefined}><label for="d${at}">${words.spans[days]}</label></li>`;
  return html`<fieldset><legend>${words.until}</legend>
<ul class="people">
${spans.map(line)}
</ul></fieldset>`;
}
