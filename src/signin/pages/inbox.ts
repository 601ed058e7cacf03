import type { SentNotice } from '../accounts/notices.ts';
import { html, type Page } from './page.ts';

/** The messages of the demonstration, newest first: nothing is sent anywhere. */
export function inboxPage(messages: readonly SentNotice[]): Page {
  const moment = new Intl.DateTimeFormat('fr-FR', { dateStyle: 'short', timeStyle: 'medium', timeZone: 'Europe/Paris' });
  const one = ({ to, subject, text, at }: SentNotice) => html`<li class="mail">
<h2>${subject}</h2>
<p class="note">À ${to}, le ${moment.format(at)}</p>
<p class="lines">${text}</p>
</li>`;
  return {
    title: 'Boîte aux lettres de démonstration',
    main: html`<h1>Boîte aux lettres de démonstration</h1>
<p>Socle n’envoie aucun courriel ici : ceux qu’il enverrait s’affichent sur cette page, que tout le monde peut lire. N’y faites envoyer rien de personnel.</p>
${messages.length === 0 ? html`<p>Aucun message pour le moment.</p>` : undefined}
<ul class="mails">
${messages.map(one)}
</ul>`,
  };
}
