import { useMutation, useQuery } from '@tanstack/react-query';
import { Button, Form, Input, Popconfirm, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay } from '../../access/session';
import { api, commandHeaders, newCommandKey, unwrap } from '../api/client';
import type { SavedView } from '../api/types';
import { pick } from '../i18n';
import { Dialog } from '../page/Dialog';
import { ProblemNote } from '../page/states';
import type { TableState } from '../table/useTable';
import type { ViewsState } from './useViews';

interface ViewDialogProps<T> {
  views: ViewsState;
  table: TableState<T>;
  /** The view to be renamed, shared or deleted; none for a new one. */
  view: SavedView | null;
  close: () => void;
}

interface Wanted {
  name: string;
  shared_with?: string;
}

export function ViewDialog<T>({ views, table, view, close }: ViewDialogProps<T>) {
  const { t } = useTranslation();
  const may = useMay();
  const [form] = Form.useForm<Wanted>();
  const [key] = useState(newCommandKey);
  const roles = useQuery({ queryKey: ['roles'], enabled: may('view.share') && may('access.read'), queryFn: () => unwrap(api.GET('/api/v1/roles')) });
  const roleName = (code: string) => {
    const role = roles.data?.items.find((one) => one.code === code);
    return role ? pick(role.name_zh, role.name_en) : code;
  };
  const save = useMutation({
    mutationFn: ({ name, shared_with }: Wanted): Promise<SavedView> => {
      const shown = table.layout;
      const layout = { columns: shown.columns ?? [], density: shown.density ?? null, page_size: shown.page_size ?? null, continuous: shown.continuous ?? false, sort: shown.sort ?? null };
      const role = { name, shared_with: shared_with || null };
      if (view) {
        const body = { ...role, version: view.version, filters: view.filters, layout: view.layout };
        return unwrap(api.PUT('/api/v1/saved-views/{id}', { params: { path: { id: view.id } }, body }));
      }
      const body = { ...role, table: views.table, filters: views.filters, layout };
      return unwrap(api.POST('/api/v1/saved-views', { body, headers: commandHeaders(key) }));
    },
    onSuccess: async (saved) => {
      await views.refresh();
      close();
      if (!view) views.open(saved);
    },
  });
  const remove = useMutation({
    mutationFn: (one: SavedView) => unwrap(api.DELETE('/api/v1/saved-views/{id}', { params: { path: { id: one.id } } })),
    onSuccess: async (_gone, one) => {
      views.drop(one);
      await views.refresh();
      close();
    },
  });
  return (
    <Dialog
      width={440}
      onCancel={close}
      title={view ? t('preference.renameTitle') : t('preference.newViewTitle')}
      footer={
        <div style={{ display: 'flex', gap: 8 }}>
          {view ? (
            <Popconfirm
              title={t('preference.deleteView', { name: view.name })}
              description={view.shared_with ? t('preference.deleteViewShared', { role: roleName(view.shared_with) }) : undefined}
              onConfirm={() => remove.mutate(view)}
            >
              <Button danger type="text" data-testid="delete-view">
                {t('shared.deleteView')}
              </Button>
            </Popconfirm>
          ) : null}
          <span style={{ flex: 1 }} />
          <Button onClick={close}>{t('preference.cancel')}</Button>
          <Button type="primary" loading={save.isPending} onClick={() => form.submit()} data-testid="save-view">
            {t('preference.save')}
          </Button>
        </div>
      }
    >
      <Form<Wanted> form={form} layout="vertical" initialValues={{ name: view?.name ?? '', shared_with: view?.shared_with ?? '' }} onFinish={(wanted) => save.mutate(wanted)}>
        <Form.Item name="name" label={t('preference.viewName')} rules={[{ required: true, whitespace: true, max: 40 }]}>
          <Input autoFocus maxLength={40} data-testid="view-name" />
        </Form.Item>
        {may('view.share') ? (
          <Form.Item name="shared_with" label={t('preference.shareWith')}>
            <Select
              options={[
                { value: '', label: t('preference.onlyMe') },
                ...(roles.data?.items ?? []).map((role) => ({ value: role.code, label: t('preference.sharedWith', { role: pick(role.name_zh, role.name_en) }) })),
              ]}
            />
          </Form.Item>
        ) : null}
        {view ? null : <div className="muted small">{t('preference.saveHint', { filters: Object.keys(views.filters).length })}</div>}
      </Form>
      {save.error || remove.error ? <ProblemNote problem={save.error ?? remove.error} /> : null}
    </Dialog>
  );
}
