import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App, Button, Form, Input, Popconfirm, Select, Switch } from 'antd';
import { useTranslation } from 'react-i18next';
import { api, unwrap } from '../shared/api/client';
import type { ChangedUser, User } from '../shared/api/types';
import { useLeave } from '../shared/form/useLeave';
import { pick } from '../shared/i18n';
import { CopyText } from '../shared/page/CopyText';
import { Dialog } from '../shared/page/Dialog';
import { ProblemNote } from '../shared/page/states';
import { AddressItem, linesOf } from './TokenForm';
import { RefusalOrProposal } from './ProposePanel';
import { useSession } from './session';
import { useOrganisationOptions, usePosts, useRoles } from './useReference';
import { UserIdentity } from './UserIdentity';
import { useSaving } from './useSaving';

/** The addresses one a line, as they are typed. */
type UserFields = Omit<ChangedUser, 'addresses'> & { addresses: string };

/** Everything about a user that an administrator changes; the login stays. */
export function EditUserDialog({ user, close }: { user: User; close: () => void }) {
  const { t } = useTranslation();
  const [form] = Form.useForm<UserFields>();
  const { user: self } = useSession();
  const roles = useRoles();
  const posts = usePosts();
  const organisations = useOrganisationOptions();
  const save = useSaving<ChangedUser, User>({
    send: (body, headers) => unwrap(api.PUT('/api/v1/users/{login}', { params: { path: { login: user.login } }, body, headers })),
    refresh: ['users'],
    done: (saved) => t('access.userChanged', { login: saved.login }),
    form,
    close,
  });
  const start = { name: user.name, organisation: user.organisation_code, post: user.post, roles: user.roles, is_active: user.is_active, addresses: user.addresses.join('\n') };
  const leave = useLeave(form, start, close);
  const required = { required: true, message: t('access.missing') };
  return (
    <Dialog
      title={`${t('access.editUser')} · ${user.login}`}
      onCancel={leave}
      onOk={() => form.submit()}
      okText={t('access.saveChange')}
      cancelText={t('shared.cancel')}
      confirmLoading={save.isPending}
    >
      <RefusalOrProposal problem={save.error} proposal={save.variables ? { command: 'access.change_user', content: { ...save.variables, login: user.login } } : null} close={close} />
      <Form<UserFields>
        form={form}
        layout="vertical"
        autoComplete="off"
        initialValues={start}
        onFinish={(given) => save.mutate({ ...given, post: given.post ?? null, addresses: linesOf(given.addresses) })}
      >
        <Form.Item name="name" label={t('access.name')} rules={[required]}>
          <Input maxLength={64} autoComplete="off" />
        </Form.Item>
        <Form.Item name="organisation" label={t('access.organisation')} rules={[required]}>
          <Select showSearch={{ optionFilterProp: 'label' }} options={organisations} />
        </Form.Item>
        <Form.Item name="post" label={t('access.post')}>
          <Select allowClear options={(posts.data?.items ?? []).filter((post) => !post.is_retired || post.code === user.post).map((post) => ({ value: post.code, label: pick(post.name_zh, post.name_en) }))} />
        </Form.Item>
        <Form.Item name="roles" label={t('access.roles')} rules={[required]}>
          <Select mode="multiple" options={(roles.data?.items ?? []).map((role) => ({ value: role.code, label: pick(role.name_zh, role.name_en) }))} />
        </Form.Item>
        <AddressItem />
        {user.is_service ? null : <IssuePassword login={user.login} />}
        {user.is_service ? null : <UserIdentity login={user.login} />}
        {user.has_second_factor && user.login !== self.login ? <ResetSecondFactor login={user.login} /> : null}
        <Form.Item name="is_active" label={t('access.active')} valuePropName="checked" extra={t('access.mayNotSignIn')}>
          <Switch />
        </Form.Item>
      </Form>
    </Dialog>
  );
}

/** Issues a new password, which is shown here and nowhere else. */
function IssuePassword({ login }: { login: string }) {
  const { t } = useTranslation();
  const issue = useMutation({ mutationFn: () => unwrap(api.POST('/api/v1/users/{login}/password', { params: { path: { login } } })) });
  return (
    <Form.Item label={t('access.password')} extra={issue.data ? t('access.issuedOnce') : t('access.issueHint')}>
      {issue.isError ? <ProblemNote problem={issue.error} /> : null}
      {issue.data ? (
        <CopyText text={issue.data.password} />
      ) : (
        <Popconfirm title={t('access.confirmIssue', { login })} okText={t('access.issuePassword')} cancelText={t('shared.cancel')} onConfirm={() => issue.mutate()}>
          <Button loading={issue.isPending} data-testid="issue-password">
            {t('access.issuePassword')}
          </Button>
        </Popconfirm>
      )}
    </Form.Item>
  );
}

function ResetSecondFactor({ login }: { login: string }) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const queries = useQueryClient();
  const reset = useMutation({
    mutationFn: () => unwrap(api.DELETE('/api/v1/users/{login}/second-factor', { params: { path: { login } } })),
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: ['users'] });
      void message.success(t('access.factorReset', { login }));
    },
  });
  return (
    <Form.Item label={t('access.secondFactor')} extra={t('access.resetFactorHint')}>
      {reset.isError ? <ProblemNote problem={reset.error} /> : null}
      <Popconfirm title={t('access.confirmResetFactor', { login })} okText={t('access.resetSecondFactor')} cancelText={t('shared.cancel')} onConfirm={() => reset.mutate()}>
        <Button loading={reset.isPending} disabled={reset.isSuccess} data-testid="reset-second-factor">
          {t('access.resetSecondFactor')}
        </Button>
      </Popconfirm>
    </Form.Item>
  );
}
