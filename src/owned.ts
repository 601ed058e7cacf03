import { archivedExtension, drawnTypes, isDrawn } from '#documents';
import { type FhirGround, memberText } from '#fhir';

const listTypes = 'https://profiles.ihe.net/ITI/MHD/CodeSystem/MHDlistTypes';
type Json = Readonly<Record<string, unknown>>;

/**
 * Search parameters of PDSm that documents have whether or not its package is loaded. Source: PDSm 3.1.1, SearchParameter-PDSm-isArchived.
 */
export const documentParameters: readonly Json[] = [
  {
    resourceType: 'SearchParameter',
    url: 'https://interop.esante.gouv.fr/ig/fhir/pdsm/SearchParameter/PDSm-isArchived',
    status: 'active',
    code: 'isArchived',
    base: ['DocumentReference'],
    type: 'token',
    expression: `DocumentReference.extension.where(url='${archivedExtension}').value`,
  },
];

/** What the walk of a document keeps, and the engine therefore does not write, with the way to go instead. */
export const documentTypes: Pick<FhirGround, 'owned' | 'titleOf'> = {
  owned: [
    {
      type: 'DocumentReference',
      reason: {
        fr: 'Un document se dépose par ITI-65 (POST d’un lot de soumission) ou ITI-105 ; il se change et se retire à son adresse, pas dans une transaction.',
        en: 'A document is deposited by ITI-65 (POST of a submission) or ITI-105; it is changed and withdrawn at its address, not in a transaction.',
      },
    },
    {
      type: 'List',
      when: isSubmissionSet,
      reason: {
        fr: 'Un lot de soumission se dépose par ITI-65, avec ses documents.',
        en: 'A submission set is deposited by ITI-65, with its documents.',
      },
    },
    {
      type: 'Binary',
      reason: {
        fr: 'Les octets d’un document se déposent avec lui, par ITI-65 ou ITI-105.',
        en: 'The bytes of a document are deposited with it, by ITI-65 or ITI-105.',
      },
    },
    {
      type: 'AuditEvent',
      reason: {
        fr: 'Le journal est écrit par Socle seul : on le lit, on n’y ajoute rien.',
        en: 'The log is written by Socle alone: it is read, and nothing is added to it.',
      },
    },
    {
      type: 'Subscription',
      reason: {
        fr: 'Un abonnement s’écrit à son adresse, pas dans une transaction.',
        en: 'A subscription is written at its address, not in a transaction.',
      },
    },
    ...drawnTypes.map((type) => ({
      type,
      when: isDrawn,
      reason: {
        fr: 'Cette donnée est tirée d’un document et le suit : pour la corriger, remplacez le document. Une donnée à vous se dépose sans l’étiquette urn:socle:origin|document.',
        en: 'This was drawn from a document and follows it: to correct it, replace the document. Data of your own comes without the tag urn:socle:origin|document.',
      },
    })),
    ...['OperationOutcome', 'Parameters'].map((type) => ({
      type,
      reason: { fr: `${type} est un message : il ne se garde pas.`, en: `${type} is a message: it is not kept.` },
    })),
  ],
  titleOf: (type, body) => (type === 'DocumentReference' ? titleOf(body) : undefined),
};

function isSubmissionSet({ code }: Json): boolean {
  const codings = ((code as Json | undefined)?.coding as readonly Json[] | undefined) ?? [];
  return codings.some(
    (coding) => coding.code === 'submissionset' && (coding.system === undefined || coding.system === listTypes),
  );
}

/** Every read of a document asks for it: only the members that may hold it are parsed. */
function titleOf(body: string): string | undefined {
  const [first] =
    (memberOf(body, 'content') as readonly { readonly attachment?: { readonly title?: string } }[] | undefined) ?? [];
  const title = first?.attachment?.title ?? memberOf(body, 'description');
  return typeof title === 'string' ? title : undefined;
}

function memberOf(body: string, name: string): unknown {
  const text = memberText(body, name);
  return text === undefined ? undefined : JSON.parse(text);
}
