import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { type BuiltDocument, buildDocument, signDocument } from '#documents';
import { optionsOf, textOf } from './options.ts';
import { CommandFailed } from './server.ts';

export const help = `socle build KIND FORM.json [--pdf FILE.pdf] [--out FILE.xml] [--print FILE.pdf] [--key KEY.pem --cert CERT.pem]

Writes a CDA document from a form, on this machine alone: no server is asked.
KIND: prescription, vaccination, discharge, summary, laboratory (structured, N3), or pdf (a PDF in its CDA envelope, N1: give it as --pdf).
FORM.json: {"heading": who, for whom, when; "form": what the kind asks}. See docs/guide/build.md.
  --out     where the document goes; the standard output when absent
  --print   writes beside it the same words as PDF/A-1a (not for KIND pdf: that PDF is taken as it is, and not converted)
  --key     signs the document with this private key (PEM, RSA or P-256); the signature goes beside it, to FILE.xml.sig.xml; needs --out
  --cert    the certificate of the key (PEM)`;

/** The document goes out alone, so that a pipe gets nothing else. */
export async function build(args: readonly string[]): Promise<void> {
  const text = { type: 'string' } as const;
  const { values, words } = optionsOf(args, { pdf: text, out: text, print: text, key: text, cert: text }, help);
  if (values.help === true) return console.log(help);
  const [kind, file, ...more] = words;
  if (kind === undefined || file === undefined || more.length > 0)
    throw new CommandFailed(`one KIND and one FORM.json are expected.\n\n${help}`);
  const [out, pdf, print, key, cert] = [values.out, values.pdf, values.print, values.key, values.cert].map(textOf);
  if ((key === undefined) !== (cert === undefined)) throw new CommandFailed('--key and --cert go together.');
  if (key !== undefined && out === undefined)
    throw new CommandFailed('--key needs --out: the signature stands beside the document.');
  if (kind === 'pdf' && (pdf === undefined || print !== undefined))
    throw new CommandFailed('KIND pdf takes the PDF by --pdf, and has nothing to --print.');
  const given = {
    kind,
    ...parsed(file, (await read(file)).toString('utf8')),
    ...(pdf === undefined ? {} : { pdf: await read(pdf) }),
  };
  const built = buildDocument(given, new Date());
  if (out === undefined) process.stdout.write(built.xml);
  else await write(out, built.xml);
  if (print !== undefined) await write(print, printed(built));
  if (out !== undefined && key !== undefined && cert !== undefined)
    await write(`${out}.sig.xml`, signed(built.xml, out, await read(key), await read(cert)));
}

function parsed(file: string, json: string): { heading: unknown; form: unknown } {
  try {
    const { heading, form } = JSON.parse(json) as { heading?: unknown; form?: unknown };
    return { heading, form };
  } catch {
    throw new CommandFailed(`${file} is not JSON.`);
  }
}

function printed({ pdf }: BuiltDocument): Buffer {
  if (pdf === undefined) throw new CommandFailed('this kind has nothing to print.');
  return pdf();
}

function signed(xml: Buffer, out: string, key: Buffer, certificate: Buffer): Buffer {
  const name = basename(out);
  if (!/^[\w.-]{1,200}$/.test(name))
    throw new CommandFailed('a signed document has a name of letters, digits, ".", "_" and "-".');
  return signDocument(xml, { name, ...credentials(key, certificate), at: new Date() });
}

function credentials(key: Buffer, certificate: Buffer) {
  try {
    return { key: createPrivateKey(key), certificate: new X509Certificate(certificate) };
  } catch {
    throw new CommandFailed('the key or the certificate is not PEM, or the key has a passphrase.');
  }
}

const read = (file: string): Promise<Buffer> =>
  readFile(file).catch((error: Error) => {
    throw new CommandFailed(`${file} cannot be read: ${error.message}`);
  });
const write = (file: string, bytes: Buffer): Promise<void> =>
  writeFile(file, bytes).catch((error: Error) => {
    throw new CommandFailed(`${file} cannot be written: ${error.message}`);
  });
