import type { Directory, DirectoryProfessional } from '#directory';
import { Refusal } from '#kernel';
import type { Accounts } from '../accounts/accounts.ts';
import { unknownProfessional } from '../refusals.ts';

/** The professional of an RPPS number, or of a demonstration's login. Refuses `signin.unknown-professional`. */
export async function namedProfessional(
  { accounts, directory }: { readonly accounts: Accounts; readonly directory: Directory },
  who: string,
): Promise<DirectoryProfessional> {
  const login = await accounts.demo(who);
  const id = login !== undefined && 'professional' in login ? login.professional : who;
  const found = await knownProfessional(directory, id);
  if (found === undefined) throw unknownProfessional();
  return found;
}

/** Undefined for who is not in the directory, and for what is no RPPS number. */
export async function knownProfessional(directory: Directory, id: string): Promise<DirectoryProfessional | undefined> {
  try {
    return await directory.professional(id);
  } catch (error) {
    if (error instanceof Refusal && error.code === 'directory.malformed-professional') return undefined;
    throw error;
  }
}
