import { code, printCapability, printEnabled, printId, printState } from '../../syntax/index.ts';
import { capabilities } from '../capability.ts';
import { no, ok } from '../replies.ts';
import type { Behaviour } from './behaviour.ts';

/** RFC 3501 §6.1.1. */
export const capability: Behaviour<'capability'> = async (session) => {
  session.wire.say(printCapability(capabilities(session)));
  return ok('These hold now.');
};

/** RFC 3501 §6.1.2, §6.4.1: news of the folder are told before the tagged answer. */
export const noop: Behaviour<'noop'> = async () => ok('Done.');
export const check: Behaviour<'check'> = async () => ok('Everything is kept already.');

/** RFC 3501 §6.1.3. */
export const logout: Behaviour<'logout'> = async (session) => {
  session.wire.say(printState('*', 'BYE', 'Goodbye.'));
  session.ending = true;
  return ok('Signed out.');
};

/** RFC 2971; what the client says of itself is not kept. */
export const id: Behaviour<'id'> = async ({ wire }) => {
  wire.say(printId([['name', 'Socle']]));
  return ok('Pleased to meet you.');
};

/** RFC 5161: once, before a folder is selected where RFC 7162 §3.2.3 says so. */
export const enable: Behaviour<'enable'> = async (session, { capabilities: wanted }) => {
  const enabled: string[] = [];
  if (wanted.includes('QRESYNC')) {
    session.qresync = true;
    session.condstore = true;
    enabled.push('QRESYNC');
  }
  if (wanted.includes('CONDSTORE')) {
    session.condstore = true;
    enabled.push('CONDSTORE');
  }
  session.wire.say(printEnabled(enabled));
  return ok('Enabled what is known here.');
};

/** No password opens a mailbox, with TLS or without. RFC 3501 §6.2.3. */
export const login: Behaviour<'login'> = async ({ secured }) =>
  no(
    'No password opens a mailbox here: use AUTHENTICATE with XOAUTH2, OAUTHBEARER or EXTERNAL.',
    secured ? code.cannot : code.privacyRequired,
  );
