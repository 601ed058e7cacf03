/** The signature of a document, in a file beside it. */
export { type Signing, signDocument } from './sign.ts';
