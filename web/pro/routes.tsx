import { type AnyRouter, createRootRoute, createRoute, createRouter } from '@tanstack/react-router';
import { lazy } from 'react';
import { ProAccessibility, ProCrash, ProFrame, ProNotFound } from './frame.tsx';
import { mailRoutes } from './mail/mailRoutes.tsx';
import { PatientPage } from './pages/patient.tsx';
import { SearchPage } from './pages/search.tsx';

const DocumentPage = lazy(() => import('./pages/document.tsx'));
const ResultsPage = lazy(() => import('./pages/results.tsx'));
const ArchivesPage = lazy(() => import('./pages/archives.tsx'));
const PublishPage = lazy(() => import('./pages/publish.tsx'));
const WritePage = lazy(() => import('./pages/write.tsx'));

const root = createRootRoute({ component: ProFrame, notFoundComponent: ProNotFound, errorComponent: ProCrash });

const search = createRoute({ getParentRoute: () => root, path: '/', component: SearchPage });
const patient = createRoute({
  getParentRoute: () => root,
  path: '/p/$record',
  validateSearch: (query): { categorie?: string } =>
    query.categorie === undefined ? {} : { categorie: String(query.categorie) },
  component: () => {
    const { record } = patient.useParams();
    return <PatientPage key={record} record={record} category={patient.useSearch().categorie} />;
  },
});
const document = createRoute({
  getParentRoute: () => root,
  path: '/p/$record/documents/$id',
  component: () => {
    const { record, id } = document.useParams();
    return <DocumentPage key={id} record={record} id={id} />;
  },
});
const results = createRoute({
  getParentRoute: () => root,
  path: '/p/$record/resultats',
  component: () => {
    const { record } = results.useParams();
    return <ResultsPage key={record} record={record} />;
  },
});
const publish = createRoute({
  getParentRoute: () => root,
  path: '/p/$record/publier',
  component: () => {
    const { record } = publish.useParams();
    return <PublishPage key={record} record={record} />;
  },
});
const prescription = createRoute({
  getParentRoute: () => root,
  path: '/p/$record/ordonnance',
  component: () => {
    const { record } = prescription.useParams();
    return <WritePage key={record} record={record} kind="prescription" />;
  },
});
const vaccination = createRoute({
  getParentRoute: () => root,
  path: '/p/$record/vaccination',
  component: () => {
    const { record } = vaccination.useParams();
    return <WritePage key={record} record={record} kind="vaccination" />;
  },
});
const archives = createRoute({
  getParentRoute: () => root,
  path: '/p/$record/archives',
  component: () => {
    const { record } = archives.useParams();
    return <ArchivesPage key={record} record={record} />;
  },
});
const accessibility = createRoute({ getParentRoute: () => root, path: '/accessibilite', component: ProAccessibility });

/** The screens of the professional's space and their addresses. */
export function makeRouter(): AnyRouter {
  return createRouter({
    basepath: '/pro',
    routeTree: root.addChildren([
      search,
      patient,
      document,
      results,
      archives,
      publish,
      prescription,
      vaccination,
      accessibility,
      ...mailRoutes(root),
    ]),
    scrollRestoration: true,
    // A category code such as "11" must stay a text in the address, without JSON quotes.
    parseSearch: (text) => Object.fromEntries(new URLSearchParams(text)),
    stringifySearch: (query) => {
      const text = new URLSearchParams(Object.entries(query).map(([k, v]) => [k, String(v)])).toString();
      return text && `?${text}`;
    },
  });
}
