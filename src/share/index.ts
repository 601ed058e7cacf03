/** What a person hands over by a link, SMART Health Links 1.0. Start with `make.ts`, then `manifest.ts`. */
export type { Visitor } from './enter.ts';
export type { Handed } from './link.ts';
export type { Link } from './list.ts';
export type { Made, Wish } from './make.ts';
export { limits as shareLimits } from './make.ts';
export type { Manifest, ManifestFile, Opening } from './manifest.ts';
export { mostNotes } from './note.ts';
export { openShares, type Shares } from './open.ts';
export { qrCode } from './qr.ts';
export { WrongPasscode } from './refusals.ts';
export { shareMigrations } from './share.schema.ts';
