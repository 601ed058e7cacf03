import { type AnyRoute, type AnyRouter, createRootRoute, createRoute, createRouter } from '@tanstack/react-router';
import { type ComponentType, lazy } from 'react';
import { ProAccessibility, ProCrash, ProFrame, ProNotFound } from './frame.tsx';
import { mailRoutes } from './mail/mailRoutes.tsx';
import { DayPage } from './pages/day.tsx';
import { SearchPage } from './pages/search.tsx';
import { SynthesisPage } from './pages/synthesis.tsx';

const ChronologyPage = lazy(() => import('./pages/chronology.tsx'));
const ResultsPage = lazy(() => import('./pages/results.tsx'));
const PublishPage = lazy(() => import('./pages/publish.tsx'));
const TeamPage = lazy(() => import('./pages/team.tsx'));
const DocumentPage = lazy(() => import('./pages/document.tsx'));
const ArchivesPage = lazy(() => import('./pages/archives.tsx'));
const WritePage = lazy(() => import('./pages/write.tsx'));

const root = createRootRoute({ component: ProFrame, notFoundComponent: ProNotFound, errorComponent: ProCrash });
const getParentRoute = () => root;

const day = createRoute({ getParentRoute, path: '/', component: DayPage });
const search = createRoute({ getParentRoute, path: '/patients', component: SearchPage });
const accessibility = createRoute({ getParentRoute, path: '/accessibilite', component: ProAccessibility });

/** A screen of one patient: another patient's begins anew. */
function ofPatient(path: string, Screen: ComponentType<{ record: string }>): AnyRoute {
  const route = createRoute({
    getParentRoute,
    path: `/p/$record${path}`,
    component: () => {
      const { record } = route.useParams() as { record: string };
      return <Screen key={record} record={record} />;
    },
  });
  return route;
}
const chronology = createRoute({
  getParentRoute,
  path: '/p/$record/chronologie',
  validateSearch: (query): { categorie?: string } =>
    query.categorie === undefined ? {} : { categorie: String(query.categorie) },
  component: () => {
    const { record } = chronology.useParams();
    return <ChronologyPage key={record} record={record} category={chronology.useSearch().categorie} />;
  },
});
const document = createRoute({
  getParentRoute,
  path: '/p/$record/documents/$id',
  component: () => {
    const { record, id } = document.useParams();
    return <DocumentPage key={id} record={record} id={id} />;
  },
});

/** The screens of the professional's space and their addresses. */
export function makeRouter(): AnyRouter {
  return createRouter({
    basepath: '/pro',
    routeTree: root.addChildren([
      day,
      search,
      ofPatient('', SynthesisPage),
      chronology,
      ofPatient('/resultats', ResultsPage),
      ofPatient('/publier', PublishPage),
      ofPatient('/equipe', TeamPage),
      ofPatient('/ordonnance', ({ record }) => <WritePage record={record} kind="prescription" />),
      ofPatient('/vaccination', ({ record }) => <WritePage record={record} kind="vaccination" />),
      ofPatient('/archives', ArchivesPage),
      document,
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
