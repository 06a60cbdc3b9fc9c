import { UploadOutlined } from '@ant-design/icons';
import { Button, Form, Radio, Upload } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Plan } from './plan';

const CHOICES = ['china', 'weekends', 'own'] as const;
/** The form of an own file. */
const TEMPLATE = 'date,kind,name,source\n2026-01-01,holiday,元旦,\n2026-02-14,workday,春节调休,\n';

/** By which days the lender works: those of China as delivered, weekends only, or a file of one's own. */
export function CalendarField({ years }: { years: number[] }) {
  const { t } = useTranslation();
  const form = Form.useFormInstance<Plan>();
  const calendar = Form.useWatch('calendar', form) ?? 'china';
  const name = Form.useWatch('calendar_name', { form, preserve: true });
  const take = async (file: File) => {
    form.setFieldsValue({ calendar_csv: await file.text(), calendar_name: file.name });
    void form.validateFields(['calendar_csv']);
  };
  return (
    <>
      <Form.Item name="calendar" label={t('setup.calendar')} extra={t('setup.calendarLater')}>
        <Radio.Group className="choices">
          {CHOICES.map((one) => (
            <Radio key={one} value={one} data-testid={`calendar-${one}`}>
              <b>{t(`setup.calendar.${one}`)}</b>
              <div className="muted small">{t(`setup.calendar.${one}Hint`, { years: years.join(t('setup.and')) })}</div>
            </Radio>
          ))}
        </Radio.Group>
      </Form.Item>
      {calendar === 'own' ? (
        <Form.Item name="calendar_csv" rules={[{ required: true, message: t('setup.calendarMissing') }]}>
          <div className="calendar-file">
            <Upload
              accept=".csv"
              showUploadList={false}
              beforeUpload={(file) => {
                void take(file);
                return false;
              }}
            >
              <Button icon={<UploadOutlined />}>{t('setup.calendarChoose')}</Button>
            </Upload>
            <span className="muted">{name ?? t('setup.calendarNone')}</span>
            <a href={`data:text/csv;charset=utf-8,${encodeURIComponent(TEMPLATE)}`} download="calendar.csv">
              {t('setup.calendarTemplate')}
            </a>
          </div>
        </Form.Item>
      ) : null}
    </>
  );
}
