import type { Directory, DirectoryProfessional, DirectoryStructure } from '#directory';
import { Refusal } from '#kernel';
import { situations } from '../provider/account.ts';
import type { Vouched } from './party.ts';
import { noPlace, unknownHere } from './refusals.ts';

/** Who Pro Santé Connect vouches for, and where they may act here. */
export interface KnownProfessional {
  readonly professional: DirectoryProfessional;
  /** At least one: those of the directory that Pro Santé Connect names too. */
  readonly places: readonly DirectoryStructure[];
  /** The one that Pro Santé Connect puts first. */
  readonly first?: string;
}

/**
 * The professional of the directory behind the claims of Pro Santé Connect, by the national identifier (`SubjectNameID`), and the
 * « situations d’exercice » that both know (`SubjectRefPro`). When the claims name no place, those of the directory.
 *
 * The directory decides who may act here: nobody enters it by signing in. Refuses `signin.federation-unknown`,
 * `signin.federation-no-situation`.
 *
 * Source: Pro Santé Connect, documentation des « claims ».
 */
export async function knownProfessional(directory: Directory, { claims }: Vouched): Promise<KnownProfessional> {
  const id = claims.SubjectNameID ?? claims.preferred_username;
  const professional = typeof id === 'string' ? await found(directory, id) : undefined;
  if (professional === undefined) throw unknownHere();
  const named = placesNamed(claims.SubjectRefPro);
  const all = await situations(directory, professional);
  const places = named.size === 0 ? all : all.filter((place) => named.has(place.id) || named.has(place.id.slice(1)));
  if (places.length === 0) throw noPlace();
  const { SubjectOrganizationID: first } = claims;
  return { professional, places, ...(typeof first === 'string' ? { first: first.replace(/^F/, '1') } : {}) };
}

async function found(directory: Directory, id: string): Promise<DirectoryProfessional | undefined> {
  if (id.length > 40) return undefined;
  try {
    return await directory.professional(id);
  } catch (error) {
    if (error instanceof Refusal && error.code.startsWith('directory.')) return undefined;
    throw error;
  }
}

const mostExercices = 50;
const mostActivities = 200;

/** The FINESS and technical identifiers of every activity; what is not of the documented shape names nothing. */
function placesNamed(refPro: unknown): ReadonlySet<string> {
  const named = new Set<string>();
  for (const exercice of listIn(refPro, 'exercices').slice(0, mostExercices))
    for (const activity of listIn(exercice, 'activities').slice(0, mostActivities))
      for (const name of ['numeroFinessSite', 'numeroFinessetablissementJuridique', 'identifiantTechniqueDeLaStructure']) {
        const value = isObject(activity) ? activity[name] : undefined;
        if (typeof value === 'string' && value.trim() !== '') named.add(value.trim().replace(/^F/, '1'));
      }
  return named;
}

function listIn(value: unknown, name: string): readonly unknown[] {
  const list = isObject(value) ? value[name] : undefined;
  return Array.isArray(list) ? list : [];
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null;
