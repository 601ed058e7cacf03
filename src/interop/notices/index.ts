/** E-mail to citizens at the edge. Only a simulator in this version; a real adapter implements the same port and passes the same port test. */
export { type Inbox, openInbox } from './inbox.ts';
