import type { SentNotice } from '../accounts/notices.ts';
import { type Html, html } from './html.ts';
import type { Language } from './language.ts';
import { inFrench, type Page } from './page.ts';
import { endWords } from './words/ends.ts';

const formats: Readonly<Record<Language, Intl.DateTimeFormat>> = { fr: formatOf('fr-FR'), en: formatOf('en-GB') };

/** The messages of the demonstration, newest first: nothing is sent anywhere. They are written in French. */
export function inboxPage(messages: readonly SentNotice[]): Page {
  return (language) => {
    const { inbox: words } = endWords[language];
    const one = ({ to, subject, text, at }: SentNotice): Html => html`<li class="mail">
<h2${inFrench(language)}>${subject}</h2>
<p class="note">${words.sent(to, formats[language].format(at))}</p>
<p class="lines"${inFrench(language)}>${text}</p>
</li>`;
    return {
      title: words.title,
      main: html`<h1>${words.title}</h1>
<p>${words.lead}</p>
${messages.length === 0 ? html`<p>${words.none}</p>` : undefined}
<ul class="mails">
${messages.map(one)}
</ul>`,
    };
  };
}

function formatOf(locale: string): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat(locale, { dateStyle: 'short', timeStyle: 'medium', timeZone: 'Europe/Paris' });
}
