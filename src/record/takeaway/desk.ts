import type { Documents } from '#documents';
import type { Fhir } from '#fhir';
import type { SummaryDesk } from '../summary/index.ts';

export interface TakeawayDesk extends Omit<SummaryDesk, 'fhir'> {
  readonly fhir: Pick<Fhir, 'matching' | 'everything'>;
  readonly documents: Pick<Documents, 'chosen'>;
}
