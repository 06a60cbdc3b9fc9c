import { ColumnHeightOutlined, ControlOutlined, HolderOutlined, VerticalLeftOutlined, VerticalRightOutlined } from '@ant-design/icons';
import { Button, Checkbox, InputNumber, Tooltip } from 'antd';
import { Fragment, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Pop } from '../page/Pop';
import { type ColumnState, moveTo, NARROWEST, pinTo, type Pin, show, step, widen, WIDEST } from './layout';
import type { TableState } from './useTable';

/** Density and columns of a table: seen, order, pin, width; and back to how it comes. */
export function ColumnButtons<T>({ table }: { table: TableState<T> }) {
  const { t } = useTranslation();
  const roomy = table.density === 'roomy';
  const words = roomy ? t('shared.compact') : t('shared.roomy');
  return (
    <>
      <Tooltip title={words}>
        <Button type="text" size="small" icon={<ColumnHeightOutlined />} aria-label={words} onClick={() => table.setDensity(roomy ? 'compact' : 'roomy')} data-testid="density" />
      </Tooltip>
      <Pop content={<Columns table={table} />} anew>
        <Button type="text" size="small" icon={<ControlOutlined />} aria-label={t('shared.columns')} data-testid="columns" />
      </Pop>
    </>
  );
}

function Columns<T>({ table }: { table: TableState<T> }) {
  const { t } = useTranslation();
  const [dragged, setDragged] = useState<string | null>(null);
  const [said, setSaid] = useState('');
  const { states, titles, setColumns } = table;
  const seen = states.filter((state) => state.shown).length;
  const sections: [Pin | null, string][] = [['left', t('preference.pinnedLeft')], [null, t('preference.free')], ['right', t('preference.pinnedRight')]];
  const moved = (key: string, by: -1 | 1) => {
    const next = step(states, key, by);
    setColumns(next);
    setSaid(t('preference.movedTo', { column: titles.get(key)?.title, place: next.findIndex((one) => one.key === key) + 1, of: next.length }));
  };
  return (
    <div className="column-panel" data-testid="column-panel">
      <header>
        <b>{t('shared.columns')}</b>
        <span className="muted small num">{t('preference.shownOf', { shown: seen, of: states.length })}</span>
        <Button size="small" type="link" disabled={table.asItComes} onClick={table.reset} data-testid="reset-columns">
          {table.inView ? t('preference.resetToView') : t('shared.resetColumns')}
        </Button>
      </header>
      <div className="small muted hint">{t('preference.columnHint')}</div>
      <div className="list">
        {sections.map(([pin, title]) => {
          const inside = states.filter((state) => (state.pin ?? null) === pin);
          if (inside.length === 0) return null;
          return (
            <Fragment key={title}>
              <div className="section">{title}</div>
              {inside.map((state) => (
                <Row
                  key={state.key}
                  state={state}
                  table={table}
                  onStep={moved}
                  dragged={dragged === state.key}
                  onDrag={setDragged}
                  onDrop={() => {
                    if (dragged) setColumns(moveTo(states, dragged, state.key));
                    setDragged(null);
                  }}
                />
              ))}
            </Fragment>
          );
        })}
      </div>
      <div className="unseen" aria-live="polite">
        {said}
      </div>
    </div>
  );
}

interface RowProps<T> {
  state: ColumnState;
  table: TableState<T>;
  onStep: (key: string, by: -1 | 1) => void;
  dragged: boolean;
  onDrag: (key: string | null) => void;
  onDrop: () => void;
}

function Row<T>({ state, table, onStep, dragged, onDrag, onDrop }: RowProps<T>) {
  const { t } = useTranslation();
  const [over, setOver] = useState(false);
  const { states, setColumns } = table;
  const column = table.titles.get(state.key)!;
  const pinned = state.pin ?? null;
  const pin = (side: Pin) => setColumns(pinTo(states, state.key, pinned === side ? null : side));
  const onKey = (event: React.KeyboardEvent) => {
    const by = event.key === 'ArrowUp' ? -1 : event.key === 'ArrowDown' ? 1 : 0;
    if (by === 0) return;
    event.preventDefault();
    onStep(state.key, by);
  };
  return (
    <div
      className={`column-row${over ? ' over' : ''}${dragged ? ' dragged' : ''}`}
      data-column={state.key}
      draggable
      onDragStart={(event) => {
        event.dataTransfer.effectAllowed = 'move';
        event.dataTransfer.setData('text/plain', state.key);
        onDrag(state.key);
      }}
      onDragEnd={() => onDrag(null)}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        onDrop();
      }}
    >
      <button type="button" className="grip" aria-label={t('preference.move', { column: column.title })} onKeyDown={onKey}>
        <HolderOutlined />
      </button>
      <Checkbox checked={state.shown} disabled={column.locked ?? false} onChange={(event) => setColumns(show(states, state.key, event.target.checked))}>
        <span className="truncate">{column.title}</span>
      </Checkbox>
      <span className="grow" />
      <InputNumber
        size="small"
        variant="borderless"
        controls={false}
        className="width"
        min={NARROWEST}
        max={WIDEST}
        value={state.width ?? null}
        placeholder={column.width ? String(column.width) : t('preference.auto')}
        aria-label={t('preference.widthOf', { column: column.title })}
        onChange={(width) => setColumns(widen(states, state.key, width))}
      />
      <PinButton side="left" on={pinned === 'left'} title={column.title} onClick={() => pin('left')} />
      <PinButton side="right" on={pinned === 'right'} title={column.title} onClick={() => pin('right')} />
    </div>
  );
}

function PinButton({ side, on, title, onClick }: { side: Pin; on: boolean; title: string; onClick: () => void }) {
  const { t } = useTranslation();
  const words = side === 'left' ? t('preference.pinLeft') : t('preference.pinRight');
  return (
    <Tooltip title={words} mouseEnterDelay={0.5}>
      <Button
        type="text"
        size="small"
        className={on ? 'pin on' : 'pin'}
        aria-pressed={on}
        aria-label={`${words} ${title}`}
        data-pin={side}
        icon={side === 'left' ? <VerticalRightOutlined /> : <VerticalLeftOutlined />}
        onClick={onClick}
      />
    </Tooltip>
  );
}
