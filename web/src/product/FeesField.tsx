import { DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { Button, Form, Input, InputNumber, Segmented, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { choices } from '../shared/dictionary';
import { AMOUNT_PATTERN, AmountInput } from '../shared/money/AmountInput';
import type { TypedFee } from './draft';

const TRIGGERS = ['disbursement', 'installment', 'late'];
const NEW: TypedFee = { by: 'amount', trigger: 'disbursement' };

/** The fees of a version: any number, each an amount or a share. */
export function FeesField({ currency }: { currency: string }) {
  const { t } = useTranslation();
  return (
    <div className="wide">
      <Form.List name="fees">
        {(rows, { add, remove }) => (
          <>
            {rows.map(({ key, name }) => (
              <Fee key={key} name={name} currency={currency} remove={() => remove(name)} />
            ))}
            <Button icon={<PlusOutlined />} onClick={() => add(NEW)} data-testid="add-fee">
              {t('product.addFee')}
            </Button>
          </>
        )}
      </Form.List>
    </div>
  );
}

function Fee({ name, currency, remove }: { name: number; currency: string; remove: () => void }) {
  const { t, i18n } = useTranslation();
  const by = Form.useWatch(['fees', name, 'by']) as TypedFee['by'];
  const required = [{ required: true, message: t('product.missing') }];
  return (
    <div className="term-grid fee-row">
      <Form.Item name={[name, 'code']} label={t('product.feeCode')} rules={required}>
        <Input maxLength={20} />
      </Form.Item>
      <Form.Item name={[name, 'name_zh']} label={t('product.nameZh')} rules={required}>
        <Input maxLength={100} />
      </Form.Item>
      <Form.Item name={[name, 'name_en']} label={t('product.nameEn')} rules={required}>
        <Input maxLength={100} />
      </Form.Item>
      <Form.Item name={[name, 'trigger']} label={t('product.feeTrigger')}>
        <Select options={choices('rule', TRIGGERS, i18n.language).map((one) => (one.value === 'installment' ? { ...one, label: t('product.eachInstalment') } : one))} />
      </Form.Item>
      <Form.Item name={[name, 'by']} label={t('product.feeBy')}>
        <Segmented
          options={[
            { value: 'amount', label: t('product.byAmount') },
            { value: 'share', label: t('product.byShare') },
          ]}
        />
      </Form.Item>
      {by === 'share' ? (
        <Form.Item name={[name, 'share_bp']} label={t('product.feeShare')} rules={required}>
          <InputNumber min={1} max={10_000} precision={0} suffix="bp" style={{ width: '100%' }} />
        </Form.Item>
      ) : (
        <Form.Item name={[name, 'amount']} label={t('product.feeAmount')} rules={[...required, { pattern: AMOUNT_PATTERN, message: t('product.amountWrong') }]}>
          <AmountInput currency={currency} />
        </Form.Item>
      )}
      <div className="fee-remove">
        <Button type="text" icon={<DeleteOutlined />} aria-label={t('product.removeRow')} onClick={remove}>
          {t('product.removeRow')}
        </Button>
      </div>
    </div>
  );
}
