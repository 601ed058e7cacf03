import type { FastifyInstance } from 'fastify';
import type { Trace } from '#trace';

/**
 * What strangers need to verify the log: the public keys, as a JWK Set, and the newest checkpoint, to be kept elsewhere by whoever does not
 * want to believe the operator. Neither says anything of anybody.
 */
export async function wellKnownRoutes(
  app: FastifyInstance,
  { trace }: { trace: Pick<Trace, 'keys' | 'newestCheckpoint'> },
): Promise<void> {
  const open = { 'access-control-allow-origin': '*', 'cache-control': 'max-age=300' };
  app.get('/.well-known/socle-log-keys.json', async (_request, reply) =>
    reply
      .headers(open)
      .type('application/jwk-set+json')
      .send(JSON.stringify(await trace.keys())),
  );
  app.get('/.well-known/socle-log-checkpoint.json', async (_request, reply) => {
    const newest = await trace.newestCheckpoint();
    if (newest === undefined) return reply.code(404).headers(open).send({ checkpoints: 0 });
    return reply.headers(open).send(newest);
  });
}
