import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Icon } from '../../kit/icon.tsx';
import { Page } from '../../kit/page.tsx';
import { Notice } from '../../kit/status.tsx';
import { ConversationItem } from '../messages/conversationItem.tsx';
import '../messages/messages.css';
import { conversationsQuery } from '../messages/queries.ts';
import { messagingQuery } from '../queries.ts';
import { Slow } from '../slow.tsx';

/** Messages: who wrote, what is new, whom one may write to. */
export default function MessagesPage() {
  const { t } = useTranslation('carnet');
  const closedBy = useQuery(messagingQuery).data?.closedBy;
  return (
    <Page title={t('messages.title')} space={t('space')} lead={t('messages.lead')}>
      {closedBy && <Notice tone="attention">{t(`messages.choices.closedBy.${closedBy}`)}</Notice>}
      <Slow rows={3} query={useQuery(conversationsQuery)}>
        {({ items, correspondents }) => (
          <>
            {correspondents.length > 0 ? (
              <p>
                <Link to="/messages/nouveau" className="button button-main">
                  <Icon name="messages" /> {t('messages.write')}
                </Link>
              </p>
            ) : (
              items.length > 0 && <p className="hint">{t('messages.nobody')}</p>
            )}
            <section aria-labelledby="conversations" className="card">
              <h2 id="conversations">{t('messages.list')}</h2>
              {items.length === 0 ? (
                <>
                  <p>{t('messages.none')}</p>
                  <p className="hint">{t('messages.noneHint')}</p>
                </>
              ) : (
                <ul className="doc-list">
                  {items.map((one) => (
                    <ConversationItem key={one.id} conversation={one} />
                  ))}
                </ul>
              )}
            </section>
          </>
        )}
      </Slow>
      <p>{t('messages.notUrgent')}</p>
      <p>
        <Link to="/messages/reglages">{t('messages.settings')}</Link>
      </p>
    </Page>
  );
}
