import { Form, Input, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { currencyChoices } from '../product/currencies';

/** Currencies that lenders here think in; products may have others. */
const CURRENCIES = ['CNY', 'HKD', 'MOP', 'TWD', 'USD', 'EUR', 'GBP', 'JPY', 'SGD'];

export function InstitutionStep() {
  const { t, i18n } = useTranslation();
  const required = { required: true, whitespace: true, message: t('access.missing') };
  return (
    <>
      <p className="muted">{t('setup.institutionHint')}</p>
      <Form.Item name={['institution', 'name_zh']} label={t('setup.nameZh')} rules={[required]}>
        <Input maxLength={60} autoFocus autoComplete="organization" />
      </Form.Item>
      <Form.Item name={['institution', 'name_en']} label={t('setup.nameEn')} rules={[required]}>
        <Input maxLength={60} autoComplete="off" />
      </Form.Item>
      <Form.Item name={['institution', 'currency']} label={t('setup.currency')} rules={[required]}>
        <Select showSearch={{ optionFilterProp: 'label' }} options={currencyChoices(CURRENCIES, i18n.language)} />
      </Form.Item>
    </>
  );
}
