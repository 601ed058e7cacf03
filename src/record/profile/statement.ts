import type { Json } from '#fhir';
import type { ProfileLine } from './line.ts';

/** What one resource says: a line of a profile before it is put together with what others say. */
export interface Said
  extends Pick<ProfileLine, 'section' | 'label' | 'code' | 'detail' | 'reason' | 'dose' | 'from' | 'until' | 'ended' | 'severe'> {
  /** Two of one section that share a name speak of the same thing. The first tells this one from others of the same resource. */
  readonly names: readonly [string, ...string[]];
  /** A FHIR date or instant: when it was said, or measured. */
  readonly at?: string;
  /** Says that something was given, not whether it goes on: the others' word on that counts first. */
  readonly weak?: true;
}

/** What a mapping may look at beside the resource itself. */
export interface Around {
  /** A FHIR date: what ends before it is over. */
  readonly today: string;
  /** Another resource of the profile, by `Type/id`. */
  readonly resource: (reference: string) => Json | undefined;
}
