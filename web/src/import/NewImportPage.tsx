import { CheckCircleFilled, FileTextOutlined, InboxOutlined } from '@ant-design/icons';
import { Button, Spin, Upload } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import type { ImportEntity } from '../shared/api/types';
import { pick } from '../shared/i18n';
import { Page, Panel } from '../shared/page/Page';
import { Blank, Loaded, ProblemNote } from '../shared/page/states';
import type { Column } from '../shared/table/columns';
import { PlainTable } from '../shared/table/PlainTable';
import { useEntities, useUpload } from './api';
import './import.css';

type ImportColumn = ImportEntity['columns'][number];

/** What is brought, its template, and where the file is dropped. */
export default function NewImportPage() {
  const { t } = useTranslation();
  const entities = useEntities();
  const [chosen, setChosen] = useState<string>();
  return (
    <Page title={t('import.new')}>
      <Loaded query={entities}>
        {({ items }) => {
          const entity = items.find((one) => one.key === chosen) ?? items[0];
          if (!entity) return <Blank title={t('import.nothingAllowed')} />;
          return (
            <>
              <Panel title={t('import.what')}>
                <div className="import-entities" role="radiogroup" aria-label={t('import.what')}>
                  {items.map((one) => (
                    <button key={one.key} type="button" role="radio" aria-checked={one === entity} className={one === entity ? 'choice on' : 'choice'} onClick={() => setChosen(one.key)} data-testid={`entity-${one.key}`}>
                      {one === entity ? <CheckCircleFilled /> : <FileTextOutlined />}
                      <span className="grow">{pick(one.zh, one.en)}</span>
                      <span className="muted small">{t('import.columnsOf', { n: one.columns.length })}</span>
                    </button>
                  ))}
                </div>
              </Panel>
              <SendPanel key={entity.key} entity={entity} />
              <Panel title={t('import.columns')} flush>
                <PlainTable<ImportColumn> columns={useImportColumns()} rows={entity.columns} rowKey={(one) => one.key} card={(one) => <ColumnCard column={one} />} />
              </Panel>
            </>
          );
        }}
      </Loaded>
    </Page>
  );
}

function SendPanel({ entity }: { entity: ImportEntity }) {
  const { t, i18n } = useTranslation();
  const navigate = useNavigate();
  const upload = useUpload();
  const send = (file: File) => upload.mutate({ entity: entity.key, file }, { onSuccess: (preview) => navigate(`/imports/${preview.import.id}`) });
  return (
    <Panel title={t('import.send')} unit={t('import.limits')}>
      <div className="import-templates">
        <span className="muted">{t('import.template')}</span>
        {(['xlsx', 'csv'] as const).map((format) => (
          <Button key={format} size="small" href={`/api/v1/imports/entities/${entity.key}/template?format=${format}&lang=${i18n.language}`} download={`${entity.key}.${format}`} data-testid={`template-${format}`}>
            {format.toUpperCase()}
          </Button>
        ))}
      </div>
      {upload.error ? (
        <div style={{ marginBottom: 12 }}>
          <ProblemNote problem={upload.error} />
        </div>
      ) : null}
      <Spin spinning={upload.isPending} tip={t('import.reading')}>
        <Upload.Dragger
          accept=".csv,.xlsx"
          showUploadList={false}
          disabled={upload.isPending}
          beforeUpload={(file) => {
            send(file);
            return false;
          }}
        >
          <p className="ant-upload-drag-icon">
            <InboxOutlined />
          </p>
          <p>{t('import.drop', { entity: pick(entity.zh, entity.en) })}</p>
          <p className="muted small">{t('import.dropHint')}</p>
        </Upload.Dragger>
      </Spin>
    </Panel>
  );
}

function useImportColumns(): Column<ImportColumn>[] {
  const { t } = useTranslation();
  return [
    { key: 'name', title: t('import.column'), width: 170, render: (one) => <strong>{pick(one.zh, one.en)}</strong> },
    { key: 'key', title: t('import.key'), width: 160, render: (one) => <span className="mono">{one.key}</span> },
    { key: 'required', title: t('import.required'), width: 80, render: (one) => (one.required ? t('import.yes') : '—') },
    { key: 'example', title: t('import.example'), width: 190, render: (one) => <span className="num">{one.example || '—'}</span> },
    { key: 'means', title: t('import.means'), width: 420, render: (one) => <Meaning column={one} /> },
  ];
}

function Meaning({ column }: { column: ImportColumn }) {
  const values = column.choices.map((one) => `${one.code} = ${pick(one.zh, one.en)}`).join(pick('；', '; '));
  const words = pick(column.means_zh, column.means_en);
  return (
    <>
      {words}
      {values ? <div className="muted small">{values}</div> : null}
    </>
  );
}

function ColumnCard({ column }: { column: ImportColumn }) {
  const { t } = useTranslation();
  return (
    <>
      <div className="line">
        <span className="title">{pick(column.zh, column.en)}</span>
        <span className="muted small">{column.required ? t('import.required') : ''}</span>
      </div>
      <div className="small muted">
        <Meaning column={column} />
      </div>
    </>
  );
}
