import { useTranslation } from 'react-i18next';
import { show } from '../../kit/dates.ts';
import { Failed, Waiting } from '../../kit/loaded.tsx';
import { More } from '../../kit/more.tsx';
import { Page } from '../../kit/page.tsx';
import { LogLineItem } from '../logLine.tsx';
import { useLog } from '../queries.ts';
import type { LogLine } from '../shapes.ts';

/** Journal: everything that happened, by day, in plain words. */
export function LogPage() {
  const { t } = useTranslation('carnet');
  const log = useLog();
  const lines = log.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Page title={t('log.title')} space={t('space')} lead={t('log.lead')}>
      {log.data === undefined && (log.error ? <Failed error={log.error} retry={() => void log.refetch()} /> : <Waiting />)}
      {log.data && lines.length === 0 && <p className="card">{t('log.empty')}</p>}
      {byDay(lines).map(([day, ofDay]) => (
        <section key={day} className="card" aria-labelledby={`day-${ofDay[0]?.seq}`}>
          <h2 id={`day-${ofDay[0]?.seq}`}>{day}</h2>
          <ul className="log">
            {ofDay.map((line) => (
              <LogLineItem key={line.seq} line={line} withDay={false} />
            ))}
          </ul>
        </section>
      ))}
      {log.isFetchNextPageError && <Failed error={log.error} />}
      <More
        rows=".log-line"
        hasMore={log.hasNextPage}
        isLoading={log.isFetchingNextPage}
        shown={lines.length}
        onMore={() => void log.fetchNextPage()}
      />
    </Page>
  );
}

/** The days of the reader's calendar, in the order of the lines. */
function byDay(lines: readonly LogLine[]): [string, LogLine[]][] {
  const days = new Map<string, LogLine[]>();
  for (const line of lines) {
    const day = show(line.at, 'weekday');
    const ofDay = days.get(day);
    if (ofDay) ofDay.push(line);
    else days.set(day, [line]);
  }
  return [...days];
}
