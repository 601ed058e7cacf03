import { xdmBytes } from '#documents';
import type { Json } from '#fhir';
import { requireScope } from '#signin';
import { wrongContentType } from '../body.ts';
import { bareType } from '../media.ts';
import { outcomeOf, verdictIssues } from '../verdict.ts';
import type { Operation } from './operation.ts';

const zip = new Set(['application/zip', 'application/x-zip-compressed', 'application/octet-stream']);

/** In words, what of an archive was left aside. */
const leftWords = {
  'unnamed-file': ['METADATA.XML ne décrit pas ce fichier', 'METADATA.XML does not describe this file'],
  'no-hash': ['aucune empreinte n’était annoncée', 'no hash was announced'],
  signature: ['les signatures de lot ne sont pas gardées', 'signatures of a submission are not kept'],
  relation: ['le lien avec l’original n’est pas gardé', 'the link to the original is not kept'],
} as const;

/**
 * Deposits an IHE_XDM.zip, sent as it is: the answer is that of ITI-65, the List first, then each DocumentReference in the order of the
 * archive; what was left aside is told with the List. The same archive again answers 200 with the ids of the first time. `Prefer:
 * handling=strict` asks for the whole check first, as in ITI-65.
 * Source: IHE ITI TF-2 §3.32; the operation is our own.
 */
export const depositXdm: Operation = {
  name: 'deposit-xdm',
  definition: 'urn:socle:operation:deposit-xdm',
  levels: ['system'],
  in: [],
  ownParameters: true,
  affectsState: true,
  bodyLimit: xdmBytes,
  async answer({ desk, ask }) {
    requireScope(ask.caller, 'DocumentReference.c');
    const { contentType, bytes = Buffer.alloc(0) } = ask.body ?? {};
    if (!zip.has(bareType(contentType))) throw wrongContentType('application/zip');
    const strict = ask.prefer.handling === 'strict';
    const { registered, leftAside } = await desk.documents.depositXdm(ask.call, bytes, strict);
    const made = {
      status: registered.replayed ? '200 OK' : '201 Created',
      etag: 'W/"1"',
      lastModified: ask.call.at.toISOString(),
    };
    const issue = leftAside.map(({ code, at }) => ({
      severity: 'information',
      code: 'informational',
      details: { coding: [{ system: 'urn:socle:xdm', code }], text: `${at} : ${leftWords[code][0]}.` },
      diagnostics: `${at}: ${leftWords[code][1]}.`,
    }));
    const outcome = issue.length === 0 ? {} : { outcome: { resourceType: 'OperationOutcome', issue } };
    const entry = [
      { response: { ...made, location: `List/${registered.submission}`, ...outcome } },
      ...registered.entries.map(({ id }, index) => {
        const verdict = registered.verdicts?.[index];
        const said = verdict === undefined ? {} : { outcome: JSON.parse(outcomeOf(verdictIssues(verdict))) as Json };
        return { response: { ...made, location: `DocumentReference/${id}`, ...said } };
      }),
    ];
    const body = JSON.stringify({ resourceType: 'Bundle', type: 'transaction-response', entry });
    return { status: 200, body, ...(strict ? { headers: { 'preference-applied': 'handling=strict' } } : {}) };
  },
};
