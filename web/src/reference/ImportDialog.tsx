import { UploadOutlined } from '@ant-design/icons';
import { useMutation } from '@tanstack/react-query';
import { Button, Form, Upload } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, unwrap } from '../shared/api/client';
import type { HolidayFile, ReferenceHistory } from '../shared/api/types';
import { saveCsv } from '../shared/charts/download';
import { pick } from '../shared/i18n';
import { ProblemNote } from '../shared/page/states';
import { ChangeDialog, type Reasoned } from './ChangeDialog';
import { HEADER } from './CalendarTab';
import { type Day, templateOf } from './year';

/** The yearly notice from a file: read by the server, shown as a difference, then saved or proposed. */
export function ImportDialog({ history, close }: { history: ReferenceHistory; close: () => void }) {
  const { t } = useTranslation();
  const [form] = Form.useForm<Reasoned>();
  const [file, setFile] = useState<(HolidayFile & { name: string }) | null>(null);
  const read = useMutation({
    mutationFn: async (chosen: File) => ({ name: chosen.name, ...(await unwrap(api.POST('/api/v1/holiday-files', { body: { csv: await chosen.text() } }))) }),
    onSuccess: (found) => {
      setFile(found);
      if (found.source && !form.getFieldValue('source')) form.setFieldsValue({ source: found.source });
    },
  });
  const last = Number(history.periods.at(-1)?.effective_from.slice(0, 4) ?? new Date().getFullYear());
  const sound = file?.year !== null && file?.year !== undefined && file.faults.length === 0;
  return (
    <ChangeDialog<Reasoned>
      title={t('reference.importYear')}
      kind="calendar"
      form={form}
      initial={{ reason: t('reference.importReason') }}
      toChange={(given) =>
        sound && file
          ? { item: history.code, body: { revision: history.revision, effective_from: `${file.year}-01-01`, content: { kind: 'calendar', weekend: [6, 7], days: file.days as Day[] }, ...given } }
          : null
      }
      close={close}
    >
      <p className="muted">{t('reference.importHint')}</p>
      <div className="upload-bar">
        <Upload
          accept=".csv,text/csv"
          maxCount={1}
          showUploadList={false}
          beforeUpload={(chosen) => {
            read.mutate(chosen);
            return false;
          }}
        >
          <Button icon={<UploadOutlined />} loading={read.isPending} data-testid="choose-file">
            {t('reference.chooseFile')}
          </Button>
        </Upload>
        <Button type="link" onClick={() => saveCsv({ name: `${history.code}-${last + 1}`, header: HEADER, rows: templateOf(last + 1) })}>
          {t('reference.template')}
        </Button>
      </div>
      {read.isError ? <ProblemNote problem={read.error} /> : null}
      {file && sound ? (
        <div className="consequence" data-testid="file-read">
          {t('reference.fileRead', { name: file.name, year: file.year, n: file.days.length })}
        </div>
      ) : null}
      {file && !sound ? (
        <div className="problem" role="alert" data-testid="file-faults">
          <ul>
            {file.faults.map((fault) => (
              <li key={fault.line}>
                {t('reference.line', { n: fault.line })} {pick(fault.zh, fault.en)}
              </li>
            ))}
          </ul>
        </div>
      ) : null}
    </ChangeDialog>
  );
}
