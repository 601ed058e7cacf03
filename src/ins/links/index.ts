/** Records of one person, linked without rewriting either. Start with `open.ts`. */
export { type PageOf, type PairItem, type PairKind, pairKinds, type ReadItem, type Seen } from './items.ts';
export type { Link } from './link.ts';
export type { Decision } from './merge.ts';
export { type Kin, type Links, openLinks } from './open.ts';
