/** The six couloirs of the Ségur programme, as data: what each publishes and when. No input or output happens here. */
export type { Couloir, CouloirId, Format, Publication } from './couloir.ts';
export { couloirs, isCouloirId, publicationOf } from './couloirs.ts';
