import type { FastifyInstance } from 'fastify';
import { hexOfRecordId, unknownId } from '#kernel';
import { recordNamed } from '#oversight';
import { activationPaper } from './activationPaper.ts';
import type { SignedIn, SpaceDeps } from './deps.ts';
import { malformed } from './words.ts';

type Fields = Readonly<Record<string, unknown>> | null;
type OfRecord = { Params: { record: string }; Body: Fields };

const mostLines = 5;
const longestLine = 60;

/** Letters of activation: who waits for one, and the letter to print. The code is on the paper alone. */
export async function letterRoutes(
  app: FastifyInstance,
  { citizens, publicUrl, ins }: SpaceDeps,
  signedIn: SignedIn,
): Promise<void> {
  const { activations } = citizens;
  app.get('/letters', async (request) => {
    await signedIn(request);
    const items = await activations.letters();
    return {
      items: items.map(({ person, askedAt, askedBy }) => ({
        record: hexOfRecordId(person.record),
        name: person.name,
        askedAt: askedAt.toISOString(),
        ...(askedBy === 'person' ? {} : { askedBy }),
      })),
    };
  });
  app.post<{ Body: Fields }>('/letters', async (request, reply) => {
    const { call, actor } = await signedIn(request);
    const { matricule } = request.body ?? {};
    if (typeof matricule !== 'string') throw malformed('matricule');
    if (!(await activations.request(call, ins.parseMatricule(matricule.slice(0, 40)), actor.id))) throw unknownId();
    return reply.code(204).send();
  });
  app.post<OfRecord>('/letters/:record/print', async (request, reply) => {
    const { call } = await signedIn(request);
    const address = addressOf(request.body?.address);
    const made = await activations.make(call, recordNamed(request.params.record), 'letter');
    if (made === undefined) throw unknownId();
    const pdf = activationPaper(made, { way: 'letter', address, at: call.at, site: publicUrl });
    return reply.code(201).send({ until: made.until.toISOString(), pdf: pdf.toString('base64') });
  });
  app.delete<OfRecord>('/letters/:record', async (request, reply) => {
    const { call } = await signedIn(request);
    await activations.dismiss(call, recordNamed(request.params.record));
    return reply.code(204).send();
  });
}

/** One to five lines of at most 60 characters; printed and not kept. Refuses `http.malformed`. */
function addressOf(value: unknown): readonly string[] {
  const lines = Array.isArray(value) ? (value as unknown[]) : [];
  const texts = lines.map((line) => (typeof line === 'string' ? line.trim() : '')).filter((line) => line !== '');
  const fits = texts.every((line) => line.length <= longestLine && !/\p{Cc}/u.test(line));
  if (texts.length === 0 || texts.length > mostLines || !fits) throw malformed('address');
  return texts;
}
