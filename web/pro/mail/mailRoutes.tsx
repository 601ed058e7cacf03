import { type AnyRoute, createRoute } from '@tanstack/react-router';
import { lazy } from 'react';
import type { WriteSearch } from './write.tsx';

const FolderPage = lazy(() => import('./folder.tsx'));
const ThreadPage = lazy(() => import('./thread.tsx'));
const WritePage = lazy(() => import('./write.tsx'));
const TemplatesPage = lazy(() => import('./templates.tsx'));
const SettingsPage = lazy(() => import('./settings.tsx'));
const FilingPage = lazy(() => import('./filing.tsx'));

const numbers = ['repondre', 'tous', 'transferer', 'dossier', 'uid', 'brouillon'] as const;

/** What the address of the letter says, as numbers; anything else is left out. */
function writeSearch(query: Record<string, unknown>): WriteSearch {
  const known = numbers.flatMap((name) => (/^\d{1,15}$/.test(String(query[name])) ? [[name, Number(query[name])] as const] : []));
  const back = String(query.retour ?? '');
  return { ...Object.fromEntries(known), ...(/^\d{1,15}-\d{1,15}$/.test(back) ? { retour: back } : {}) };
}

/** The screens of mail and their addresses, each fetched when it is first opened. */
export function mailRoutes(root: AnyRoute): readonly AnyRoute[] {
  const getParentRoute = () => root;
  const home = createRoute({
    getParentRoute,
    path: '/messages',
    component: () => <FolderPage mailbox={undefined} folder={undefined} />,
  });
  const mailbox = createRoute({
    getParentRoute,
    path: '/messages/$mailbox',
    component: () => <FolderPage mailbox={mailbox.useParams().mailbox} folder={undefined} />,
  });
  const folder = createRoute({
    getParentRoute,
    path: '/messages/$mailbox/d/$folder',
    component: () => {
      const params = folder.useParams();
      return <FolderPage key={params.folder} mailbox={params.mailbox} folder={Number(params.folder)} />;
    },
  });
  const thread = createRoute({
    getParentRoute,
    path: '/messages/$mailbox/d/$folder/fil/$thread',
    component: () => {
      const params = thread.useParams();
      return <ThreadPage key={params.thread} mailbox={params.mailbox} folder={Number(params.folder)} thread={params.thread} />;
    },
  });
  const write = createRoute({
    getParentRoute,
    path: '/messages/$mailbox/ecrire',
    validateSearch: writeSearch,
    component: () => {
      const search = write.useSearch();
      return <WritePage key={JSON.stringify(search)} mailbox={write.useParams().mailbox} search={search} />;
    },
  });
  const toPerson = createRoute({
    getParentRoute,
    path: '/p/$record/message',
    component: () => {
      const { record } = toPerson.useParams();
      return <WritePage key={record} mailbox={undefined} search={{ patient: record }} />;
    },
  });
  const templates = createRoute({
    getParentRoute,
    path: '/messages/$mailbox/modeles',
    component: () => <TemplatesPage mailbox={templates.useParams().mailbox} />,
  });
  const settings = createRoute({
    getParentRoute,
    path: '/messages/$mailbox/reglages',
    component: () => <SettingsPage mailbox={settings.useParams().mailbox} />,
  });
  const filing = createRoute({
    getParentRoute,
    path: '/messages/$mailbox/classement',
    component: () => <FilingPage mailbox={filing.useParams().mailbox} />,
  });
  return [home, mailbox, folder, thread, write, toPerson, templates, settings, filing];
}
