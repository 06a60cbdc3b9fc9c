import { DownOutlined, UpOutlined } from '@ant-design/icons';
import { Button, Form, type FormRule, Input, InputNumber, Select, Switch } from 'antd';
import { useTranslation } from 'react-i18next';
import { Explained } from '../glossary/Explained';
import { wordFor } from '../shared/dictionary';
import { AMOUNT_PATTERN, AmountInput, PERCENT_PATTERN } from '../shared/money/AmountInput';
import { Word } from '../shared/StateTag';
import { DateField } from '../shared/table/DateField';
import { FeesField } from './FeesField';
import type { Field } from './terms';

const MULTIPLE = /^\d{1,2}(\.\d{1,4})?$/;

/** One term of a version in the form, in the shape that its kind asks for. */
export function TermField({ field, currency, earliest }: { field: Field; currency: string; earliest?: string | undefined }) {
  const { t } = useTranslation();
  if (field.kind === 'fees') return <FeesField currency={currency} />;
  const required: FormRule[] = field.optional || field.kind === 'yes' ? [] : [{ required: true, message: t('product.missing') }];
  const rules: Partial<Record<Field['kind'], FormRule[]>> = {
    amount: [{ pattern: AMOUNT_PATTERN, message: t('product.amountWrong') }],
    percent: [{ pattern: PERCENT_PATTERN, message: t('product.rateWrong') }],
    multiple: [{ pattern: MULTIPLE, message: t('product.multipleWrong') }],
  };
  return (
    <Form.Item
      name={field.path.split('.')}
      label={<Explained inForm>{t(field.label)}</Explained>}
      {...(field.wide ? { className: 'wide' } : {})}
      {...(field.kind === 'yes' ? { valuePropName: 'checked' } : {})}
      rules={[...required, ...(rules[field.kind] ?? [])]}
    >
      <Control field={field} currency={currency} earliest={earliest} />
    </Form.Item>
  );
}

interface ControlProps {
  field: Field;
  currency: string;
  earliest?: string | undefined;
}

/** The control alone; the form hands it value, change and id. */
function Control({ field, currency, earliest, ...bound }: ControlProps) {
  const { i18n } = useTranslation();
  const { kind, area, options = [], wordOf } = field;
  const wide = { width: '100%' };
  switch (kind) {
    case 'choice':
      return <Select {...bound} options={options.map((value) => ({ value, label: area ? wordFor(area, wordOf?.[value] ?? value, i18n.language) : value }))} />;
    case 'date':
      return <DateField {...bound} allowClear={false} min={earliest} />;
    case 'area':
      return <Input.TextArea {...bound} autoSize={{ minRows: 1, maxRows: 5 }} maxLength={1000} />;
    case 'whole':
      return <InputNumber {...bound} min={0} max={10_000} precision={0} style={wide} />;
    case 'signed':
      return <InputNumber {...bound} min={-10_000} max={10_000} precision={0} suffix="bp" style={wide} />;
    case 'bp':
      return <InputNumber {...bound} min={0} max={10_000} precision={0} suffix="bp" style={wide} />;
    case 'percent':
      return <Input {...bound} suffix="%" inputMode="decimal" className="amount-input" autoComplete="off" />;
    case 'multiple':
      return <Input {...bound} prefix="×" inputMode="decimal" className="amount-input" autoComplete="off" />;
    case 'amount':
      return <AmountInput {...bound} currency={currency} />;
    case 'yes':
      return <Switch {...bound} />;
    case 'order':
      return <OrderInput {...bound} />;
    default:
      return <Input {...bound} maxLength={100} />;
  }
}

/** The order in which payments settle; each part is moved up or down. */
function OrderInput({ value = [], onChange, id }: { value?: string[]; onChange?: (value: string[]) => void; id?: string }) {
  const { t } = useTranslation();
  const move = (from: number, step: number) => {
    const next = [...value];
    const [part] = next.splice(from, 1);
    next.splice(from + step, 0, part!);
    onChange?.(next);
  };
  return (
    <ol className="order" id={id}>
      {value.map((part, index) => (
        <li key={part}>
          <span className="num muted">{index + 1}</span>
          <span className="grow">
            <Word area="component" code={part} />
          </span>
          <Button type="text" size="small" icon={<UpOutlined />} disabled={index === 0} aria-label={t('product.moveUp')} onClick={() => move(index, -1)} />
          <Button type="text" size="small" icon={<DownOutlined />} disabled={index === value.length - 1} aria-label={t('product.moveDown')} onClick={() => move(index, 1)} />
        </li>
      ))}
    </ol>
  );
}
