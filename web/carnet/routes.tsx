import {
  type AnyRouter,
  createRootRoute,
  createRoute,
  createRouter,
  type ParsedLocation,
  redirect,
} from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { CarnetCrash, CarnetFrame, CarnetNotFound } from './frame.tsx';
import { later } from './later.ts';
import { HomePage } from './pages/home.tsx';

const HealthPage = later(() => import('./pages/health.tsx'));
const ProfilePage = later(() => import('./pages/profile.tsx'));
const DocumentsPage = later(() => import('./pages/documents.tsx'));
const DocumentPage = later(() => import('./pages/document.tsx'));
const ArchivesPage = later(() => import('./pages/archives.tsx'));
const ResultsPage = later(() => import('./pages/results.tsx'));
const ResultPage = later(() => import('./pages/result.tsx'));
const TreatmentsPage = later(() => import('./pages/treatments.tsx'));
const PreventionPage = later(() => import('./pages/prevention.tsx'));
const PaperPage = later(() => import('./pages/paper.tsx'));
const AppointmentsPage = later(() => import('./pages/appointments.tsx'));
const MessagesPage = later(() => import('./pages/messages.tsx'));
const MessagePage = later(() => import('./pages/message.tsx'));
const ConversationPage = later(() => import('./pages/conversation.tsx'));
const MessagingPage = later(() => import('./pages/messaging.tsx'));
const AccessPage = later(() => import('./pages/access.tsx'));
const LogPage = later(() => import('./pages/log.tsx'));
const CasesPage = later(() => import('./pages/cases.tsx'));
const SharePage = later(() => import('./pages/share.tsx'));
const RelativesPage = later(() => import('./pages/relatives.tsx'));
const AppsPage = later(() => import('./pages/apps.tsx'));
const MorePage = later(() => import('./pages/more.tsx'));
const ConnectionPage = later(() => import('./pages/connection.tsx'));
const SettingsPage = later(() => import('./pages/settings.tsx'));
const ExportPage = later(() => import('./pages/export.tsx'));
const AccessibilityPage = later(() => import('./pages/accessibility.tsx'));
const EmergencyPage = later(() => import('./pages/emergency.tsx'));

const root = createRootRoute({ component: CarnetFrame, notFoundComponent: CarnetNotFound, errorComponent: CarnetCrash });

const documents = createRoute({
  getParentRoute: () => root,
  path: '/sante/documents',
  validateSearch: (search): { categorie?: string } =>
    search['categorie'] === undefined ? {} : { categorie: String(search['categorie']) },
  component: () => <DocumentsPage category={documents.useSearch().categorie} />,
});
const document = createRoute({
  getParentRoute: () => root,
  path: '/sante/documents/$id',
  component: () => {
    const { id } = document.useParams();
    return <DocumentPage key={id} id={id} />;
  },
});
const result = createRoute({
  getParentRoute: () => root,
  path: '/sante/resultats/$key',
  component: () => {
    const { key } = result.useParams();
    return <ResultPage key={key} address={key} />;
  },
});
const newMessage = createRoute({
  getParentRoute: () => root,
  path: '/messages/nouveau',
  validateSearch: (search): { a?: string } => (search['a'] === undefined ? {} : { a: String(search['a']) }),
  component: () => <MessagePage to={newMessage.useSearch().a} />,
});
const conversation = createRoute({
  getParentRoute: () => root,
  path: '/messages/$id',
  component: () => {
    const { id } = conversation.useParams();
    return <ConversationPage key={id} id={id} />;
  },
});

const page = (path: string, component: () => ReactNode) => createRoute({ getParentRoute: () => root, path, component });

/** An address of before: kept in people's bookmarks and in what was sent to them. What follows it, `?` and `#` included, goes along. */
const moved = (from: string, to: string) =>
  createRoute({
    getParentRoute: () => root,
    path: from,
    beforeLoad: ({ location, params }: { location: ParsedLocation; params: { id?: string } }) => {
      const address = params.id === undefined ? to : to.replace('$id', encodeURIComponent(params.id));
      throw redirect({ to: address, search: location.search, hash: location.hash, replace: true });
    },
  });

/** The screens of the carnet and their addresses. */
export function makeRouter(): AnyRouter {
  return createRouter({
    basepath: '/carnet',
    routeTree: root.addChildren([
      page('/', HomePage),
      page('/sante', () => <HealthPage />),
      page('/sante/profil', () => <ProfilePage />),
      documents,
      page('/sante/documents/archives', () => <ArchivesPage />),
      document,
      page('/sante/resultats', () => <ResultsPage />),
      result,
      page('/sante/traitements', () => <TreatmentsPage />),
      page('/sante/prevention', () => <PreventionPage />),
      page('/sante/ajouter', () => <PaperPage />),
      page('/rendez-vous', () => <AppointmentsPage />),
      page('/messages', () => <MessagesPage />),
      newMessage,
      page('/messages/reglages', () => <MessagingPage />),
      conversation,
      page('/acces', () => <AccessPage />),
      page('/acces/journal', () => <LogPage />),
      page('/acces/signalements', () => <CasesPage />),
      page('/acces/partager', () => <SharePage />),
      page('/proches', () => <RelativesPage />),
      page('/services', () => <AppsPage />),
      page('/plus', () => <MorePage />),
      page('/reglages', () => <SettingsPage />),
      page('/reglages/connexion', () => <ConnectionPage />),
      page('/export', () => <ExportPage />),
      page('/urgence', () => <EmergencyPage />),
      page('/accessibilite', () => <AccessibilityPage />),
      moved('/accueil', '/'),
      moved('/documents', '/sante/documents'),
      moved('/documents/$id', '/sante/documents/$id'),
      moved('/archives', '/sante/documents/archives'),
      moved('/resultats', '/sante/resultats'),
      moved('/journal', '/acces/journal'),
      moved('/signalements', '/acces/signalements'),
      moved('/partage-express', '/acces/partager'),
      moved('/applications', '/services'),
      moved('/connexion', '/reglages/connexion'),
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
