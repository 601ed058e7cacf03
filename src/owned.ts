import { type FhirGround, memberText } from '#fhir';

const listTypes = 'https://profiles.ihe.net/ITI/MHD/CodeSystem/MHDlistTypes';
type Json = Readonly<Record<string, unknown>>;

/** What the walk of a document keeps, and the engine therefore does not write, with the way to go instead. */
export const documentTypes: Pick<FhirGround, 'owned' | 'titleOf'> = {
  owned: [
    {
      type: 'DocumentReference',
      reason: {
        fr: 'Un document se dépose par ITI-65 (POST d’un lot de soumission) ou ITI-105 ; il ne se modifie pas ici.',
        en: 'A document is deposited by ITI-65 (POST of a submission) or ITI-105; it is not changed here.',
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
      type: 'Subscription',
      reason: {
        fr: 'Un abonnement s’écrit à son adresse, pas dans une transaction.',
        en: 'A subscription is written at its address, not in a transaction.',
      },
    },
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
