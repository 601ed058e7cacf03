/** Finding people in spite of how their names and dates are written, and saying how far two identities agree. Pure but for `lookup.ts`. */
export {
  type Agreement,
  type Compared,
  type ComparedTrait,
  compareIdentities,
  type Level,
  type Likeness,
  type TraitLikeness,
} from './compare.ts';
export { keysOf, keysVersion, type PersonKey } from './keys.ts';
export { comparedOf, isNear, type Lookalike, lookalikes } from './lookup.ts';
export { soundOf } from './sound.ts';
