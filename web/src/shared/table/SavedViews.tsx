import { DeleteOutlined, DownOutlined, StarOutlined } from '@ant-design/icons';
import { Button, Input, Popover } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Filters } from './useFilters';

interface View {
  name: string;
  filters: Filters;
}

interface SavedViewsProps {
  /** Views are kept under this name, in this browser. */
  list: string;
  filters: Filters;
  onSearch: (filters: Filters) => void;
}

function load(key: string): View[] {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(key) ?? '[]');
    return Array.isArray(stored) ? (stored as View[]) : [];
  } catch {
    return [];
  }
}

/** Searches that a reader gave a name, to come back to. */
export function SavedViews({ list, filters, onSearch }: SavedViewsProps) {
  const { t } = useTranslation();
  const key = `xindai.views.${list}`;
  const [views, setViews] = useState(() => load(key));
  const [open, setOpen] = useState(false);
  const [name, setName] = useState('');
  const keep = (next: View[]) => {
    localStorage.setItem(key, JSON.stringify(next));
    setViews(next);
  };
  const save = () => {
    if (!name.trim()) return;
    keep([...views.filter((view) => view.name !== name.trim()), { name: name.trim(), filters }]);
    setName('');
  };
  const content = (
    <div style={{ width: 260 }}>
      {views.length === 0 ? <div className="muted small">{t('shared.noViews')}</div> : null}
      {views.map((view) => (
        <div key={view.name} style={{ display: 'flex', alignItems: 'center' }}>
          <Button
            type="text"
            style={{ flex: 1, justifyContent: 'flex-start', minWidth: 0 }}
            onClick={() => {
              setOpen(false);
              onSearch(view.filters);
            }}
          >
            <span className="truncate">{view.name}</span>
          </Button>
          <Button
            type="text"
            size="small"
            icon={<DeleteOutlined />}
            aria-label={`${t('shared.deleteView')} ${view.name}`}
            onClick={() => keep(views.filter((one) => one.name !== view.name))}
          />
        </div>
      ))}
      <div style={{ display: 'flex', gap: 6, marginTop: 8 }}>
        <Input size="small" value={name} maxLength={40} placeholder={t('shared.viewName')} onChange={(event) => setName(event.target.value)} onPressEnter={save} />
        <Button size="small" disabled={!name.trim() || Object.keys(filters).length === 0} onClick={save}>
          {t('shared.saveView')}
        </Button>
      </div>
    </div>
  );
  return (
    <Popover trigger="click" placement="bottomRight" open={open} onOpenChange={setOpen} content={content} title={t('shared.views')}>
      <Button icon={<StarOutlined />} data-testid="views">
        {t('shared.views')} <DownOutlined style={{ fontSize: 10 }} />
      </Button>
    </Popover>
  );
}
