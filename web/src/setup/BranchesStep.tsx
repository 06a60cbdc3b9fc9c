import { DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { Button, Form, Input, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Plan } from './plan';

/** The branches, each below one that stands above it in the list. */
export function BranchesStep() {
  const { t } = useTranslation();
  const form = Form.useFormInstance<Plan>();
  const branches = Form.useWatch('branches', form) ?? [];
  const required = { required: true, whitespace: true, message: t('access.missing') };
  const above = (place: number) => branches.slice(0, place).filter((one) => one?.code).map((one) => ({ value: one.code, label: `${one.code} ${one.name_zh ?? ''}`.trim() }));
  return (
    <>
      <p className="muted">{t('setup.branchesHint')}</p>
      <Form.List name="branches">
        {(fields, { add, remove }) => (
          <>
            {fields.length === 0 ? <p className="muted">{t('setup.noBranches')}</p> : null}
            {fields.map(({ key, name }) => (
              <div key={key} className="branch-row" data-testid="branch-row">
                <Form.Item name={[name, 'code']} label={t('setup.branchCode')} rules={[required]}>
                  <Input maxLength={20} autoComplete="off" />
                </Form.Item>
                <Form.Item name={[name, 'name_zh']} label={t('setup.nameZh')} rules={[required]}>
                  <Input maxLength={60} autoComplete="off" />
                </Form.Item>
                <Form.Item name={[name, 'name_en']} label={t('setup.nameEn')} rules={[required]}>
                  <Input maxLength={60} autoComplete="off" />
                </Form.Item>
                <Form.Item name={[name, 'parent']} label={t('setup.branchParent')}>
                  <Select allowClear placeholder={t('setup.headOffice')} options={above(name)} />
                </Form.Item>
                <Button icon={<DeleteOutlined />} aria-label={t('setup.removeBranch')} onClick={() => remove(name)} />
              </div>
            ))}
            <Button icon={<PlusOutlined />} onClick={() => add({})} disabled={fields.length >= 200} data-testid="add-branch">
              {t('setup.addBranch')}
            </Button>
          </>
        )}
      </Form.List>
    </>
  );
}
