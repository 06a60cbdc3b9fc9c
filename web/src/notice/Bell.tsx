import { BellOutlined } from '@ant-design/icons';
import { Badge, Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router';
import { Pop } from '../shared/page/Pop';
import { useNarrow } from '../shared/page/useNarrow';
import { useToDos } from './api';
import './notice.css';
import { ToDoList } from './ToDoList';

/** What waits, counted; on a phone it opens the page instead of a panel. */
export function Bell() {
  const { t } = useTranslation();
  const narrow = useNarrow();
  const navigate = useNavigate();
  const [open, setOpen] = useState(false);
  const waiting = useToDos();
  const items = waiting.data?.items ?? [];
  const unread = waiting.data?.unread_notices ?? 0;
  const count = items.length + unread;
  const name = count > 0 ? t('notice.bellCount', { n: count }) : t('notice.title');
  const bell = (
    <Badge count={count} size="small" offset={[-6, 6]} className="bell">
      <Button type="text" icon={<BellOutlined />} aria-label={name} data-testid="bell" {...(narrow ? { onClick: () => navigate('/messages') } : {})} />
    </Badge>
  );
  if (narrow) return bell;
  const leave = () => setOpen(false);
  const content = (
    <div className="bell-panel" data-testid="bell-panel">
      {count === 0 ? <p className="muted">{t('notice.nothingWaits')}</p> : null}
      <ToDoList items={items} onLeave={leave} />
      {unread > 0 ? (
        <Link to="/messages?tab=notices" onClick={leave}>
          {t('notice.unreadCount', { n: unread })}
        </Link>
      ) : null}
      <div className="bell-foot">
        <Link to="/messages" onClick={leave}>
          {t('notice.openAll')}
        </Link>
      </div>
    </div>
  );
  return (
    <Pop open={open} onOpenChange={setOpen} title={t('notice.title')} content={content}>
      {bell}
    </Pop>
  );
}
