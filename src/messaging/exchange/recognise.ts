import { scanHeader, type Xdm } from '#documents';
import { type Identity, type Ins, type SeenTraits, traitDifferences } from '#ins';
import { Refusal } from '#kernel';
import { readXml } from '#xml';
import { isInsDomain } from './headers.ts';
import { insDiffers, insIncomplete, noIns, notACda, severalPatients } from './refusals.ts';

/** The identity that METADATA.XML names, and the matricule by which it did. */
export interface Recognised {
  readonly identity: Identity;
  readonly oid: string;
  readonly matricule: string;
}

/**
 * Whose documents an archive holds: the patientId of METADATA.XML decides, never the mail. The traits beside it, where it has any, must be those of the
 * identity known here; each CDA must carry an INS, all the same. Whether its own traits agree is asked by the walk of the deposit.
 *
 * Refuses `ins.not-found` (902), `messaging.no-ins` and `ins.unknown-oid` (903), `messaging.ins-differs` and `ins.*` (904),
 * `messaging.ins-incomplete` (905), `messaging.not-a-cda` (203), `messaging.several-patients`, and what `scanHeader` refuses.
 * Source: Référentiel MSSanté #2, ECO.2.1.2.
 */
export async function recognise(ins: Pick<Ins, 'byMatricule'>, { subsets }: Xdm): Promise<Recognised> {
  const documents = subsets.flatMap((subset) => subset.documents);
  const patient = subsets[0]?.submissionSet.patient;
  if (patient === undefined || !isInsDomain(patient.system)) throw noIns('XDSDocumentEntry.patientId');
  const named = new Set<string>();
  for (const { bytes, metadata, path } of documents) {
    if (!/xml/i.test(metadata.mimeType)) continue;
    const { ids } = headed(bytes, path);
    const own = ids.filter(({ root }) => isInsDomain(root));
    if (own.length === 0) throw noIns(path);
    named.add(
      own
        .map(({ root, extension }) => `${root} ${extension}`)
        .sort()
        .join(' '),
    );
  }
  if (named.size > 1) throw severalPatients('ClinicalDocument/recordTarget');
  const { system: oid, value: matricule } = patient;
  const identity = await ins.byMatricule(oid, matricule);
  if (identity === undefined) throw unknownPatient();
  for (const { metadata, path } of documents) holdTraits(metadata.sourcePatient, identity, path);
  return { identity, oid, matricule };
}

/** The person in a header; what the header lacks of them has its own answer. */
function headed(bytes: Buffer, path: string) {
  try {
    return scanHeader(bytes).patient;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    if (error.code === 'cda.missing' && error.at?.startsWith('recordTarget/patientRole/patient')) throw insIncomplete(path);
    if (error.code === 'cda.missing' && error.at?.startsWith('recordTarget/patientRole')) throw noIns(path);
    if (error.code === 'cda.malformed' && isOtherXml(bytes)) throw notACda(path);
    throw error;
  }
}

/** Well formed, and with no ClinicalDocument in it. */
function isOtherXml(bytes: Buffer): boolean {
  try {
    const { name } = readXml(bytes).root;
    return !/(^|:)(ClinicalDocument|stylesheet|transform)$/.test(name);
  } catch (error) {
    if (error instanceof Refusal) return false;
    throw error;
  }
}

type SourcePatient = Xdm['subsets'][number]['documents'][number]['metadata']['sourcePatient'];

function holdTraits(source: SourcePatient, identity: Identity, path: string): void {
  if (source === undefined) return;
  const { family, given, birthDate, sex } = source;
  if (family === undefined || given === undefined || birthDate === undefined || sex === undefined) return;
  const seen: SeenTraits = { birthFamily: family, firstBirthGiven: given, birthDate, sex };
  const people = identity.through === undefined ? [identity] : [identity, identity.through];
  if (people.every(({ traits }) => traitDifferences(traits, seen).length > 0)) throw insDiffers(path);
}

function unknownPatient(): Refusal {
  return new Refusal(
    'ins.not-found',
    {
      fr: 'Le patient de ces documents n’est pas connu ici : créez ou vérifiez son identité, puis classez les documents.',
      en: 'The patient of these documents is not known here: create or check their identity, then file the documents.',
    },
    { source: 'ANS, code 902', at: 'XDSDocumentEntry.patientId' },
  );
}
