import { type Call, hexOfRecordId, type RecordId } from '#kernel';
import type { Tx } from '#store';
import { InvalidResource } from '../invalid.ts';
import { replaceReferences, withSecurityLabel } from '../json/index.ts';
import { isObject, type Json } from '../json.ts';
import { patched } from '../patch/index.ts';
import type { Aims } from './aimed.ts';
import { errorsOf, refuseFeigned, refuseOwned } from './check.ts';
import { bodyOf, rowOf } from './compose.ts';
import { inHome } from './conditional.ts';
import type { FhirDesk, Patch } from './desk.ts';
import { depositorIn, spotOf } from './home.ts';
import type { OpenHome } from './homes.ts';
import type { Row } from './ledger.ts';
import { lookUpAliases } from './lookUp.ts';
import { forRepresentatives, type Mention, mentionsIn } from './references.ts';
import * as refusals from './refusals.ts';
import type { Settled } from './settle.ts';
import type { Standing } from './standing.ts';
import type { Input } from './stored.ts';
import { whose } from './whose.ts';

/** Everything that the rows of one act are made from. */
export interface Ground {
  readonly desk: FhirDesk;
  readonly call: Call;
  readonly aims: Aims;
  readonly settled: readonly Settled[];
  readonly homes: ReadonlyMap<RecordId, OpenHome>;
  /** `Type/id` for the conditional references, by home and what is written, and for the entries, by their fullUrl. */
  readonly conditional: ReadonlyMap<string, string>;
  readonly addresses: ReadonlyMap<string, string>;
}

/** The new version of one change; undefined when the resource is already as asked. */
export async function draftRow(ground: Ground, tx: Tx, index: number, at: Date): Promise<Row | undefined> {
  const { desk, call } = ground;
  const settled = ground.settled[index];
  if (settled?.does !== 'add' && settled?.does !== 'replace') return undefined;
  const { change, home } = settled;
  const row = settled.does === 'replace' ? settled.row : undefined;
  const { input: given, mentions } =
    row !== undefined && change.patch !== undefined
      ? await patchedInput(ground, tx, settled, row, change.patch)
      : { input: linkedInput(ground, index), mentions: change.mentions };
  if (given === undefined) return undefined;
  const input = ground.homes.get(home)?.secret === true ? keptFromRepresentatives(given) : given;
  if (row !== undefined && bodyOf(input.text, row.id, row.version, row.updated_at) === row.body) return undefined;
  const named =
    settled.does === 'add'
      ? {
          n: settled.n,
          id: settled.id,
          version: settled.version,
          depositor: depositorIn(home, call.actor),
          updatedAt: laterOf(at, settled.after),
        }
      : {
          ...settled.row,
          version: settled.row.version + 1,
          updatedAt: laterOf(at, settled.row.updated_at),
          ...(settled.claims ? { depositor: depositorIn(home, call.actor) } : {}),
        };
  const found = inUsedName(ground, home, input.text, mentions);
  return rowOf(desk, call.actor, home, { ...named, ...input, type: change.type, ...(found === undefined ? {} : { found }) });
}

/** What is written under a secret access says itself from whom it is kept, and so does every later version that keeps its labels. */
function keptFromRepresentatives(input: Input): Input {
  const text = withSecurityLabel(input.text, forRepresentatives);
  return text === input.text ? input : { text, json: JSON.parse(text) as Json };
}

/** A server's clock may be behind that of another: a version never begins before the one that it follows. */
const laterOf = (at: Date, before: Date | undefined): Date => (before === undefined || at > before ? at : before);

/** What was sent, with the links between entries and the conditional references replaced by what they lead to. */
function linkedInput({ aims, settled, conditional, addresses }: Ground, index: number): Input | undefined {
  const one = settled[index];
  const input = one?.change.input;
  if (one === undefined || input === undefined) return undefined;
  const { change, home } = one;
  // What the whole Bundle calls by one name is in `addresses`; what this resource alone means by a word is here.
  const own = new Map<string, string>();
  let inBundle = input.text.includes('urn:uuid:'); // a link may also stand in a uri or in the narrative, where no reference is
  for (const mention of change.mentions) {
    const linked = aims.links.target(index, mention);
    const target = linked === undefined ? conditional.get(inHome(home, mention.text)) : addressOf(settled[linked]);
    const written = mention.text.replace(/\/_history\/[^/]+$/, '');
    if (target === undefined && (linked !== undefined || isInBundle(mention))) throw refusals.unresolved(change.at);
    if (target === undefined) continue;
    if (addresses.get(written) === target) inBundle = true;
    else own.set(written, target);
  }
  const text = replaceReferences(inBundle ? replaceReferences(input.text, addresses) : input.text, own);
  return text === input.text ? input : { text, json: JSON.parse(text) as Json };
}

const isInBundle = ({ text }: Mention): boolean =>
  text.startsWith('urn:uuid:') || text.startsWith('urn:oid:') || text.includes('?');

/** `Type/id` of what a change leaves; undefined when it leaves nothing. */
export function addressOf(settled: Settled | undefined): string | undefined {
  if (settled === undefined || settled.does === 'nothing' || settled.does === 'remove') return undefined;
  const { id } = settled.does === 'add' ? settled : settled.row;
  return `${settled.change.type}/${id}`;
}

/** What the fullUrls of the entries lead to. */
export function addressesOf(settled: readonly Settled[]): ReadonlyMap<string, string> {
  return new Map(
    settled.flatMap((one) => {
      const address = addressOf(one);
      return one.change.fullUrl === undefined || address === undefined ? [] : [[one.change.fullUrl, address] as const];
    }),
  );
}

/** What a patch makes of the row; it is valid, of the same type, and stays in its home. */
async function patchedInput(
  { desk, call }: Ground,
  tx: Tx,
  { change, home }: Settled,
  row: Standing,
  patch: Patch,
): Promise<{ readonly input: Input; readonly mentions: readonly Mention[] }> {
  const text = patched(desk.model, row.body, patch);
  const json: unknown = JSON.parse(text);
  if (!isObject(json) || json.resourceType !== change.type) throw refusals.wrongType(change.type, change.at);
  refuseOwned(desk, change.type, json, change.at);
  refuseFeigned(call.actor, json, change.at);
  const errors = errorsOf(desk, json, text, change.at);
  if (errors.length > 0) throw new InvalidResource(errors);
  const mentions = mentionsIn(json, desk.base);
  const aliases = await lookUpAliases(tx, mentions);
  const alias = (type: string, id: string) => aliases.get(`${type}/${id}`);
  const person = ({ type, id }: Mention) =>
    type === 'Patient' && id !== undefined ? (spotOf(type, id) ?? alias(type, id))?.home : undefined;
  const self = change.type === 'Patient' ? home : undefined;
  const stays = self ?? whose(change.type, mentions, { person, alias }, call.actor, change.at);
  if (stays !== home || (self !== undefined && mentions.some((one) => (person(one) ?? home) !== home))) {
    throw refusals.otherRecord(change.at);
  }
  return { input: { text, json }, mentions };
}

/**
 * A person may be named by their record or by the id that a client chose: what is searched holds the one that their Patient bears.
 * Undefined when the resource names them so already.
 */
function inUsedName({ homes, settled }: Ground, home: RecordId, text: string, mentions: readonly Mention[]): Json | undefined {
  const others = mentions.filter(({ type }) => type === 'Patient');
  if (others.length === 0) return undefined;
  const used = homes.get(home)?.patient?.id ?? madeHere(settled, home) ?? hexOfRecordId(home);
  const map = new Map(others.flatMap(({ text: written, id }) => (id === used ? [] : [[written, `Patient/${used}`] as const])));
  return map.size === 0 ? undefined : (JSON.parse(replaceReferences(text, map)) as Json);
}

function madeHere(settled: readonly Settled[], home: RecordId): string | undefined {
  const made = settled.find((one) => one.home === home && one.does === 'add' && one.change.type === 'Patient');
  return made?.does === 'add' ? made.id : undefined;
}
