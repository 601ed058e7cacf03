/** Bounds of what citizens send and are sent. */

/** A whole message to or from a citizen, headers and encodings included. Source: Éléments d'information ENS Messagerie: 25 Mo in all. */
export const citizensMostBytes = 25 * 1024 * 1024;
/** Of a message written in the carnet, in characters. */
export const mostCharacters = 20_000;
export const mostSubject = 150;
/** Photos and files that a citizen joins, before they are encoded. */
export const mostFiles = 10;
export const mostFileBytes = 8 * 1024 * 1024;
export const mostDocuments = 10;
/** Messages of a conversation shown together; those before come when they are asked for. */
export const shownTogether = 20;
/** Conversations shown together. */
export const listedTogether = 100;
/** How long questions may be welcome, from now. */
export const mostWelcomeDays = 366;
export const mostReplyDays = 30;
/** Messages that leave one citizen's mailbox within an hour: nobody writes more by hand. */
export const mostAnHour = 40;
/** Files of one message that are shown. */
export const mostShownFiles = 100;
