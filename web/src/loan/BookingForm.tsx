import { UserAddOutlined } from '@ant-design/icons';
import { Button, Form, type FormInstance, Input, InputNumber, Select } from 'antd';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay } from '../access/session';
import { CustomerPicker } from '../customer/CustomerPicker';
import { FIELD } from '../customer/fields';
import { NewCustomerDialog } from '../customer/NewCustomerDialog';
import { Explained } from '../glossary/Explained';
import { useProducts } from '../product/currencies';
import { CustomRows } from '../product/MethodFields';
import { CodeSelect } from '../reference/Coded';
import type { Product } from '../shared/api/types';
import { wordFor } from '../shared/dictionary';
import { pick } from '../shared/i18n';
import { AMOUNT_PATTERN, AmountInput, PERCENT_PATTERN } from '../shared/money/AmountInput';
import { formatMoney, formatRate } from '../shared/money/format';
import { DateField } from '../shared/table/DateField';
import type { BookingFields } from './booking';

interface BookingFormProps {
  form: FormInstance<BookingFields>;
  fields: BookingFields;
  product: Product | undefined;
  onChange: (fields: BookingFields) => void;
  onSubmit: () => void;
}

export function BookingForm({ form, fields, product, onChange, onSubmit }: BookingFormProps) {
  const { t } = useTranslation();
  const required = { required: true, message: t('product.missing') };
  return (
    <Form<BookingFields>
      form={form}
      layout="vertical"
      initialValues={fields}
      onValuesChange={(_changed, all: BookingFields) => onChange({ ...fields, ...all })}
      onFinish={onSubmit}
      data-testid="booking-form"
    >
      <Form.Item name="product_id" label={<Explained inForm>{t('loan.product')}</Explained>} rules={[required]}>
        <ProductPicker />
      </Form.Item>
      <Borrower form={form} fields={fields} onChange={onChange} />
      <Form.Item
        name="principal"
        label={<Explained inForm>{t('loan.principal')}</Explained>}
        rules={[required, { pattern: AMOUNT_PATTERN, message: t('product.amountWrong') }]}
        {...hint(product && `${formatMoney(product.limits.min_amount)} – ${formatMoney(product.limits.max_amount)}`)}
      >
        <AmountInput currency={product?.currency ?? ''} />
      </Form.Item>
      <Form.Item name="purpose" label={<Explained inForm>{t('loan.purpose')}</Explained>} rules={[required]}>
        <CodeSelect list="loan_purpose" placeholder={t('loan.purposeHint')} />
      </Form.Item>
      <div className="pair">
        <Form.Item
          name="rate_percent"
          label={<Explained inForm>{t('loan.rate')}</Explained>}
          rules={[{ pattern: PERCENT_PATTERN, message: t('product.rateWrong') }]}
          {...hint(product && `${formatRate(product.limits.min_annual_rate, 2)} – ${formatRate(product.limits.max_annual_rate, 2)}`)}
        >
          <Input inputMode="decimal" autoComplete="off" suffix="%" className="amount-input" placeholder={t('loan.rateOfProduct')} />
        </Form.Item>
        <Form.Item name="periods" label={<Explained inForm>{t('product.periods')}</Explained>} rules={[required]} {...hint(product && `${product.limits.min_periods} – ${product.limits.max_periods}`)}>
          <InputNumber min={1} max={1200} precision={0} style={{ width: '100%' }} />
        </Form.Item>
        <Form.Item name="disbursed_on" label={<Explained inForm>{t('loan.disbursedOn')}</Explained>} rules={[required]}>
          <DateField allowClear={false} />
        </Form.Item>
        <Form.Item name="pay_day" label={<Explained inForm>{t('product.payDay')}</Explained>}>
          <InputNumber min={1} max={31} precision={0} style={{ width: '100%' }} placeholder={dueRule(t, product)} />
        </Form.Item>
        <Form.Item name="officer" label={t('loan.officer')}>
          <Input autoComplete="off" placeholder={t('loan.officerSelf')} />
        </Form.Item>
        <Form.Item name="number" label={t('loan.number')}>
          <Input autoComplete="off" maxLength={40} placeholder={t('loan.numberMade')} />
        </Form.Item>
      </div>
      {product?.method === 'custom' ? <CustomRows /> : null}
      <Button type="primary" htmlType="submit" block data-testid="book">
        {t('loan.previewBooking')}
      </Button>
    </Form>
  );
}

function hint(text: ReactNode): { extra?: ReactNode } {
  return text ? { extra: <span className="num small">{text}</span> } : {};
}

function dueRule(t: (key: string) => string, product: Product | undefined): string {
  if (!product) return '';
  return product.due_dates.pay_day ? String(product.due_dates.pay_day) : t('product.payDayHint');
}

/** Products in force, found by name or code. */
function ProductPicker(props: { value?: string; onChange?: (id: string) => void; id?: string }) {
  const { t, i18n } = useTranslation();
  const products = useProducts().filter((one) => one.offered);
  const options = products.map((one) => ({
    value: one.id,
    label: `${one.code} ${pick(one.name_zh, one.name_en)}`,
    note: `${one.currency} · ${wordFor('method', one.method, i18n.language)}`,
  }));
  return (
    <Select
      {...props}
      showSearch={{ optionFilterProp: 'label' }}
      placeholder={t('loan.chooseProduct')}
      options={options}
      optionRender={(option) => (
        <div>
          <div className="truncate">{option.label}</div>
          <div className="muted small">{(option.data as { note: string }).note}</div>
        </div>
      )}
    />
  );
}

function Borrower({ form, fields, onChange }: Pick<BookingFormProps, 'form' | 'fields' | 'onChange'>) {
  const { t } = useTranslation();
  const may = useMay();
  const [adding, setAdding] = useState(false);
  const take = (id: string) => {
    form.setFields([{ name: 'customer_id', value: id, errors: [] }]);
    onChange({ ...fields, customer_id: id });
  };
  return (
    <>
      <Form.Item label={t('loan.customer')} htmlFor="customer_id" required>
        <div style={{ display: 'flex', gap: 8, alignItems: 'flex-start', flexWrap: 'wrap' }}>
          <div style={{ flex: '1 1 236px', minWidth: 0 }}>
            <Form.Item name="customer_id" noStyle rules={[{ required: true, message: t('product.missing') }]}>
              <CustomerPicker />
            </Form.Item>
          </div>
          {may('customer.write') && may(FIELD.identity) ? (
            <Button icon={<UserAddOutlined />} onClick={() => setAdding(true)}>
              {t('customer.add')}
            </Button>
          ) : null}
        </div>
      </Form.Item>
      {adding ? <NewCustomerDialog close={() => setAdding(false)} onMade={(made) => take(made.id)} /> : null}
    </>
  );
}
