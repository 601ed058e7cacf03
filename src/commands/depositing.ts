import type { CdaHeader } from '#documents';
import { insOf } from '#interop/pdsm';
import { CommandFailed, type Server, sentenceOf } from './server.ts';

/** Makes the identity that a header names, qualified, in the demonstration. */
export async function createPatient(server: Server, header: CdaHeader): Promise<void> {
  const ins = insOf(header);
  const { ids: _, ...traits } = header.patient;
  const token = await server.token({ as: 'operator' });
  const response = await server.call('/api/operator/identities', {
    method: 'POST',
    body: JSON.stringify({ ...traits, birthPlace: traits.birthPlace ?? '99999', ...ins }),
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
  });
  const answer = await response.json();
  if (!response.ok) throw new CommandFailed(sentenceOf(answer));
  if (response.status === 201) console.log('identity made, qualified by the INSi simulator');
}

/** Reads a document back and compares the bytes. */
export async function verify(server: Server, token: string, location: string, sent: Buffer): Promise<void> {
  const response = await server.call(`/fhir/${location}`, { method: 'GET', headers: { authorization: `Bearer ${token}` } });
  if (!response.ok) throw new CommandFailed(`read back: ${sentenceOf(await response.json())}`);
  const received = Buffer.from(await response.arrayBuffer());
  if (!received.equals(sent))
    throw new CommandFailed(`read back: ${received.length} bytes came back that are not the ${sent.length} sent`);
  console.log(`read back: the same ${sent.length} bytes`);
}
