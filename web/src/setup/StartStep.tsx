import { Button, Checkbox, Form, Radio } from 'antd';
import { useTranslation } from 'react-i18next';
import { pick } from '../shared/i18n';
import { DateField } from '../shared/table/DateField';
import { CalendarField } from './CalendarField';
import type { Plan } from './plan';
import type { Presets } from './api';

/** With what the book begins. */
export function StartStep({ presets, years }: { presets: Presets; years: number[] }) {
  const { t } = useTranslation();
  const form = Form.useFormInstance<Plan>();
  const start = Form.useWatch('start', form) ?? 'empty';
  return (
    <>
      <Form.Item name="start">
        <Radio.Group className="choices">
          {(['empty', 'demo'] as const).map((one) => (
            <Radio key={one} value={one} data-testid={`start-${one}`}>
              <b>{t(`setup.start.${one}`)}</b>
              <div className="muted small">{t(`setup.start.${one}Hint`)}</div>
            </Radio>
          ))}
        </Radio.Group>
      </Form.Item>
      {start === 'empty' ? (
        <>
          <Form.Item name="first_day" label={t('setup.firstDay')} extra={t('setup.firstDayHint')} rules={[{ required: true, message: t('access.missing') }]}>
            <DateField allowClear={false} />
          </Form.Item>
          <CalendarField years={years} />
          <Products presets={presets} />
        </>
      ) : null}
    </>
  );
}

function Products({ presets }: { presets: Presets }) {
  const { t } = useTranslation();
  const form = Form.useFormInstance<Plan>();
  const chosen = Form.useWatch('products', form) ?? [];
  const choose = (codes: string[]) => form.setFieldsValue({ products: codes });
  return (
    <>
      <div className="preset-head">
        <b>{t('setup.products')}</b>
        <span className="muted small">{t('setup.chosen', { count: chosen.length })}</span>
        <Button size="small" type="link" onClick={() => choose(presets.map((one) => one.code))}>
          {t('setup.chooseAll')}
        </Button>
        <Button size="small" type="link" onClick={() => choose([])}>
          {t('setup.chooseNone')}
        </Button>
      </div>
      <p className="muted small">{t('setup.productsHint')}</p>
      <Form.Item name="products">
        <Checkbox.Group className="presets">
          {presets.map((one) => (
            <Checkbox key={one.code} value={one.code}>
              <span className="num">{one.code}</span> {pick(one.name_zh, one.name_en)} <span className="muted small">{one.currency}</span>
              <div className="muted small">{pick(one.description_zh, one.description_en)}</div>
            </Checkbox>
          ))}
        </Checkbox.Group>
      </Form.Item>
    </>
  );
}
