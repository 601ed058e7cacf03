/** What is done with a document after its deposit was answered: `understand.ts`; and with those of earlier versions: `catchUp.ts`. */
export { type Afterwards, openAfterwards } from './open.ts';
