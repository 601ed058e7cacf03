import type { FastifyInstance } from 'fastify';
import type { Documents } from '#documents';
import { type Identity, type Ins, type InsiIdentity, parseTraits, type Traits, traitDifferences } from '#ins';
import { Refusal } from '#kernel';
import type { Signin } from '#signin';

export interface OperatorDeps {
  readonly signin: Pick<Signin, 'caller'>;
  readonly ins: Ins;
  readonly documents: Pick<Documents, 'restore'>;
  /** Makes a person known to the INSi simulator; undefined where INSi is the real one. */
  readonly declareToInsi: ((person: InsiIdentity) => void) | undefined;
  readonly clock: () => Date;
}

/**
 * What the operator does at the command line. `POST /identities` makes a qualified identity of the given traits and matricule, or
 * corrects the one of that matricule: for demonstrations and tests, where the INSi simulator believes the operator.
 * `POST /documents/:id/restore` with `{ why }` restores a document that its author withdrew by mistake.
 */
export async function operatorRoutes(
  app: FastifyInstance,
  { signin, ins, documents, declareToInsi, clock }: OperatorDeps,
): Promise<void> {
  app.post<{ Params: { id: string }; Body: { why?: unknown } | null }>('/documents/:id/restore', async (request) => {
    const { actor } = await signin.caller(request.headers.authorization, request.raw);
    if (actor.kind !== 'operator') throw operatorOnly();
    const why = request.body?.why;
    const call = { actor, at: clock(), requestId: request.id };
    return { restored: await documents.restore(call, request.params.id, typeof why === 'string' ? why : '') };
  });
  app.post<{ Body: Record<string, unknown> }>('/identities', async (request, reply) => {
    const { actor } = await signin.caller(request.headers.authorization, request.raw);
    if (actor.kind !== 'operator') throw operatorOnly();
    if (declareToInsi === undefined) throw noSimulator();
    const call = { actor, at: clock(), requestId: request.id };
    const { oid, matricule: text, ...given } = request.body ?? {};
    const matricule = ins.parseMatricule(String(text));
    const traits = parseTraits(given);
    const { birthFamily, birthGivens, sex, birthDate, birthPlace } = traits;
    const before = await ins.byMatricule(String(oid), matricule);
    if (before !== undefined && settled(before, traits)) return { record: before.record, made: false };
    declareToInsi({ oid: String(oid), matricule, traits: { birthFamily, birthGivens, sex, birthDate, birthPlace } });
    const evidence = { insi: true, identityDocument: 'CN' } as const;
    const identity =
      before === undefined
        ? await ins.create(call, { traits, matricule, oid: String(oid), evidence })
        : await ins.correct(call, before.record, traits, evidence);
    if (identity.status !== 'QUAL') throw notQualified(identity);
    return reply.code(before === undefined ? 201 : 200).send({ record: identity.record, made: before === undefined });
  });
}

function settled({ status, traits }: Identity, wished: Traits): boolean {
  return status === 'QUAL' && traitDifferences(traits, wished).length === 0;
}

function operatorOnly(): Refusal {
  return new Refusal('signin.operator-only', {
    fr: 'Cette action est réservée à l’exploitant.',
    en: 'This act is the operator’s alone.',
  });
}

function noSimulator(): Refusal {
  return new Refusal('ins.no-simulator', {
    fr: 'On ne crée pas d’identité qualifiée à la main : seul le simulateur INSi (SOCLE_DEMO=on) le permet.',
    en: 'A qualified identity is not made by hand: only the INSi simulator (SOCLE_DEMO=on) allows it.',
  });
}

function notQualified({ status }: Identity): Refusal {
  return new Refusal('ins.not-qualified', {
    fr: `L’identité a le statut ${status} : le simulateur INSi ne l’a pas confirmée.`,
    en: `The identity has status ${status}: the INSi simulator did not confirm it.`,
  });
}
