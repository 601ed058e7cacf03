import { MailFrame } from './mailFrame.tsx';
import { ThreadList } from './threadList.tsx';

/** Messages: one folder of one mailbox; the first mailbox and what arrived, where the address names none. */
export default function FolderPage({ mailbox, folder }: { mailbox: string | undefined; folder: number | undefined }) {
  return (
    <MailFrame mailbox={mailbox} folder={folder ?? 'inbox'}>
      {(info) => <ThreadList mailbox={info} folder={folder} />}
    </MailFrame>
  );
}
