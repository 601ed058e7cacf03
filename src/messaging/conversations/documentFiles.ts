import type { Documents } from '#documents';
import type { Ins } from '#ins';
import { type Call, parseItemId, unknownId } from '#kernel';
import type { Rights } from '#rights';
import { distinct, fileNameOf } from '../exchange/fileName.ts';
import { paperOf } from '../exchange/paper.ts';
import type { FileToJoin } from './desk.ts';

interface Sources {
  readonly documents: Pick<Documents, 'exportXdm' | 'chosen'>;
  readonly ins: Pick<Ins, 'byRecord'>;
  readonly rights: Pick<Rights, 'decide'>;
}

/** Documents of one record as files of a message. */
export type DocumentFiles = (call: Call, ids: readonly string[]) => Promise<readonly FileToJoin[]>;

/**
 * Documents of one record, under the rights of who joins them: the archive that software files (`IHE_XDM.zip`), and each for people to read.
 * At least one id. Each is told as read in the record's log. Refuses what `documents.exportXdm` refuses.
 */
export function openDocumentFiles({ documents, ins, rights }: Sources): DocumentFiles {
  return async (call, ids) => {
    const [first] = ids;
    if (first === undefined) throw unknownId();
    const { record } = parseItemId(first);
    const archive = await documents.exportXdm(call, { ids });
    const entries = await documents.chosen(await rights.decide(call, record, 'item'), ids);
    const identity = await ins.byRecord(record);
    if (identity === undefined || entries.length < ids.length) throw unknownId();
    const names = distinct(
      entries.map((entry) => fileNameOf({ date: entry.date, label: entry.facts().type.display, traits: identity.traits })),
    );
    const papers: FileToJoin[] = [];
    for (const [i, entry] of entries.entries())
      papers.push({ name: names[i] ?? 'document.pdf', mediaType: 'application/pdf', bytes: await paperOf(entry, identity) });
    return [{ name: 'IHE_XDM.zip', mediaType: 'application/zip', bytes: archive }, ...papers];
  };
}
