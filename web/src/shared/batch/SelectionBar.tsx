import { Button } from 'antd';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatCount } from '../money/format';
import { type BatchAction, BatchDialog } from './BatchDialog';
import type { Selection } from './useSelection';

interface SelectionBarProps<T> {
  selection: Selection<T>;
  /** Commands for the chosen rows; only those that the reader may give. */
  actions: BatchAction<T>[];
  /** How a row is called in the list of outcomes. */
  label: (row: T) => ReactNode;
  /** What else can be done with the rows: export, print. */
  children?: ReactNode;
}

/** Appears while rows are chosen: how many, all that are found, none, and what can be done with them. */
export function SelectionBar<T>({ selection, actions, label, children }: SelectionBarProps<T>) {
  const { t } = useTranslation();
  const [doing, setDoing] = useState<{ action: BatchAction<T>; rows: [string, T][] } | null>(null);
  const { rows } = selection;
  if (rows.size === 0 && !doing) return null;
  return (
    <div className="selection-bar" role="toolbar" aria-label={t('batch.toolbar')} data-testid="selection-bar">
      <strong className="num" aria-live="polite">
        {t('batch.chosen', { n: formatCount(rows.size) })}
      </strong>
      <Button type="link" size="small" loading={selection.choosing} onClick={selection.chooseAll} data-testid="choose-all">
        {t('batch.chooseAll')}
      </Button>
      <Button type="link" size="small" onClick={selection.clear} data-testid="choose-none">
        {t('batch.chooseNone')}
      </Button>
      <span className="grow" />
      {children}
      {actions.map((action) => (
        <Button key={action.key} size="small" danger={action.danger ?? false} onClick={() => setDoing({ action, rows: [...rows] })} data-testid={`batch-${action.key}`}>
          {action.title}
        </Button>
      ))}
      {doing ? (
        <BatchDialog<T>
          action={doing.action}
          rows={doing.rows}
          label={label}
          close={(done) => {
            setDoing(null);
            if (done) selection.clear();
          }}
        />
      ) : null}
    </div>
  );
}
