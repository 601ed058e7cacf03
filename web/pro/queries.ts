import { queryOptions } from '@tanstack/react-query';
import { api } from '../kit/api.ts';
import type { ResultsAnswer } from '../kit/results/shapes.ts';
import type { ReadDocument } from './chronology/shapes.ts';
import type { Patient, PublishableType } from './shapes.ts';

/** The API's address of one patient. */
export const patientBase = (record: string) => `/api/pro/patients/${encodeURIComponent(record)}`;

export const patientQuery = (record: string) =>
  queryOptions({ queryKey: ['patient', record], queryFn: () => api<Patient>('GET', patientBase(record)) });

export const documentQuery = (record: string, id: string) =>
  queryOptions({
    queryKey: ['patient', record, 'document', id],
    // Each read is a line in the person's log: coming back to the window must not write another one.
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
    queryFn: () => api<ReadDocument>('GET', `${patientBase(record)}/documents/${encodeURIComponent(id)}`),
  });

export const resultsQuery = (record: string) =>
  queryOptions({
    queryKey: ['patient', record, 'results'],
    // Each look is a line in the person's log.
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
    queryFn: () => api<ResultsAnswer>('GET', `${patientBase(record)}/results`),
  });

export const publishableQuery = queryOptions({
  queryKey: ['publishable'],
  staleTime: Number.POSITIVE_INFINITY,
  queryFn: () => api<{ types: readonly PublishableType[] }>('GET', '/api/pro/publishable'),
});

export const launchableQuery = queryOptions({
  queryKey: ['launchable'],
  staleTime: 60_000,
  queryFn: () => api<{ apps: readonly { readonly id: string; readonly name: string }[] }>('GET', '/api/pro/apps'),
});
