/** The words of IMAP: bytes of a client in, commands out; answers in, lines out. No rule about mailboxes lives here. */
export {
  type ExtendedSearch,
  type Listed,
  printCapability,
  printChallenge,
  printContinue,
  printCount,
  printEnabled,
  printEsearch,
  printFlagsLine,
  printId,
  printListed,
  printNamespace,
  printQuota,
  printQuotaRoot,
  printSearch,
  printState,
  printStatus,
  printVanished,
} from './answers.ts';
export { code } from './codes.ts';
export type {
  Command,
  CommandNamed,
  CommandReader,
  Deed,
  DeedNamed,
  FetchItem,
  FlagList,
  Read,
  Resync,
  SearchReturn,
  SearchTerm,
  SequenceSet,
  StatusItem,
  UseAttribute,
} from './command.ts';
export { printDateTime } from './dates.ts';
export { type FetchValue, partialOf, printFetched, printSection } from './fetched.ts';
export { printFlags } from './flags.ts';
export { openReader } from './reader.ts';
export { printSet, resolved } from './set.ts';
export { printMailbox, printString } from './strings.ts';
