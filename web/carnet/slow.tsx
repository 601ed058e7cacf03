import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Failed } from '../kit/loaded.tsx';
import { Skeleton } from '../kit/skeleton.tsx';

/** As `Loaded`, with its place kept meanwhile: `rows` cards high. */
export function Slow<T>({ query, rows, children }: { query: UseQueryResult<T>; rows: number; children: (data: T) => ReactNode }) {
  if (query.data !== undefined) return children(query.data);
  if (query.error) return <Failed error={query.error} retry={() => void query.refetch()} />;
  return <Skeleton rows={rows} kind="cards" />;
}
