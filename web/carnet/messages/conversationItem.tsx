import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Badge } from '../../kit/badge.tsx';
import { show } from '../../kit/dates.ts';
import type { Conversation } from './shapes.ts';

/** One conversation in the list: with whom, who wrote last and when, what is new, whether one may answer. */
export function ConversationItem({ conversation }: { conversation: Conversation }) {
  const { t } = useTranslation('carnet');
  const { id, correspondent, subject, unseen, lastAt, lastBy, closed, isPrivate } = conversation;
  return (
    <li className="doc">
      <Link to={`/messages/${id}`} className="doc-title">
        {correspondent.name}
      </Link>
      <p className="conversation-subject" lang="fr">
        {subject === '' ? t('messages.noSubject') : subject}
      </p>
      <p className="doc-facts">
        <span>{lastBy === 'citizen' ? t('messages.lastYou') : t('messages.lastFrom', { name: correspondent.name })}</span>
        <time dateTime={lastAt}>{t('messages.on', { date: show(lastAt, 'moment') })}</time>
      </p>
      <p className="badges">
        {unseen > 0 && (
          <Badge tone="info" icon="spark">
            {t('messages.new', { count: unseen })}
          </Badge>
        )}
        {closed !== undefined && (
          <Badge tone="quiet" icon="blocked">
            {t('messages.closed')}
          </Badge>
        )}
        {isPrivate && (
          <Badge tone="attention" icon="hidden">
            {t('messages.privateOne')}
          </Badge>
        )}
      </p>
    </li>
  );
}
