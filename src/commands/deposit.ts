import { readFile } from 'node:fs/promises';
import { type CdaHeader, canonicalId, scanHeader } from '#documents';
import { insOf, provideBundle } from '#interop/pdsm';
import { readSettings } from '../settings.ts';
import { depositArchive, isZip } from './depositArchive.ts';
import { createPatient, verify } from './depositing.ts';
import { optionsOf } from './options.ts';
import { CommandFailed, type Server, sentenceOf, serverOf } from './server.ts';

export const help = `socle deposit FILE|FILE.zip [--create-patient] [--verify] [--strict] [--hide-from-professionals] [--hide-from-patient]
              [--hide-from-representatives]

Deposits a CDA R2 document for the person its header names, through ITI-65, as a software of a couloir would. An IHE_XDM.zip is deposited
as one submission, all of it or nothing, for the person its METADATA.XML names; it says itself what is hidden.
  --create-patient  first makes that identity, qualified, in the demonstration (INSi simulator)
  --verify          reads the document back and compares the bytes
  --strict          only when it passes the whole check, XSD and schematron included (see socle check)
The exit status is 0 when the document stands in the record (and, with --verify, is the same), else 1.`;

const hiding = ['hide-from-professionals', 'hide-from-patient', 'hide-from-representatives'] as const;

export async function deposit(args: readonly string[]): Promise<void> {
  const flag = { type: 'boolean' } as const;
  const options = {
    'create-patient': flag,
    verify: flag,
    strict: flag,
    'hide-from-professionals': flag,
    'hide-from-patient': flag,
    'hide-from-representatives': flag,
  };
  const { values, words } = optionsOf(args, options, help);
  if (values.help === true) return console.log(help);
  const [file, ...more] = words;
  if (file === undefined || more.length > 0) throw new CommandFailed(`one FILE is expected.\n\n${help}`);
  const bytes = await readFile(file).catch((error: Error) => {
    throw new CommandFailed(`${file} cannot be read: ${error.message}`);
  });
  const server = serverOf(readSettings());
  if (isZip(bytes) && hiding.some((name) => values[name] === true))
    throw new CommandFailed('METADATA.XML says who may see the documents of an archive: send it without --hide-from-….');
  if (isZip(bytes))
    return depositArchive(server, bytes, {
      createPatient: values['create-patient'] === true,
      verify: values.verify === true,
      strict: values.strict === true,
    });
  const header = scanHeader(bytes);
  if (values['create-patient'] === true) await createPatient(server, header);
  const token = await server.token({ as: 'socle-cli' });
  const replaces = await knownOriginal(server, token, header);
  const body = provideBundle(bytes, {
    at: new Date(),
    hiddenFromProfessionals: values['hide-from-professionals'] === true,
    hiddenFromPatient: values['hide-from-patient'] === true,
    hiddenFromRepresentatives: values['hide-from-representatives'] === true,
    ...(replaces === undefined ? {} : { replaces }),
  });
  const response = await server.call('/fhir', {
    method: 'POST',
    body,
    headers: {
      'content-type': 'application/fhir+json',
      authorization: `Bearer ${token}`,
      ...(values.strict === true ? { prefer: 'handling=strict' } : {}),
    },
  });
  const answer = (await response.json()) as { entry?: { response: { status: string; location: string } }[] };
  if (!response.ok) throw new CommandFailed(sentenceOf(answer));
  const [, document, binary] = answer.entry ?? [];
  const replayed = document?.response.status.startsWith('200') === true;
  console.log(`${replayed ? 'already there, identical' : 'deposited'}: ${document?.response.location}`);
  if (values.verify === true) await verify(server, token, binary?.response.location ?? '', bytes);
}

/** A header may say that it replaces a document which this record never had: then it is deposited as new. */
async function knownOriginal(server: Server, token: string, header: CdaHeader): Promise<string | undefined> {
  const [original] = header.replaces;
  const ins = insOf(header);
  if (original === undefined || ins === undefined) return undefined;
  const id = canonicalId(original);
  const asked = new URLSearchParams({
    'patient.identifier': `urn:oid:${ins.oid}|${ins.matricule}`,
    identifier: id,
    status: 'current',
  });
  const response = await server.call('/fhir/DocumentReference/_search', {
    method: 'POST',
    body: asked,
    headers: { authorization: `Bearer ${token}` },
  });
  const found = (await response.json()) as { total?: number };
  if (found.total === 1) return id;
  console.log(`the header replaces ${id}, which is not current in this record: deposited as a new document`);
  return undefined;
}
