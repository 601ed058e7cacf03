import { type QueryClient, queryOptions } from '@tanstack/react-query';
import { api } from '../../kit/api.ts';
import type { Appointment } from './shapes.ts';

export const appointmentsQuery = queryOptions({
  queryKey: ['appointments'],
  queryFn: () => api<{ items: readonly Appointment[]; mayBook: boolean }>('GET', '/api/carnet/appointments'),
});

export function readAgain(client: QueryClient): Promise<unknown> {
  return Promise.all(['appointments', 'todo', 'log'].map((key) => client.invalidateQueries({ queryKey: [key] })));
}
