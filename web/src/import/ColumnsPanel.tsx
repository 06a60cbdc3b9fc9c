import { Button, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ImportEntity, ImportPreview } from '../shared/api/types';
import { pick } from '../shared/i18n';
import { Panel } from '../shared/page/Page';
import { ProblemNote } from '../shared/page/states';
import { useChooseColumns } from './api';

type Keys = (string | null)[];

interface ColumnsPanelProps {
  preview: ImportPreview;
  entity: ImportEntity;
  close: () => void;
}

/** Which heading of the file is which column; remembered for the next file of this kind. */
export function ColumnsPanel({ preview, entity, close }: ColumnsPanelProps) {
  const { t } = useTranslation();
  const [keys, setKeys] = useState<Keys>(preview.columns.map((key) => key ?? null));
  const choose = useChooseColumns(preview.import.id);
  const missing = entity.columns.filter((column) => column.required && !keys.includes(column.key));
  const set = (place: number, key: string | null) => setKeys(keys.map((one, at) => (at === place ? key : one === key && key !== null ? null : one)));
  const sample = (place: number) => preview.lines.map((line) => line.cells[place]).find(Boolean) ?? '—';
  const options = entity.columns.map((column) => ({ value: column.key, label: `${pick(column.zh, column.en)}${column.required ? ' *' : ''}` }));
  return (
    <Panel title={t('import.mapping')} unit={t('import.mappingHint')}>
      {choose.error ? <ProblemNote problem={choose.error} /> : null}
      <div className="import-mapping" data-testid="mapping">
        {preview.headings.map((heading, place) => (
          <label key={place} className="pair">
            <span className="heading">
              <b>{heading || '—'}</b>
              <span className="muted small num">{sample(place)}</span>
            </span>
            <Select
              value={keys[place]}
              onChange={(key) => set(place, key ?? null)}
              allowClear
              showSearch={{ optionFilterProp: 'label' }}
              placeholder={t('import.notRead')}
              options={options}
              aria-label={t('import.columnFor', { heading })}
              data-testid={`map-${place}`}
            />
          </label>
        ))}
      </div>
      <div className="import-mapping-end">
        {missing.length > 0 ? <span className="danger small">{t('import.stillMissing', { columns: missing.map((one) => pick(one.zh, one.en)).join(pick('、', ', ')) })}</span> : null}
        <span className="grow" />
        <Button onClick={close}>{t('shared.cancel')}</Button>
        <Button type="primary" loading={choose.isPending} onClick={() => choose.mutate(keys, { onSuccess: close })} data-testid="save-mapping">
          {t('import.saveMapping')}
        </Button>
      </div>
    </Panel>
  );
}
