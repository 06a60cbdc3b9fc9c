import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ImportPreview } from '../shared/api/types';
import { Panel } from '../shared/page/Page';
import { Unseen } from '../shared/page/Unseen';
import type { Column } from '../shared/table/columns';
import { PlainTable } from '../shared/table/PlainTable';
import { useEntities } from './api';
import { ColumnsPanel } from './ColumnsPanel';
import { pick } from '../shared/i18n';

type Line = ImportPreview['lines'][number];

/** The first rows as they were read, each heading with the column that it was taken for. */
export function PreviewPanel({ preview, mine }: { preview: ImportPreview; mine: boolean }) {
  const { t } = useTranslation();
  const [choosing, setChoosing] = useState(preview.missing.length > 0);
  const entities = useEntities();
  const entity = entities.data?.items.find((one) => one.key === preview.import.entity);
  const nameOf = (key: string | null | undefined) => {
    const column = entity?.columns.find((one) => one.key === key);
    return column ? pick(column.zh, column.en) : key;
  };
  const cell = (line: Line, place: number) => {
    const key = preview.columns[place];
    if (key && preview.hidden.includes(key)) return <Unseen />;
    return <span className={key ? '' : 'quiet'}>{line.cells[place] || '—'}</span>;
  };
  const columns: Column<Line>[] = [
    { key: 'row', title: t('import.row'), width: 70, right: true, render: (line) => <span className="num muted">{line.row}</span> },
    ...preview.headings.map((heading, place): Column<Line> => {
      const key = preview.columns[place];
      return {
        key: `c${place}`,
        title: (
          <span title={heading}>
            {heading || '—'}
            <span className={key ? 'mapped' : 'mapped none'}>{key ? `→ ${nameOf(key)}` : t('import.notRead')}</span>
          </span>
        ) as unknown as string,
        width: 150,
        render: (line) => cell(line, place),
      };
    }),
  ];
  const table = (
    <Panel
      title={t('import.preview')}
      unit={t('import.firstRows', { n: preview.lines.length })}
      flush
      actions={
        mine && entity && !choosing ? (
          <Button size="small" onClick={() => setChoosing(true)} data-testid="choose-columns">
            {t('import.chooseColumns')}
          </Button>
        ) : null
      }
    >
      {preview.missing.length > 0 ? (
        <div className="import-note danger" role="alert">
          {t('import.missing', { columns: preview.missing.map(nameOf).join(pick('、', ', ')) })}
        </div>
      ) : null}
      {preview.unknown.length > 0 ? <div className="import-note muted">{t('import.unknown', { columns: preview.unknown.join(pick('、', ', ')) })}</div> : null}
      <PlainTable<Line>
        columns={columns}
        rows={preview.lines}
        rowKey={(line) => String(line.row)}
        card={(line) => (
          <>
            <div className="muted small num">{t('import.rowNr', { n: line.row })}</div>
            {preview.headings.map((heading, place) =>
              preview.columns[place] ? (
                <div className="line small" key={place}>
                  <span className="muted">{heading}</span>
                  <span className="title">{cell(line, place)}</span>
                </div>
              ) : null,
            )}
          </>
        )}
      />
    </Panel>
  );
  return (
    <>
      {mine && entity && choosing ? <ColumnsPanel key={preview.columns.join()} preview={preview} entity={entity} close={() => setChoosing(false)} /> : null}
      {table}
    </>
  );
}
