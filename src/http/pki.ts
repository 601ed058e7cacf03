import type { FastifyInstance } from 'fastify';
import type { AuthorityName, Certificates } from '#signin';
import { notFound } from './errors.ts';

const names: readonly string[] = ['root', 'organisations', 'persons'] satisfies AuthorityName[];
const isName = (text: string): text is AuthorityName => names.includes(text);

/** What the certificates of the demonstration authority point at: `/pki/<authority>.crl` and `.cer`, in DER. Source: RFC 5280 §4.2.1.13, §4.2.2.1. */
export async function pkiRoutes(
  app: FastifyInstance,
  { certificates }: { readonly certificates: Pick<Certificates, 'authorities' | 'revocations'> },
): Promise<void> {
  app.get<{ Params: { file: string } }>('/:file', async ({ params }, reply) => {
    const [name = '', extension, more] = params.file.split('.');
    if (!isName(name) || more !== undefined || (extension !== 'crl' && extension !== 'cer')) throw notFound();
    reply.header('cache-control', 'max-age=300');
    if (extension === 'crl') return reply.type('application/pkix-crl').send(await certificates.revocations(name));
    const found = (await certificates.authorities()).find((one) => one.name === name);
    return reply.type('application/pkix-cert').send(found?.der);
  });
}
