import type { Answer } from '../walks/ground.ts';
import type { Asked } from './asks.ts';
import { mayLook, type Role, sees } from './oracle.ts';
import type { Scene } from './scene.ts';
import { type Thing, things } from './things.ts';
import { namedIn, textsIn } from './wordsIn.ts';

interface Bundle {
  readonly resourceType?: string;
  readonly type?: string;
  readonly total?: number;
  readonly link?: readonly { readonly relation: string }[];
  readonly entry?: readonly { readonly search?: { readonly mode?: string } }[];
}

/** What is wrong with an answer, in the oracle's eyes; nothing when it is as it must be. */
export async function faultsOf(scene: Scene, role: Role, asked: Asked, answer: Answer): Promise<readonly string[]> {
  const bundle = bundleIn(answer);
  // The links of a Bundle repeat what was asked.
  const text =
    bundle === undefined ? await textsIn(answer.bytes) : await textsIn(Buffer.from(JSON.stringify({ ...bundle, link: [] })));
  const faults = [
    ...leaks(scene, role, asked, answer, text),
    ...wrongAnswer(role, asked, answer, text, bundle),
    ...wrongTotal(asked, bundle),
  ];
  return answer.status >= 500 ? [`answered ${answer.status}`, ...faults] : faults;
}

function bundleIn({ bytes }: Answer): Bundle | undefined {
  if (bytes[0] !== 0x7b) return undefined;
  try {
    const json = JSON.parse(bytes.toString()) as Bundle;
    return json.resourceType === 'Bundle' ? json : undefined;
  } catch {
    return undefined;
  }
}

/** Whether somebody comes to see a thing at all, by any door. */
const everSees = (role: Role, thing: Thing): boolean =>
  sees(role, thing, 'list') || sees(role, thing, 'item') || sees(role, thing, 'across');

function leaks({ owners, ids }: Scene, role: Role, { path, body }: Asked, { status }: Answer, text: string): readonly string[] {
  const request = `${path}${typeof body === 'string' ? body : JSON.stringify(body ?? '')}`;
  const named = things.filter(({ name, word }) => namedIn(text).has(name) && !(status >= 400 && request.includes(word)));
  const words = named.filter((thing) => !everSees(role, thing)).map(({ name }) => `tells the words of ${name}`);
  // Who sent the report named the masked result in it.
  const open = text.includes('zqreportxz') || text.includes('"result"') ? ids.get('shut') : undefined;
  const told = [...owners].filter(
    ([id, thing]) =>
      !everSees(role, { ...thing, stands: true }) && id !== open && !request.includes(id) && new RegExp(`\\b${id}\\b`).test(text),
  );
  return [...words, ...told.map(([, { name }]) => `tells the id of ${name}`)];
}

function wrongAnswer(
  role: Role,
  { door, shows = [], through, counted }: Asked,
  { status }: Answer,
  text: string,
  bundle: Bundle | undefined,
): readonly string[] {
  if (door === 'any') {
    const most = shows.filter((thing) => everSees(role, thing)).length;
    return counted && (bundle?.total ?? 0) > most ? [`counts ${bundle?.total} of ${most}`] : [];
  }
  if (door === 'item') {
    const seen = shows.every((thing) => sees(role, thing, 'item'));
    return seen === (status === 200) ? [] : [`${seen ? 'is not shown' : 'is shown'}: ${status}`];
  }
  const may = mayLook(role, door);
  if (!may || status !== 200)
    return may === (status === 200) ? [] : [`${may ? 'is not answered' : 'is answered'}: ${status} ${text.slice(0, 300)}`];
  const expected = shows.filter((thing) => sees(role, thing, door) && (through === undefined || sees(role, through, door)));
  if (counted) return bundle?.total === expected.length ? [] : [`counts ${bundle?.total} of ${expected.length}`];
  const found = namedIn(text);
  const missing = expected.filter(({ name }) => !found.has(name)).map(({ name }) => `does not show ${name}`);
  const extra = shows.filter((thing) => found.has(thing.name) && !expected.includes(thing)).map(({ name }) => `shows ${name}`);
  return [...missing, ...extra];
}

/** A total is of what is shown. */
function wrongTotal({ counted }: Asked, bundle: Bundle | undefined): readonly string[] {
  if (counted || bundle?.type !== 'searchset' || bundle.total === undefined) return [];
  if (bundle.link?.some(({ relation }) => relation === 'next')) return [];
  const shown = bundle.entry?.filter(({ search }) => search?.mode === 'match').length ?? 0;
  return shown === bundle.total ? [] : [`a total of ${bundle.total} for ${shown}`];
}
