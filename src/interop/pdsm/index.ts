/** PDSm (IHE MHD in France): its words into Socle's, and back. No rule lives here. */
export { amendmentOf, wordingOf } from './amend.ts';
export { provideResponse } from './answer.ts';
export { readProvideBundle, readSimplified } from './iti65.ts';
export { insOf, type ProvideOptions, provideBundle } from './provide.ts';
export { documentAsked, listParameters, pageToken, recordAsked, submissionQuery } from './search.ts';
export { sentOf } from './sent.ts';
