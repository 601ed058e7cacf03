import type { Documents } from '#documents';
import type { Fhir, Json } from '#fhir';
import type { Ins } from '#ins';
import { type Call, isThemself, type RecordId, unknownId } from '#kernel';
import type { Permit, Rights } from '#rights';
import type { LogDesk } from '../log/index.ts';
import { today } from './day.ts';
import { factsIn, type PreventionFacts, screeningCodes, toldByPapers } from './facts.ts';
import { type PreventionLine, preventionOf } from './prevention.ts';

export interface PreventionDesk {
  readonly rights: Pick<Rights, 'decide' | 'renewed'>;
  readonly trace: LogDesk['trace'];
  readonly fhir: Pick<Fhir, 'matching'>;
  readonly ins: Pick<Ins, 'byRecord'>;
  readonly documents: Pick<Documents, 'shownTo'>;
}

/** Resources of a type that are looked at, the newest first. */
const most = 500;
const loinc = Object.values(screeningCodes)
  .flat()
  .map((code) => `http://loinc.org|${code}`)
  .join(',');

/** What a Permit shows of what prevention looks at: six statements, together. The caller traces. */
async function preventionFacts({ fhir, documents }: PreventionDesk, permit: Permit): Promise<PreventionFacts> {
  const asked: readonly (readonly [string, ReadonlyMap<string, readonly string[]>])[] = [
    ['Immunization', new Map()],
    ['Procedure', new Map()],
    ['DiagnosticReport', new Map()],
    ['Condition', new Map()],
    ['Observation', new Map([['code', [loinc]]])],
  ];
  const [papers, ...found] = await Promise.all([
    documents.shownTo(permit, most),
    ...asked.map(([type, ask]) => fhir.matching(permit, type, ask, most)),
  ]);
  const current = papers.filter(({ status }) => status === 'current');
  const told = current.map((entry) => {
    const { type, eventStart } = entry.facts();
    return { id: entry.id, title: entry.title, type: type.code, at: eventStart };
  });
  const facts = factsIn(found.flat().map((body) => JSON.parse(body.toString()) as Json));
  return { ...facts, happened: [...facts.happened, ...toldByPapers(told)] };
}

/**
 * How prevention stands for the person of a record, on the day of the call. Refuses what `rights.decide` refuses, and `id.unknown`. Told in the
 * log unless the person looks themself. `quietly`: part of another look, which tells for both.
 */
export async function readPrevention(
  desk: PreventionDesk,
  call: Call,
  record: RecordId,
  quietly = false,
): Promise<readonly PreventionLine[]> {
  // With the rights as they are now: from a Permit that is out of date nothing at all would be seen, and everything be due.
  const cached = await desk.rights.decide(call, record, 'list');
  const permit = (await desk.rights.renewed(cached, 'list')) ?? cached;
  const [identity, facts] = await Promise.all([desk.ins.byRecord(record), preventionFacts(desk, permit)]);
  if (identity === undefined) throw unknownId();
  const { birthDate, sex } = identity.traits;
  const lines = preventionOf({ birth: birthDate, sex, today: today(call.at) }, facts);
  if (!quietly && !isThemself(call.actor))
    await desk.trace.journal(call, record, {
      action: 'search',
      outcome: 'done',
      detail: { type: 'Immunization', operation: 'prevention' },
      ...(permit.ground === undefined ? {} : { ground: permit.ground }),
    });
  return lines;
}
