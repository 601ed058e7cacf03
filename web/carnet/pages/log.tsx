import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { announce } from '../../kit/announcer.tsx';
import { Button } from '../../kit/button.tsx';
import { show } from '../../kit/dates.ts';
import { Failed } from '../../kit/loaded.tsx';
import { More } from '../../kit/more.tsx';
import { Page } from '../../kit/page.tsx';
import { Skeleton } from '../../kit/skeleton.tsx';
import { Back } from '../back.tsx';
import { casesQuery } from '../cases.ts';
import { ContestLine } from '../contest.tsx';
import { LogDownloads } from '../logDownloads.tsx';
import { isNarrowed, wholeLog } from '../logFilter.ts';
import { LogFilters } from '../logFilters.tsx';
import { LogLineItem } from '../logLine.tsx';
import { useLog } from '../queries.ts';
import { useTitle } from '../relatives/useTitle.ts';
import type { LogLine } from '../shapes.ts';

/** Journal: everything that happened, by day, in plain words; narrowed, taken away, contested. */
export default function LogPage() {
  const { t } = useTranslation('carnet');
  const title = useTitle('log');
  const [filter, setFilter] = useState(wholeLog);
  const log = useLog(filter);
  const contests = useQuery(casesQuery).data;
  const lines = log.data?.pages.flatMap((page) => page.items) ?? [];
  const shown = log.data === undefined || log.isPlaceholderData ? undefined : lines.length;
  const narrowed = isNarrowed(filter);
  useEffect(() => {
    if (narrowed && shown !== undefined) announce(t('logTools.found', { count: shown }));
  }, [narrowed, shown, t]);
  return (
    <Page title={title} space={t('space')} before={<Back to="/acces" />} lead={t('log.lead')}>
      <LogFilters filter={filter} onChange={setFilter} />
      <LogDownloads filter={filter} />
      {log.data === undefined &&
        (log.error ? <Failed error={log.error} retry={() => void log.refetch()} /> : <Skeleton rows={8} />)}
      {log.data && lines.length === 0 && !log.hasNextPage && (
        <div className="card">
          <p>{t(narrowed ? 'logTools.nothing' : 'log.empty')}</p>
          {narrowed && <Button onPress={() => setFilter(wholeLog)}>{t('logTools.all')}</Button>}
        </div>
      )}
      {byDay(lines).map(([day, ofDay]) => (
        <section key={day} className="card" aria-labelledby={`day-${ofDay[0]?.seq}`}>
          <h2 id={`day-${ofDay[0]?.seq}`}>{day}</h2>
          <ul className="log">
            {ofDay.map((line) => (
              <LogLineItem key={line.seq} line={line} withDay={false}>
                {contests && isContestable(line) && (
                  <ContestLine line={line} contest={contests.find(({ seq }) => seq === line.seq)} />
                )}
              </LogLineItem>
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

/** Nobody contests what they did themselves; what Socle does by itself with a document that came is nobody's access. */
const isContestable = ({ who, action }: LogLine): boolean => !who.you && !(who.kind === 'operator' && action === 'write');

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
