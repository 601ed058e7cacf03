import { type AnyRoute, type AnyRouter, createRootRoute, createRoute, createRouter } from '@tanstack/react-router';
import { type ComponentType, lazy, useEffect } from 'react';
import { ProAccessibility, ProCrash, ProFrame, ProNotFound } from './frame.tsx';
import { mailRoutes } from './mail/mailRoutes.tsx';
import { DayPage } from './pages/day.tsx';
import { SearchPage } from './pages/search.tsx';
import { SynthesisPage } from './pages/synthesis.tsx';

const [chronologyPage, resultsPage, publishPage, teamPage, documentPage] = [
  () => import('./pages/chronology.tsx'),
  () => import('./pages/results.tsx'),
  () => import('./pages/publish.tsx'),
  () => import('./pages/team.tsx'),
  () => import('./pages/document.tsx'),
];
const ChronologyPage = lazy(chronologyPage);
const ResultsPage = lazy(resultsPage);
const PublishPage = lazy(publishPage);
const TeamPage = lazy(teamPage);
const ProfilePage = lazy(() => import('./pages/profile.tsx'));
const DocumentPage = lazy(documentPage);
const ArchivesPage = lazy(() => import('./pages/archives.tsx'));
const WritePage = lazy(() => import('./pages/write.tsx'));

const root = createRootRoute({ component: ProFrame, notFoundComponent: ProNotFound, errorComponent: ProCrash });
const getParentRoute = () => root;

const day = createRoute({ getParentRoute, path: '/', component: DayPage });
const search = createRoute({ getParentRoute, path: '/patients', component: SearchPage });
const accessibility = createRoute({ getParentRoute, path: '/accessibilite', component: ProAccessibility });

/** Who opened a patient goes on to their other screens: on a slow line these are there before they are asked for. */
function useNextScreens(): void {
  useEffect(() => {
    const timer = setTimeout(() => {
      for (const load of [chronologyPage, documentPage, resultsPage, publishPage, teamPage]) load().catch(() => undefined);
    }, 300);
    return () => clearTimeout(timer);
  }, []);
}

/** A screen of one patient: another patient's begins anew. */
function ofPatient(path: string, Screen: ComponentType<{ record: string }>): AnyRoute {
  const route = createRoute({
    getParentRoute,
    path: `/p/$record${path}`,
    component: () => {
      const { record } = route.useParams() as { record: string };
      useNextScreens();
      return <Screen key={record} record={record} />;
    },
  });
  return route;
}
const chronology = createRoute({
  getParentRoute,
  path: '/p/$record/chronologie',
  validateSearch: (query): { ouvert?: string; compare?: string } => ({
    ...(query.ouvert === undefined ? {} : { ouvert: String(query.ouvert) }),
    ...(query.compare === undefined ? {} : { compare: String(query.compare) }),
  }),
  component: () => {
    const { record } = chronology.useParams();
    const { ouvert, compare } = chronology.useSearch();
    return <ChronologyPage key={record} record={record} opened={ouvert} compared={compare} />;
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
      ofPatient('/profil', ProfilePage),
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
