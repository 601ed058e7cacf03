import type { Call } from '#kernel';
import { fhirRefusal } from '../../refusals.ts';
import { type Asked, askedFrom } from '../../search/asked.ts';
import type { HistoryPage, HistoryScope } from '../history.ts';
import type { Stored } from '../stored.ts';

/** What an entry of a Bundle can read. */
export interface Reader {
  read(call: Call, type: string, id: string): Promise<Stored>;
  vread(call: Call, type: string, id: string, version: number): Promise<Stored>;
  history(call: Call, scope: HistoryScope, asked: Asked): Promise<HistoryPage>;
}

/** The answer to a GET, as the text of an entry: the resource, or the Bundle that was found. Refuses `fhir.not-supported`. */
export async function readEntry(reader: Reader, call: Call, url: string): Promise<string> {
  const mark = url.indexOf('?');
  const path = (mark < 0 ? url : url.slice(0, mark)).split('/').map(decodeURIComponent);
  const [type = '', id, what, version] = path;
  if (id !== undefined && what === undefined) return entryOf(await reader.read(call, type, id));
  if (id !== undefined && what === '_history' && /^\d{1,15}$/.test(version ?? '')) {
    return entryOf(await reader.vread(call, type, id, Number(version)));
  }
  void askedFrom;
  throw fhirRefusal('not-supported', 'Une entrée GET lit une ressource.', 'A GET entry reads a resource.', url.slice(0, 100));
}

function entryOf({ body, version, at }: Stored): string {
  const response = `{"status":"200 OK","etag":"W/\\"${version}\\"","lastModified":"${at.toISOString()}"}`;
  return `{"resource":${body},"response":${response}}`;
}
