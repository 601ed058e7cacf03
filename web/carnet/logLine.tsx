import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Badge } from '../kit/badge.tsx';
import { show } from '../kit/dates.ts';
import { said } from '../kit/i18n.ts';
import { Icon, type IconName } from '../kit/icon.tsx';
import type { LogLine } from './shapes.ts';

const icons: Record<LogLine['action'], IconName> = {
  deposit: 'publish',
  read: 'documents',
  list: 'search',
  search: 'search',
  write: 'publish',
  export: 'documents',
  refusal: 'blocked',
  rights: 'access',
  share: 'share',
  contest: 'warning',
  review: 'info',
  checkpoint: 'info',
  identity: 'person',
  send: 'messages',
  receive: 'messages',
  remove: 'documents',
  'sign-in': 'person',
};

interface ItemProps {
  readonly line: LogLine;
  readonly withDay: boolean;
  /** What stands below it. */
  readonly children?: ReactNode;
}

/** One line of the log in plain words: what, when, on what ground, why and the way to the document. */
export function LogLineItem({ line, withDay, children }: ItemProps) {
  const { t } = useTranslation('carnet');
  return (
    <li className="log-line" tabIndex={-1}>
      <Icon name={icons[line.action]} />
      <div>
        <p className="log-head">
          <time dateTime={line.at}>{show(line.at, withDay ? 'moment' : 'time')}</time>
          <span className="log-kind">{t(`log.action.${line.action}`)}</span>
          {line.who.you && (
            <Badge tone="quiet" icon="person">
              {t('log.you')}
            </Badge>
          )}
          {line.outcome === 'refused' && (
            <Badge tone="danger" icon="blocked">
              {t('log.refused')}
            </Badge>
          )}
          {line.ground?.code === 'bris_de_glace' && (
            <Badge tone="attention" icon="warning">
              {said(line.ground.label)}
            </Badge>
          )}
        </p>
        <p>{said(line.sentence)}</p>
        {line.who.software && <p className="hint">{t('log.software', { software: line.who.software })}</p>}
        {line.reason && <p className="hint">{t('log.reason', { reason: line.reason })}</p>}
        {line.document && (
          <p>
            <Link to={`/sante/documents/${line.document.id}`}>
              {t('log.document')}
              <span className="for-readers" lang="fr">
                {' '}
                {line.document.title}
              </span>
            </Link>
          </p>
        )}
        {children}
      </div>
    </li>
  );
}
