import { Form, Input, InputNumber } from 'antd';
import { useTranslation } from 'react-i18next';
import { RefusalOrProposal } from '../access/ProposePanel';
import { useSaving } from '../access/useSaving';
import { api, unwrap } from '../shared/api/client';
import type { RetentionChanged, RetentionRule } from '../shared/api/types';
import { useLeave } from '../shared/form/useLeave';
import { Dialog } from '../shared/page/Dialog';
import { DateField } from '../shared/table/DateField';

interface Fields {
  months: number;
  effective_from: string;
  source: string;
}

/** A new version of how long lines stay. */
export function RetentionDialog({ rule, close }: { rule: RetentionRule; close: () => void }) {
  const { t } = useTranslation();
  const [form] = Form.useForm<Fields>();
  const body = (given: Fields) => ({ ...given, revision: rule.revision });
  const save = useSaving<Fields, RetentionChanged>({
    send: (given, headers) => unwrap(api.PUT('/api/v1/audit-retention/{area}', { params: { path: { area: rule.area } }, body: body(given), headers })),
    refresh: ['audit'],
    done: () => t('audit.ruleSaved'),
    form,
    close,
  });
  const start: Partial<Fields> = { months: rule.months, source: '' };
  const leave = useLeave(form, start, close);
  const required = { required: true, message: t('audit.missing') };
  return (
    <Dialog
      title={t('audit.changeRuleTitle', { area: t(`audit.area.${rule.area}`) })}
      width={520}
      onCancel={leave}
      onOk={() => form.submit()}
      okText={t('access.saveChange')}
      cancelText={t('shared.cancel')}
      confirmLoading={save.isPending}
    >
      <RefusalOrProposal
        problem={save.error}
        proposal={save.variables ? { command: 'audit.change_retention', content: { area: rule.area, change: body(save.variables) } } : null}
        reason={save.variables?.source ?? ''}
        close={close}
      />
      <Form<Fields> form={form} layout="vertical" initialValues={start} onFinish={(given) => save.mutate(given)} autoComplete="off">
        <div className="form-grid">
          <Form.Item name="months" label={t('audit.monthsField')} rules={[required]} extra={<span className="num">{`${rule.least_months} – 1,200 · ${rule.law}`}</span>}>
            <InputNumber precision={0} style={{ width: '100%' }} />
          </Form.Item>
          <Form.Item name="effective_from" label={t('audit.effectiveFrom')} rules={[required]}>
            <DateField />
          </Form.Item>
        </div>
        <Form.Item name="source" label={t('audit.ruleSource')} rules={[required]}>
          <Input maxLength={200} placeholder={t('audit.ruleSourceHint')} />
        </Form.Item>
      </Form>
    </Dialog>
  );
}
