import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { show } from '../../kit/dates.ts';
import { Icon } from '../../kit/icon.tsx';
import { LinkButton } from '../../kit/linkButton.tsx';
import { Loaded } from '../../kit/loaded.tsx';
import { Page } from '../../kit/page.tsx';
import { Notice } from '../../kit/status.tsx';
import './mail.css';
import { foldersQuery, mailboxesQuery } from './queries.ts';
import type { Folder, MailboxInfo } from './shapes.ts';

interface FrameProps {
  /** The mailbox of the address; the first that the person holds when absent. */
  readonly mailbox: string | undefined;
  readonly title?: string;
  readonly before?: ReactNode;
  /** The folder on the screen. */
  readonly folder?: number | 'inbox' | undefined;
  /** What one came for stands first on a phone, before the folders. */
  readonly isFolderLast?: boolean;
  readonly children: (mailbox: MailboxInfo) => ReactNode;
}

/** Every screen of mail: in which mailbox one is, its folders, and the ways to write. */
export function MailFrame({ mailbox, title, before, folder, isFolderLast = false, children }: FrameProps) {
  const { t } = useTranslation('pro');
  const mailboxes = useQuery(mailboxesQuery);
  return (
    <Page title={title ?? t('mail.title')} space={t('space')} before={before}>
      <Loaded query={mailboxes}>
        {({ items }) => {
          const here = mailbox === undefined ? items[0] : items.find(({ id }) => id === mailbox);
          if (here === undefined)
            return (
              <Notice tone="info" title={t('mail.noMailbox')}>
                <p>{t('mail.noMailboxText')}</p>
              </Notice>
            );
          const side = <Side here={here} all={items} folder={folder} />;
          return (
            <div className="mail">
              {!isFolderLast && side}
              <div className="mail-main">
                <States here={here} />
                {children(here)}
              </div>
              {isFolderLast && side}
            </div>
          );
        }}
      </Loaded>
    </Page>
  );
}

interface SideProps {
  readonly here: MailboxInfo;
  readonly all: readonly MailboxInfo[];
  readonly folder: FrameProps['folder'];
}

function Side({ here, all, folder: shown }: SideProps) {
  const { t } = useTranslation('pro');
  const navigate = useNavigate();
  const folders = useQuery(foldersQuery(here.id));
  const base = `/messages/${here.id}`;
  const isShown = ({ id, special }: Folder) => id === shown || (shown === 'inbox' && special === 'inbox');
  return (
    <div className="mail-side">
      {all.length > 1 && (
        <div className="field">
          <label htmlFor="mailbox">{t('mail.mailbox')}</label>
          <select id="mailbox" value={here.id} onChange={(event) => void navigate({ to: `/messages/${event.target.value}` })}>
            {all.map(({ id, name, unseen }) => (
              <option key={id} value={id}>
                {unseen > 0 ? t('mail.mailboxUnseen', { name, count: unseen }) : name}
              </option>
            ))}
          </select>
        </div>
      )}
      <p className="mail-address">{here.address}</p>
      {here.may !== 'read' && here.state === 'open' && (
        <p>
          <LinkButton look="main" to={`${base}/ecrire`}>
            {t('mail.write')}
          </LinkButton>
        </p>
      )}
      <nav aria-label={t('mail.folders')} className="mail-folders">
        <ul>
          {folders.data?.items.map((folder) => (
            <li key={folder.id}>
              <Link to={`${base}/d/${folder.id}`} activeProps={{}} aria-current={isShown(folder) ? 'page' : undefined}>
                <span>{folderName(folder, t)}</span>
                {folder.unseen > 0 && folder.special !== 'drafts' && (
                  <span className="chip-count">{t('mail.unseen', { count: folder.unseen })}</span>
                )}
              </Link>
            </li>
          ))}
          <li>
            <Link to={`${base}/classement`}>{t('mail.filing')}</Link>
          </li>
          <li>
            <Link to={`${base}/modeles`}>{t('mail.templates')}</Link>
          </li>
          <li>
            <Link to={`${base}/reglages`}>{t('mail.settings')}</Link>
          </li>
        </ul>
      </nav>
    </div>
  );
}

function States({ here }: { here: MailboxInfo }) {
  const { t } = useTranslation('pro');
  const { absence } = here;
  return (
    <>
      {here.state === 'closed' && (
        <Notice tone="attention">
          <p>{t('mail.closed')}</p>
        </Notice>
      )}
      {here.state === 'open' && here.may === 'read' && (
        <Notice tone="info">
          <p>{t('mail.readOnly')}</p>
        </Notice>
      )}
      {absence !== null && new Date(absence.from) <= new Date() && new Date(absence.until) > new Date() && (
        <Notice tone="attention">
          <p>
            <Icon name="later" /> {t('mail.absent', { until: show(absence.until, 'moment') })}{' '}
            <Link to={`/messages/${here.id}/reglages`}>{t('mail.absentChange')}</Link>
          </p>
        </Notice>
      )}
    </>
  );
}

/** The name of a folder in the language of the screen; one that somebody made keeps its own. */
export function folderName(folder: Pick<Folder, 'name' | 'special'>, t: ReturnType<typeof useTranslation<'pro'>>['t']): string {
  return folder.special === undefined ? folder.name : t(`mail.folder.${folder.special}`);
}
