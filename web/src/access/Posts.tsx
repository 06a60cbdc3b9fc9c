import { Button, Form, Input, Switch } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, unwrap } from '../shared/api/client';
import type { NewStaffPost, StaffPost } from '../shared/api/types';
import { useLeave } from '../shared/form/useLeave';
import { pick } from '../shared/i18n';
import { Dialog } from '../shared/page/Dialog';
import { Panel } from '../shared/page/Page';
import { Loaded, ProblemNote } from '../shared/page/states';
import { PlainTable } from '../shared/table/PlainTable';
import { useMay } from './session';
import { usePosts } from './useReference';
import { useSaving } from './useSaving';

/** What people are; what they may do is said by roles. */
export function Posts() {
  const { t } = useTranslation();
  const may = useMay();
  const posts = usePosts();
  const [edited, setEdited] = useState<StaffPost | 'new' | null>(null);
  const changes = may('access.write');
  const state = (row: StaffPost) => (
    <span className={`state ${row.is_retired ? 'state-grey' : 'state-green'}`}>{row.is_retired ? t('access.retired') : t('access.inUse')}</span>
  );
  return (
    <Panel
      title={t('access.posts')}
      flush
      actions={
        changes ? (
          <Button onClick={() => setEdited('new')} data-testid="add-post">
            {t('access.newPost')}
          </Button>
        ) : null
      }
    >
      <Loaded query={posts}>
        {(found) => (
          <PlainTable<StaffPost>
            name="posts"
            rows={found.items}
            rowKey={(row) => row.code}
            onOpen={changes ? setEdited : undefined}
            card={(row) => (
              <>
                <div className="line">
                  <span className="title">{pick(row.name_zh, row.name_en)}</span>
                  {state(row)}
                </div>
                <div className="small muted">
                  <span className="mono">{row.code}</span> · {t('access.roleUsers')} {row.users}
                </div>
              </>
            )}
            columns={[
              { key: 'name', value: (row) => pick(row.name_zh, row.name_en), title: t('access.post'), width: 280, render: (row) => pick(row.name_zh, row.name_en) },
              { key: 'code', value: (row) => row.code, title: t('access.roleCode'), width: 130, render: (row) => <span className="mono">{row.code}</span> },
              { key: 'state', title: t('access.state'), width: 100, render: state },
              { key: 'users', value: (row) => row.users, title: t('access.roleUsers'), width: 90, right: true, render: (row) => <span className="num">{row.users}</span> },
            ]}
          />
        )}
      </Loaded>
      {edited ? <PostDialog post={edited === 'new' ? null : edited} close={() => setEdited(null)} /> : null}
    </Panel>
  );
}

function PostDialog({ post, close }: { post: StaffPost | null; close: () => void }) {
  const { t } = useTranslation();
  const [form] = Form.useForm<NewStaffPost>();
  const save = useSaving<NewStaffPost, StaffPost>({
    send: (body, headers) =>
      post
        ? unwrap(api.PUT('/api/v1/posts/{code}', { params: { path: { code: post.code } }, body, headers }))
        : unwrap(api.POST('/api/v1/posts', { body, headers })),
    refresh: ['posts'],
    done: (saved) => t('access.postSaved', { code: saved.code }),
    form,
    close,
  });
  const leave = useLeave(form, post ?? {}, close);
  const required = { required: true, message: t('access.missing') };
  return (
    <Dialog
      title={post ? t('access.editPost') : t('access.newPost')}
      onCancel={leave}
      onOk={() => form.submit()}
      okText={t('access.saveChange')}
      cancelText={t('shared.cancel')}
      confirmLoading={save.isPending}
    >
      {save.isError ? (
        <div style={{ marginBottom: 12 }}>
          <ProblemNote problem={save.error} />
        </div>
      ) : null}
      <Form<NewStaffPost>
        form={form}
        layout="vertical"
        autoComplete="off"
        initialValues={post ?? {}}
        onFinish={(given) => save.mutate({ code: post?.code ?? given.code ?? '', name_zh: given.name_zh, name_en: given.name_en, is_retired: given.is_retired ?? false })}
      >
        <Form.Item name="code" label={t('access.roleCode')} rules={[required, { pattern: /^[a-z][a-z0-9_]{1,31}$/, message: t('access.roleCodeRule') }]}>
          <Input maxLength={32} disabled={post !== null} />
        </Form.Item>
        <Form.Item name="name_zh" label={t('access.nameZh')} rules={[required]}>
          <Input maxLength={64} />
        </Form.Item>
        <Form.Item name="name_en" label={t('access.nameEn')} rules={[required]}>
          <Input maxLength={64} />
        </Form.Item>
        {post ? (
          <Form.Item name="is_retired" label={t('access.retired')} valuePropName="checked" extra={t('access.retiredHint', { users: post.users })}>
            <Switch />
          </Form.Item>
        ) : null}
      </Form>
    </Dialog>
  );
}
