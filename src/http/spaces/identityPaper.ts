import type { FastifyReply } from 'fastify';
import { writePdf } from '#documents';
import { type Identity, insCodeOf, presentIdentity } from '#ins';
import { type Call, hexOfRecordId } from '#kernel';
import type { Trace } from '#trace';

/**
 * The identity sheet of a person, PDF/A-1a: the strict traits and, when the identity is qualified, the matricule with its nature and the INS
 * DataMatrix that a health software reads. It proves nothing about who holds it, and says so.
 * Source: Guide d’implémentation de l’INS, règle 32.
 */
export function identityPaper(identity: Identity, at: Date): Buffer {
  const { traits, used, matricule } = presentIdentity(identity);
  const rows = traits.map(({ label, value }) => [label.fr, value.fr]);
  const givens = identity.traits.birthGivens;
  const name = `${identity.traits.birthFamily} ${identity.traits.firstBirthGiven}`;
  const code = insCodeOf(identity);
  const day = new Intl.DateTimeFormat('fr-FR', { dateStyle: 'short', timeZone: 'Europe/Paris' }).format(at);
  return writePdf({
    title: 'Fiche d’identité INS',
    createdAt: at,
    archival: true,
    header: {
      left: ['Socle – identité de santé', `Imprimée le ${day}`],
      right: [name, ...(matricule ? [insLine(matricule)] : [])],
    },
    code,
    blocks: [
      {
        kind: 'table',
        rows: [
          ...rows.slice(0, 2),
          ['Prénoms de naissance', givens],
          ...rows.slice(2),
          ...(used === undefined ? [] : [['Nom et prénom utilisés', used]]),
          ['Matricule INS', matricule === undefined ? 'non communiqué : l’identité n’est pas qualifiée' : insLine(matricule)],
        ],
      },
      { kind: 'paragraph', text: code === undefined ? withoutCode : withCode },
      { kind: 'paragraph', text: 'Cette fiche n’est pas une pièce d’identité : elle ne prouve pas qui la présente.' },
    ],
  });
}

const withCode =
  'Le carré imprimé en haut à droite est le code INS (DataMatrix) : un logiciel de santé y lit les mêmes traits, puis les fait vérifier ' +
  'par le téléservice INSi avant de s’y fier.';
const withoutCode = 'Cette fiche ne porte pas de code INS : il n’est imprimé que pour une identité qualifiée.';

function insLine({ text, nature }: { readonly text: string; readonly nature: string }): string {
  return `${text} (${nature})`;
}

/** Prints the sheet, and tells it in the record's log first. */
export async function sendIdentityPaper(
  trace: Trace,
  call: Call,
  reply: FastifyReply,
  identity: Identity,
): Promise<FastifyReply> {
  const object = { kind: 'Patient', id: hexOfRecordId(identity.record) };
  await trace.journal(call, identity.record, { action: 'identity', outcome: 'done', object, detail: { change: 'printed' } });
  return reply
    .type('application/pdf')
    .headers({ 'content-disposition': 'attachment; filename="fiche-identite.pdf"', 'x-content-type-options': 'nosniff' })
    .send(identityPaper(identity, call.at));
}
