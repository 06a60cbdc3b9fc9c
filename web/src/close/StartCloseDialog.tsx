import { App, Form } from 'antd';
import dayjs from 'dayjs';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { newCommandKey } from '../shared/api/client';
import { Dialog } from '../shared/page/Dialog';
import { ProblemNote } from '../shared/page/states';
import { DateField } from '../shared/table/DateField';
import { useStartClose } from './api';

/** Asks until which day to close; every day between is closed in turn. */
export function StartCloseDialog({ today, close }: { today: string; close: () => void }) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const tomorrow = dayjs(today).add(1, 'day').format('YYYY-MM-DD');
  const [until, setUntil] = useState<string | undefined>(tomorrow);
  const [key] = useState(newCommandKey);
  const start = useStartClose();
  const days = until ? dayjs(until).diff(dayjs(today), 'day') : 0;
  const go = () => {
    if (!until) return;
    start.mutate(
      { until, key: `${key}-${until}` },
      {
        onSuccess: () => {
          void message.success(t('close.started'));
          close();
        },
      },
    );
  };
  return (
    <Dialog
      title={t('close.start')}
      onCancel={close}
      onOk={go}
      okText={t('close.confirm', { n: days })}
      cancelText={t('shared.cancel')}
      confirmLoading={start.isPending}
      okButtonProps={{ disabled: days < 1 }}
    >
      {start.isError ? (
        <div style={{ marginBottom: 12 }}>
          <ProblemNote problem={start.error} />
        </div>
      ) : null}
      <Form layout="vertical">
        <Form.Item label={t('close.until')} extra={t('close.untilHint')}>
          <DateField label={t('close.until')} value={until} onChange={setUntil} allowClear={false} min={tomorrow} />
        </Form.Item>
      </Form>
      <div className="consequence">{t('close.consequence', { from: today, until: until ?? '—', n: days })}</div>
    </Dialog>
  );
}
