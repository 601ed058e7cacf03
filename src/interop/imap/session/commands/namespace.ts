import { printNamespace } from '../../syntax/index.ts';
import { ok } from '../replies.ts';
import type { Behaviour } from './behaviour.ts';

/** RFC 2342: one's own folders, by `/`; other people's mailboxes are opened by their own address. */
export const namespace: Behaviour<'namespace'> = async ({ wire }) => {
  wire.say(printNamespace());
  return ok('One namespace.');
};
