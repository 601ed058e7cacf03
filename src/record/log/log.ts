import { type Call, isThemself, type RecordId, Refusal } from '#kernel';
import type { Exported, TraceLine } from '#trace';
import { askedWords, isNarrowed, type LogAsked, meets } from './asked.ts';
import { type LogDesk, type Told, toldTo } from './sight.ts';

export interface LogPage {
  /** Newest first. */
  readonly lines: readonly TraceLine[];
  /** Below which line the next page begins; undefined at the end of the log. */
  readonly next?: number;
}

/** The log of a record for the person whom it is about, and for who acts for them; who may read it, and what they are told: `sight.ts`. */
export interface RecordLog {
  /** At most `most` lines (200) below line `before`. A page may be shorter, even empty, and have a next one: see {@link mostLooked}. */
  page(call: Call, record: RecordId, asked: LogAsked, most: number, before?: number): Promise<LogPage>;
  /** What this caller is told of lines of the log. Refusals: `sight.ts`. */
  told(call: Call, record: RecordId): Promise<Told>;
  /** One line; undefined when it is not there or not told. */
  line(call: Call, record: RecordId, seq: number): Promise<TraceLine | undefined>;
  /** All lines that are asked for, newest first, traced. Refuses `trace.export-too-large` beyond `most`. */
  all(call: Call, record: RecordId, asked: LogAsked, most: number): Promise<readonly TraceLine[]>;
  /** As a signed file, traced; whole unless something narrower is asked for. Refuses `trace.export-too-large`. */
  export(call: Call, record: RecordId, name: string, asked: LogAsked): Promise<Exported>;
}

const aPage = 200;
/** Lines looked at for one page of those asked for. Their times say nothing of where the others are: a clock may have been set back. */
const mostLooked = 5000;

export function openLog(desk: LogDesk): RecordLog {
  return {
    told: (call, record) => toldTo(desk, call, record),
    async page(call, record, asked, most, before) {
      const told = await toldTo(desk, call, record);
      if (before === undefined) await traceLook(desk, call, record);
      return pageOf(desk, told, record, asked, Math.min(most, aPage), before);
    },
    async line(call, record, seq) {
      const told = await toldTo(desk, call, record);
      const found = await desk.trace.lines(record, seq + 1, 1);
      return (await told(found.filter((line) => line.seq === seq)))[0];
    },
    async all(call, record, asked, most) {
      const told = await toldTo(desk, call, record);
      const lines: TraceLine[] = [];
      for (let page: LogPage | undefined; page === undefined || page.next !== undefined; ) {
        page = await pageOf(desk, told, record, asked, aPage, page?.next);
        lines.push(...page.lines);
        if (lines.length > most) throw tooLarge(most);
      }
      await traceExport(desk, call, record, 'pdf');
      return lines;
    },
    async export(call, record, name, asked) {
      const told = await toldTo(desk, call, record);
      const exported = await desk.trace.export({
        record,
        name,
        at: call.at,
        ...(isNarrowed(asked) ? { asked: askedWords(asked) } : {}),
        shown: async (lines) => {
          const shown = (await told(lines)).filter((line) => meets(line, asked, record));
          return new Set(shown.map(({ seq }) => seq));
        },
      });
      await traceExport(desk, call, record, 'json');
      return exported;
    },
  };
}

async function pageOf(
  desk: LogDesk,
  told: Told,
  record: RecordId,
  asked: LogAsked,
  most: number,
  before: number | undefined,
): Promise<LogPage> {
  const found: TraceLine[] = [];
  let at = before;
  for (let looked = 0; looked < mostLooked; looked += aPage) {
    const lines = await desk.trace.lines(record, at, aPage);
    for (const line of (await told(lines)).filter((one) => meets(one, asked, record))) {
      if (found.length === most) return { lines: found, next: found.at(-1)?.seq ?? 1 };
      found.push(line);
    }
    const last = lines.at(-1);
    if (last === undefined || lines.length < aPage) return { lines: found };
    at = last.seq;
  }
  return at === undefined ? { lines: found } : { lines: found, next: at };
}

/** A person looking at their own log is no news to them; somebody who acts for them is. */
async function traceLook({ trace }: LogDesk, call: Call, record: RecordId): Promise<void> {
  if (isThemself(call.actor)) return;
  await trace.journal(call, record, { action: 'list', outcome: 'done', detail: { what: 'log' } });
}

async function traceExport({ trace }: LogDesk, call: Call, record: RecordId, form: string): Promise<void> {
  await trace.journal(call, record, { action: 'export', outcome: 'done', detail: { what: 'log', form } });
}

function tooLarge(most: number): Refusal {
  return new Refusal('trace.export-too-large', {
    fr: `Il y a plus de ${most} lignes : choisissez des dates.`,
    en: `There are more than ${most} lines: choose dates.`,
  });
}
