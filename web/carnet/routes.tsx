import { type AnyRouter, createRootRoute, createRoute, createRouter } from '@tanstack/react-router';
import { lazy } from 'react';
import { CarnetAccessibility, CarnetCrash, CarnetFrame, CarnetNotFound } from './frame.tsx';
import { DocumentsPage } from './pages/documents.tsx';
import { HomePage } from './pages/home.tsx';

// What the first screen does not need comes when it is asked for.
const DocumentPage = lazy(() => import('./pages/document.tsx'));
const ResultsPage = lazy(() => import('./pages/results.tsx'));
const ArchivesPage = lazy(() => import('./pages/archives.tsx'));
const MessagesPage = lazy(() => import('./pages/messages.tsx'));
const MessagePage = lazy(() => import('./pages/message.tsx'));
const ConversationPage = lazy(() => import('./pages/conversation.tsx'));
const MessagingPage = lazy(() => import('./pages/messaging.tsx'));
const LogPage = lazy(() => import('./pages/log.tsx'));
const RelativesPage = lazy(() => import('./pages/relatives.tsx'));
const AccessPage = lazy(() => import('./pages/access.tsx'));
const SharePage = lazy(() => import('./pages/share.tsx'));
const AppsPage = lazy(() => import('./pages/apps.tsx'));
const CasesPage = lazy(() => import('./pages/cases.tsx'));
const ConnectionPage = lazy(() => import('./pages/connection.tsx'));
const SettingsPage = lazy(() => import('./pages/settings.tsx'));

const root = createRootRoute({ component: CarnetFrame, notFoundComponent: CarnetNotFound, errorComponent: CarnetCrash });

const home = createRoute({ getParentRoute: () => root, path: '/', component: HomePage });
const documents = createRoute({
  getParentRoute: () => root,
  path: '/documents',
  validateSearch: (search): { categorie?: string } =>
    search['categorie'] === undefined ? {} : { categorie: String(search['categorie']) },
  component: () => <DocumentsPage category={documents.useSearch().categorie} />,
});
const document = createRoute({
  getParentRoute: () => root,
  path: '/documents/$id',
  component: () => {
    const { id } = document.useParams();
    return <DocumentPage key={id} id={id} />;
  },
});
const results = createRoute({ getParentRoute: () => root, path: '/resultats', component: () => <ResultsPage /> });
const archives = createRoute({ getParentRoute: () => root, path: '/archives', component: () => <ArchivesPage /> });
const access = createRoute({ getParentRoute: () => root, path: '/acces', component: () => <AccessPage /> });
const share = createRoute({ getParentRoute: () => root, path: '/partage-express', component: () => <SharePage /> });
const apps = createRoute({ getParentRoute: () => root, path: '/applications', component: () => <AppsPage /> });
const messages = createRoute({ getParentRoute: () => root, path: '/messages', component: () => <MessagesPage /> });
const newMessage = createRoute({
  getParentRoute: () => root,
  path: '/messages/nouveau',
  validateSearch: (search): { a?: string } => (search['a'] === undefined ? {} : { a: String(search['a']) }),
  component: () => <MessagePage to={newMessage.useSearch().a} />,
});
const messaging = createRoute({ getParentRoute: () => root, path: '/messages/reglages', component: () => <MessagingPage /> });
const conversation = createRoute({
  getParentRoute: () => root,
  path: '/messages/$id',
  component: () => {
    const { id } = conversation.useParams();
    return <ConversationPage key={id} id={id} />;
  },
});
const log = createRoute({ getParentRoute: () => root, path: '/journal', component: () => <LogPage /> });
const cases = createRoute({ getParentRoute: () => root, path: '/signalements', component: () => <CasesPage /> });
const relatives = createRoute({ getParentRoute: () => root, path: '/proches', component: () => <RelativesPage /> });
const connection = createRoute({ getParentRoute: () => root, path: '/connexion', component: () => <ConnectionPage /> });
const settings = createRoute({ getParentRoute: () => root, path: '/reglages', component: () => <SettingsPage /> });
const accessibility = createRoute({ getParentRoute: () => root, path: '/accessibilite', component: CarnetAccessibility });

/** The screens of the carnet and their addresses. */
export function makeRouter(): AnyRouter {
  return createRouter({
    basepath: '/carnet',
    routeTree: root.addChildren([
      home,
      documents,
      document,
      results,
      archives,
      access,
      relatives,
      share,
      apps,
      messages,
      newMessage,
      messaging,
      conversation,
      log,
      cases,
      connection,
      settings,
      accessibility,
    ]),
    scrollRestoration: true,
    // A category code such as "11" must stay a text in the address, without JSON quotes.
    parseSearch: (text) => Object.fromEntries(new URLSearchParams(text)),
    stringifySearch: (search) => {
      const text = new URLSearchParams(Object.entries(search).map(([k, v]) => [k, String(v)])).toString();
      return text && `?${text}`;
    },
  });
}
