import { DatePicker, Form, Input, Select } from 'antd';
import dayjs, { type Dayjs } from 'dayjs';
import { useTranslation } from 'react-i18next';
import { useOrganisationOptions, useRoles } from '../access/useReference';
import { useSaving } from '../access/useSaving';
import { api, unwrap } from '../shared/api/client';
import type { ManagedNotice, WrittenNotice } from '../shared/api/types';
import { choices } from '../shared/dictionary';
import { useLeave } from '../shared/form/useLeave';
import { pick } from '../shared/i18n';
import { Dialog } from '../shared/page/Dialog';
import { ProblemNote } from '../shared/page/states';

type Fields = Omit<WrittenNotice, 'shown_from' | 'shown_until'> & { shown_from: Dayjs; shown_until?: Dayjs | null };

const EMPTY: Partial<Fields> = { importance: 'normal', roles: [], organisations: [] };

/** Writes a notice, or changes one; one of the two languages is enough. */
export function NoticeDialog({ notice, close }: { notice: ManagedNotice | null; close: () => void }) {
  const { t, i18n } = useTranslation();
  const [form] = Form.useForm<Fields>();
  const roles = useRoles();
  const organisations = useOrganisationOptions();
  const save = useSaving<Fields, ManagedNotice>({
    send: (given, headers) => {
      const body: WrittenNotice = { ...given, shown_from: given.shown_from.toISOString(), shown_until: given.shown_until?.toISOString() ?? null };
      return notice
        ? unwrap(api.PUT('/api/v1/notices/{id}', { params: { path: { id: notice.id } }, body: { version: notice.version, notice: body }, headers }))
        : unwrap(api.POST('/api/v1/notices', { body, headers }));
    },
    refresh: ['managed-notices', 'notices', 'to-dos'],
    done: () => t('notice.isPublished'),
    form,
    close,
  });
  const start: Partial<Fields> = notice
    ? {
        title_zh: notice.title_zh, text_zh: notice.text_zh, title_en: notice.title_en, text_en: notice.text_en,
        importance: notice.importance, roles: notice.roles, organisations: notice.organisations,
        shown_from: dayjs(notice.shown_from), shown_until: notice.shown_until ? dayjs(notice.shown_until) : null,
      }
    : { ...EMPTY, shown_from: dayjs().second(0).millisecond(0) };
  const leave = useLeave(form, start, close);
  return (
    <Dialog
      title={t(notice ? 'notice.change' : 'notice.publishNew')}
      width={720}
      onCancel={leave}
      onOk={() => form.submit()}
      okText={t('notice.publish')}
      cancelText={t('shared.cancel')}
      confirmLoading={save.isPending}
    >
      {save.isError ? (
        <div style={{ marginBottom: 12 }}>
          <ProblemNote problem={save.error} />
        </div>
      ) : null}
      <Form<Fields> name="notice" form={form} layout="vertical" initialValues={start} onFinish={(given) => save.mutate(given)}>
        <Language of="zh" />
        <Language of="en" />
        <div className="form-grid">
          <Form.Item name="importance" label={t('notice.importance')} extra={t('notice.importanceHint')}>
            <Select options={choices('importance', ['normal', 'important'], i18n.language)} />
          </Form.Item>
          <Form.Item name="roles" label={t('notice.roles')} extra={t('notice.emptyMeansAll')}>
            <Select mode="multiple" allowClear options={(roles.data?.items ?? []).map((role) => ({ value: role.code, label: pick(role.name_zh, role.name_en) }))} />
          </Form.Item>
          <Form.Item name="organisations" label={t('notice.organisations')} extra={t('notice.subtreeHint')}>
            <Select mode="multiple" allowClear showSearch={{ optionFilterProp: 'label' }} options={organisations} />
          </Form.Item>
          <span />
          <Form.Item name="shown_from" label={t('notice.shownFrom')} rules={[{ required: true, message: t('access.missing') }]}>
            <DatePicker showTime={{ format: 'HH:mm' }} format="YYYY-MM-DD HH:mm" style={{ width: '100%' }} />
          </Form.Item>
          <Form.Item name="shown_until" label={t('notice.shownUntil')} extra={t('notice.untilHint')}>
            <DatePicker showTime={{ format: 'HH:mm' }} format="YYYY-MM-DD HH:mm" style={{ width: '100%' }} />
          </Form.Item>
        </div>
      </Form>
    </Dialog>
  );
}

function Language({ of }: { of: 'zh' | 'en' }) {
  const { t } = useTranslation();
  return (
    <>
      <Form.Item name={`title_${of}`} label={t(`notice.title_${of}`)}>
        <Input maxLength={80} showCount />
      </Form.Item>
      <Form.Item name={`text_${of}`} label={t(`notice.text_${of}`)}>
        <Input.TextArea maxLength={4000} autoSize={{ minRows: 3, maxRows: 10 }} />
      </Form.Item>
    </>
  );
}
