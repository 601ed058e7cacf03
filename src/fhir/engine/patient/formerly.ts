import { parseInsOid } from '#ins';
import type { Asked } from '../../search/index.ts';
import type { FhirDesk } from '../desk.ts';
import { isIns } from './describe.ts';

/**
 * The same search with the matricules that people have now, in place of those that others have replaced: their Patient bears the current one
 * alone. Undefined when there is none to replace; to be asked only when the search as it was found nobody. A matricule that is hidden stays
 * so. Source: Référentiel INS, a NIA gives way to a NIR.
 */
export async function withCurrentMatricules(desk: FhirDesk, asked: Asked): Promise<Asked | undefined> {
  const values = asked.get('identifier');
  if (values === undefined) return undefined;
  let changed = false;
  const current = async (token: string): Promise<string> => {
    const [system = '', value = ''] = token.split('|');
    if (value === '' || !isIns({ system })) return token;
    const record = await desk.ins.recordOf(parseInsOid(system), value);
    const identity = record === undefined ? undefined : await desk.ins.byRecord(record);
    const { oid, matricule } = identity ?? {};
    if (oid === undefined || matricule === undefined || (system === `urn:oid:${oid}` && value === matricule)) return token;
    changed = true;
    return `urn:oid:${oid}|${matricule}`;
  };
  const lists: string[] = [];
  for (const value of values) lists.push((await Promise.all(value.split(',').map(current))).join(','));
  return changed ? new Map([...asked, ['identifier', lists]]) : undefined;
}
