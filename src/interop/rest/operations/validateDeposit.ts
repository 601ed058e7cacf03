import type { Handed } from '#documents';
import { isObject, type Json, objects, operationOutcome } from '#fhir';
import { readProvideBundle, readSimplified } from '#interop/pdsm';
import { Refusal } from '#kernel';
import type { RestDesk } from '../desk.ts';
import { isSubmission } from '../interactions/documents.ts';
import { verdictIssues } from '../verdict.ts';

/**
 * What a deposit would meet, as far as its documents and their metadata go: the verdict of each document against what its
 * DocumentReference says, each issue at the DocumentReference and, inside the document, at its XPath. Undefined for what is no deposit:
 * neither an ITI-65 Bundle nor a DocumentReference that holds its document (ITI-105).
 *
 * Looks at no record: whether the person is known and what they choose, the deposit itself says.
 */
export async function depositIssues({ documents }: RestDesk, resource: Json): Promise<Json[] | undefined> {
  const read = depositOf(resource);
  if (read === undefined) return undefined;
  try {
    const issues: Json[] = [];
    for (const document of read()) {
      const { at, bytes, mediaType, person, claims } = document;
      if (mediaType === 'application/pdf') issues.push(nothingToCheck(document));
      else issues.push(...verdictIssues(await documents.check(bytes, { ...claims, person }), at));
    }
    return issues;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return objects((JSON.parse(operationOutcome(error)) as Json).issue).slice();
  }
}

function depositOf(resource: Json): (() => readonly Handed[]) | undefined {
  if (resource.resourceType === 'Bundle')
    return isSubmission(resource) ? () => readProvideBundle(resource).submission.documents : undefined;
  const [content] = objects(resource.content);
  const holds =
    resource.resourceType === 'DocumentReference' && isObject(content?.attachment) && content.attachment.data !== undefined;
  return holds ? () => readSimplified(resource).documents : undefined;
}

function nothingToCheck({ at }: Handed): Json {
  return {
    severity: 'information',
    code: 'informational',
    details: {
      coding: [{ system: 'urn:socle:rule', code: 'documents.not-cda' }],
      text: 'C’est un PDF : il n’a pas d’en-tête à vérifier.',
    },
    diagnostics: 'This is a PDF: it has no header to check.',
    expression: [at],
  };
}
