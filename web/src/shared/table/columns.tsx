import { ColumnHeightOutlined, ControlOutlined } from '@ant-design/icons';
import { Button, Checkbox, Popover, Tooltip } from 'antd';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';

export interface Column<T> {
  key: string;
  title: string;
  render: (row: T) => ReactNode;
  right?: boolean;
  width?: number;
  /** Name that the server sorts by; absent = not sortable. */
  sort?: string;
  fixed?: 'left' | 'right';
  /** Cannot be hidden. */
  locked?: boolean;
  /** Hidden until the reader asks for it. */
  extra?: boolean;
}

interface Stored {
  shown?: string[];
  roomy?: boolean;
}

export interface ColumnSettings {
  isShown: (key: string) => boolean;
  toggle: (key: string) => void;
  roomy: boolean;
  setRoomy: (roomy: boolean) => void;
  reset: () => void;
}

/** Which columns a reader sees and how dense the table is; kept in this browser. */
export function useColumnSettings<T>(name: string, columns: Column<T>[]): ColumnSettings {
  const key = `xindai.table.${name}`;
  const [stored, setStored] = useState<Stored>(() => {
    try {
      return JSON.parse(localStorage.getItem(key) ?? '{}') as Stored;
    } catch {
      return {};
    }
  });
  const save = (next: Stored) => {
    localStorage.setItem(key, JSON.stringify(next));
    setStored(next);
  };
  const shown = stored.shown ?? columns.filter((column) => !column.extra).map((column) => column.key);
  const locked = columns.filter((column) => column.locked).map((column) => column.key);
  return {
    isShown: (column) => locked.includes(column) || shown.includes(column),
    toggle: (column) => save({ ...stored, shown: shown.includes(column) ? shown.filter((one) => one !== column) : [...shown, column] }),
    roomy: stored.roomy ?? false,
    setRoomy: (roomy) => save({ ...stored, roomy }),
    reset: () => save({}),
  };
}

export function ColumnButtons<T>({ columns, settings }: { columns: Column<T>[]; settings: ColumnSettings }) {
  const { t } = useTranslation();
  const choice = (
    <div style={{ display: 'flex', flexDirection: 'column', gap: 6, maxHeight: 420, overflowY: 'auto' }}>
      {columns.map((column) => (
        <Checkbox key={column.key} checked={settings.isShown(column.key)} disabled={column.locked ?? false} onChange={() => settings.toggle(column.key)}>
          {column.title}
        </Checkbox>
      ))}
      <Button size="small" type="link" onClick={settings.reset}>
        {t('shared.resetColumns')}
      </Button>
    </div>
  );
  return (
    <>
      <Tooltip title={settings.roomy ? t('shared.compact') : t('shared.roomy')}>
        <Button
          type="text"
          size="small"
          icon={<ColumnHeightOutlined />}
          aria-label={settings.roomy ? t('shared.compact') : t('shared.roomy')}
          onClick={() => settings.setRoomy(!settings.roomy)}
        />
      </Tooltip>
      <Popover trigger="click" placement="bottomRight" title={t('shared.columns')} content={choice}>
        <Button type="text" size="small" icon={<ControlOutlined />} aria-label={t('shared.columns')} data-testid="columns" />
      </Popover>
    </>
  );
}
