import type { Answer } from '../walks/ground.ts';
import type { Asked } from './asks.ts';
import { mailedWord } from './mail.ts';
import { isTold, isToldSecrets, mayLook, type Role, readsLog, sees } from './oracle.ts';
import { ownLabel } from './past.ts';
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
    ...secretsIn(role, asked, text),
    ...(correspondents.includes(role) || !text.includes(mailedWord) ? [] : ['tells what was written to the person']),
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

/** A line of a signed log says the number of a thing alone. */
const withIds = (text: string, hex: string): string =>
  text.replace(/\\"o\\":\[\\"(\w+)\\",\\"([0-9a-z]{1,11})\\"/g, (_, kind: string, n: string) => ` ${kind}/${hex}-${n} `);

/** Who reads the person's messages. */
const correspondents: readonly Role[] = ['person', 'legal representative'];

const secrets = ['Secrète', '899700000408', ownLabel] as const;
function secretsIn(role: Role, { noSecrets = false }: Asked, text: string): readonly string[] {
  if (isToldSecrets(role) && !noSecrets) return [];
  return secrets.filter((one) => text.includes(one)).map((one) => `tells ${one}`);
}

function leaks(
  { owners, ids, hex }: Scene,
  role: Role,
  { path, body, door, ofLines }: Asked,
  { status }: Answer,
  text: string,
): readonly string[] {
  const shown = (thing: Thing): boolean => (door === 'log' ? isTold(role, thing) : everSees(role, thing));
  const request = `${path}${typeof body === 'string' ? body : JSON.stringify(body ?? '')}`;
  const named = things.filter(({ name, word }) => namedIn(text).has(name) && !(status >= 400 && request.includes(word)));
  const words = named.filter((thing) => !shown(thing)).map(({ name }) => `tells the words of ${name}`);
  // Who sent the report named the masked result in it.
  const open = text.includes('zqreportxz') || text.includes('"result"') ? ids.get('shut') : undefined;
  const written = door === 'log' ? withIds(text, hex) : text;
  const own = ofLines ? written.replace(/"id" ?: ?"[^"]*"|AuditEvent\/[\w-]+/g, '') : written;
  const told = [...owners].filter(
    ([id, thing]) =>
      !shown({ ...thing, stands: true }) && id !== open && !request.includes(id) && new RegExp(`\\b${id}\\b`).test(own),
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
    return seen === (status === 200 || status === 204) ? [] : [`${seen ? 'is not shown' : 'is shown'}: ${status}`];
  }
  if (door === 'operator') {
    const may = role === 'operator';
    return may === (status === 200) ? [] : [`${may ? 'is not answered' : 'is answered'}: ${status} ${text.slice(0, 300)}`];
  }
  const may = door === 'log' ? readsLog(role) : mayLook(role, door);
  if (!may || status !== 200)
    return may === (status === 200) ? [] : [`${may ? 'is not answered' : 'is answered'}: ${status} ${text.slice(0, 300)}`];
  const finds = (thing: Thing): boolean => (door === 'log' ? isTold(role, thing) : sees(role, thing, door));
  const reached = through === undefined || (door !== 'log' && sees(role, through, door));
  const expected = shows.filter((thing) => finds(thing) && reached);
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
