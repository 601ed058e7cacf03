import { recordIdOfHex } from '#kernel';
import { missing } from './inputs.ts';
import type { Operation } from './operation.ts';

/**
 * Documents of one person as an IHE_XDM.zip: `DocumentReference/[id]/$xdm` of one, `DocumentReference/$xdm?document=…&document=…` of those
 * chosen, `?patient=Patient/…` of all current ones that the caller may see, `&category=` of one class. Each is traced as read.
 * Source: IHE ITI TF-2 §3.32; the operation is our own.
 */
export const xdm: Operation = {
  name: 'xdm',
  definition: 'urn:socle:operation:xdm',
  levels: ['type', 'instance'],
  types: ['DocumentReference'],
  in: [
    { name: 'document', type: 'string', many: true },
    { name: 'patient', type: 'string' },
    { name: 'category', type: 'code' },
  ],
  ownMedia: true,
  letters: 'r',
  async answer({ desk, ask, inputs, id }) {
    const ids = (id === undefined ? inputs.texts('document') : [id]).map((one) => one.replace(/^DocumentReference\//, ''));
    const patient = inputs.text('patient')?.replace(/^Patient\//, '');
    const classCode = inputs.text('category');
    if (ids.length === 0 && patient === undefined) throw missing('document');
    const asked =
      ids.length > 0 || patient === undefined
        ? { ids }
        : { record: recordIdOfHex(patient), ...(classCode === undefined ? {} : { classCode }) };
    const content = await desk.documents.exportXdm(ask.call, asked);
    return {
      status: 200,
      raw: { type: 'application/zip', content },
      headers: { 'content-disposition': 'attachment; filename="IHE_XDM.zip"', 'x-content-type-options': 'nosniff' },
    };
  },
};
