import type { ReadEntry } from '#documents';
import type { Json } from '#fhir';
import { type Call, type ItemId, itemId, parseItemId, type RecordId } from '#kernel';
import { inLinked, type Person, personOf, readSections, type SectionsRead, summaryOf } from '#record';
import type { LinkRow, ShareDesk } from './desk.ts';
import { unknown } from './refusals.ts';
import { lookedAt, sharersCall } from './sharer.ts';

/** What of a link is looked for. */
export interface Sought {
  readonly summary: boolean;
  readonly documents: readonly ItemId[];
}

/** What one record gives of it now. */
export interface Part {
  readonly record: RecordId;
  readonly sections?: SectionsRead;
  /** Newest first, without those that were archived. */
  readonly documents: readonly ReadEntry[];
}

export interface Found {
  /** That of the link's own record first. */
  readonly parts: readonly Part[];
  /** Who all of it is told of: the person as the link's own record has them, without a matricule of any of their records. */
  readonly person: Person;
}

/** Everything that a link was made for. */
export function wholeOf({ record_id, summary, documents, linked_documents }: LinkRow): Sought {
  return { summary, documents: [...documents.map((n) => itemId(record_id, Number(n))), ...linked_documents] };
}

/**
 * What a link gives now, in its own record and in those that this one goes on for, each under the Permit that who made the link has there; what a
 * linked record refuses is left out and told in its log. Which records those are is asked each time: taken apart, they give nothing from then on.
 * A link that was made in a record before it was linked shows that record alone: who made it chose among what was there. Refuses what
 * `sharersCall` refuses, and what the link's own record does. The caller traces.
 */
export async function lookFor(desk: ShareDesk, link: LinkRow, call: Call, sought: Sought): Promise<Found> {
  const { record_id: record } = link;
  const sharer = await sharersCall(desk, link, call);
  const own = await partOf(desk, sharer, record, sought);
  const linked = await inLinked(desk, call, record, (one) => partOf(desk, sharer, one, sought));
  const parts = [own, ...linked].filter((part) => part !== undefined);
  return { parts, person: await personBehind(desk, record, parts) };
}

/** Undefined where nothing is looked for in this record: it is not asked, and nothing is told there. */
export async function partOf(
  desk: Pick<ShareDesk, 'rights' | 'documents' | 'fhir'>,
  sharer: Call,
  record: RecordId,
  { summary, documents }: Sought,
): Promise<Part | undefined> {
  const ids = documents.filter((id) => parseItemId(id).record === record);
  if (!summary && ids.length === 0) return undefined;
  return lookedAt(desk, sharer, record, async (permit) => {
    permit.refuseClosed();
    const [sections, found] = await Promise.all([
      summary ? readSections(desk.fhir, permit) : undefined,
      desk.documents.chosen(permit, ids),
    ]);
    const current = found.filter(({ archived }) => !archived);
    return { record, documents: current, ...(sections === undefined ? {} : { sections }) };
  });
}

/** What was found counts too: the records may have been taken apart since. */
async function personBehind({ ins, rights }: ShareDesk, record: RecordId, parts: readonly Part[]): Promise<Person> {
  const kin = [...new Set([record, ...parts.map((part) => part.record), ...(await rights.linkedTo(record))])];
  const [own, ...others] = await Promise.all(kin.map((one) => ins.byRecord(one)));
  if (own === undefined) throw unknown();
  return personOf(own, ...others.filter((one) => one !== undefined));
}

/** One summary of all parts; undefined where none was looked for. */
export function summaryIn({ parts, person }: Found, at: Date): Json | undefined {
  const sections = parts.map((part) => part.sections).filter((read) => read !== undefined);
  return sections.length === 0 ? undefined : summaryOf(sections, person, at);
}

/** The documents of all parts, newest first. */
export function documentsIn({ parts }: Found): readonly ReadEntry[] {
  return parts.flatMap(({ documents }) => documents).sort((a, b) => b.date.getTime() - a.date.getTime());
}
