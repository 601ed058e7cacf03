import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { extract, type Header } from 'tar-stream';
import { Refusal } from '#kernel';
import { checkName } from './packages.ts';
import { isKind, type Json } from './shelf.ts';

/** A FHIR package as published: who it is, the conformance resources in it, the packages it needs. */
export interface FhirPackage {
  readonly name: string;
  readonly version: string;
  readonly resources: Json[];
  /** `name#version`. */
  readonly dependencies: readonly string[];
}

/** In bytes, but for `files`. */
export interface PackageLimits {
  readonly unpacked: number;
  readonly file: number;
  readonly files: number;
}

/** The greatest published packages (all of THO, US Core) are well under a third of this. */
export const packageLimits: PackageLimits = { unpacked: 512 << 20, file: 64 << 20, files: 20_000 };

/**
 * Reads a FHIR NPM package (`.tgz`): its `package/package.json` and the conformance resources that stand directly in `package/`.
 * Examples, openapi, schematron and everything else in sub-folders is passed over; nothing is ever written to the disk.
 *
 * Refuses `packages.malformed` (not a gzip, not a tar, no package.json, broken JSON), `packages.too-large` (see {@link PackageLimits}),
 * `packages.unsafe-entry` (a link, a device, a path that leaves the archive), `packages.bad-name`, `packages.fhir-version` (not for R4).
 *
 * Source: FHIR NPM package specification, package layout and manifest.
 */
export async function readPackage(tgz: Uint8Array | Readable, limits: PackageLimits = packageLimits): Promise<FhirPackage> {
  const resources: Json[] = [];
  let manifest: Json | undefined;
  let files = 0;
  const tar = extract();
  tar.on('entry', (header, stream, next) => {
    stream.on('error', () => undefined); // told by the archive as a whole
    take(header, stream).then(() => next(), next);
  });
  const take = async (header: Header, stream: AsyncIterable<unknown>): Promise<void> => {
    files += 1;
    if (files > limits.files) throw tooLarge(`plus de ${limits.files} fichiers`, `more than ${limits.files} files`);
    checkEntry(header);
    const name = /^(?:\.\/)?package\/([^/]+\.json)$/.exec(header.name)?.[1];
    if (header.type !== 'file' || name === undefined || name.startsWith('.')) return skip(stream);
    if ((header.size ?? 0) > limits.file)
      throw tooLarge(`un fichier de plus de ${limits.file} octets`, `a file of more than ${limits.file} bytes`, name);
    const read = parse(await bytesOf(stream), name);
    if (name === 'package.json') manifest = read;
    else if (isKind(read.resourceType) && typeof read.url === 'string') resources.push(read);
  };
  try {
    await pipeline(tgz instanceof Readable ? tgz : Readable.from([tgz]), createGunzip(), atMost(limits.unpacked), tar);
  } catch (error) {
    if (error instanceof Refusal) throw error;
    throw malformed('ce n’est pas une archive .tgz entière', 'it is not a whole .tgz archive');
  }
  return described(manifest, resources);
}

function described(manifest: Json | undefined, resources: Json[]): FhirPackage {
  if (manifest === undefined) throw malformed('package/package.json manque', 'package/package.json is missing');
  const { name, version, dependencies } = manifest;
  if (typeof name !== 'string' || typeof version !== 'string') {
    throw malformed('name ou version manque', 'name or version is missing', 'package.json');
  }
  checkName(name, version);
  const made = [manifest.fhirVersions ?? manifest['fhir-version-list'] ?? []].flat();
  if (made.length > 0 && !made.some((one) => typeof one === 'string' && one.startsWith('4.0'))) {
    throw new Refusal('packages.fhir-version', {
      fr: `Le paquet ${name}#${version} est fait pour FHIR ${made.join(', ')} ; Socle lit FHIR R4 (4.0.1). Cherchez sa variante R4.`,
      en: `The package ${name}#${version} is made for FHIR ${made.join(', ')}; Socle reads FHIR R4 (4.0.1). Look for its R4 variant.`,
    });
  }
  const needs = typeof dependencies === 'object' && dependencies !== null ? Object.entries(dependencies) : [];
  return { name, version, resources, dependencies: needs.map(([other, which]) => `${other}#${String(which)}`) };
}

/** Nothing is unpacked, so a bad path could not harm; but whoever made it is not to be trusted with the rest either. */
function checkEntry({ name, type }: Header): void {
  const plain = type === 'file' || type === 'directory';
  if (plain && name.length <= 500 && !name.startsWith('/') && !/(^|[\\/])\.\.([\\/]|$)|[\0\\]/.test(name)) return;
  throw new Refusal(
    'packages.unsafe-entry',
    {
      fr: 'L’archive contient un lien, un périphérique ou un chemin qui en sort : elle est refusée entière.',
      en: 'The archive holds a link, a device or a path that leaves it: it is refused whole.',
    },
    { at: name.slice(0, 200) },
  );
}

function atMost(limit: number): Transform {
  let total = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      total += chunk.length;
      if (total > limit)
        done(tooLarge(`plus de ${limit} octets une fois décompressée`, `more than ${limit} bytes once unpacked`));
      else done(null, chunk);
    },
  });
}

async function skip(stream: AsyncIterable<unknown>): Promise<void> {
  for await (const _ of stream);
}

async function bytesOf(stream: AsyncIterable<unknown>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

function parse(bytes: Buffer, at: string): Json {
  try {
    const read: unknown = JSON.parse(bytes.toString('utf8').replace(/^\uFEFF/, ''));
    if (typeof read === 'object' && read !== null) return read as Json;
  } catch {
    // told below
  }
  throw malformed('un de ses fichiers n’est pas du JSON valable', 'one of its files is not valid JSON', at);
}

function malformed(fr: string, en: string, at?: string): Refusal {
  const sentence = { fr: `Ce paquet FHIR ne peut pas être lu : ${fr}.`, en: `This FHIR package cannot be read: ${en}.` };
  return new Refusal('packages.malformed', sentence, at === undefined ? {} : { at });
}

function tooLarge(fr: string, en: string, at?: string): Refusal {
  const sentence = { fr: `Ce paquet FHIR est trop grand : ${fr}.`, en: `This FHIR package is too large: ${en}.` };
  return new Refusal('packages.too-large', sentence, at === undefined ? {} : { at });
}
