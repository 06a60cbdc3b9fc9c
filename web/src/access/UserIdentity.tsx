import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Form, Input, Space } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, unwrap } from '../shared/api/client';
import { moment } from '../shared/page/dates';
import { ProblemNote } from '../shared/page/states';

/** As whom a user signs on at the identity provider; absent when none is configured. */
export function UserIdentity({ login }: { login: string }) {
  const { t } = useTranslation();
  const offer = useQuery({ queryKey: ['sign-on'], staleTime: 60_000, queryFn: () => unwrap(api.GET('/api/v1/sign-on')) });
  const name = offer.data?.name;
  return name ? <Form.Item label={t('access.identityAt', { name })}><Link login={login} /></Form.Item> : null;
}

function Link({ login }: { login: string }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const path = { params: { path: { login } } };
  const [typed, setTyped] = useState<string | null>(null);
  const found = useQuery({ queryKey: ['identity', login], queryFn: () => unwrap(api.GET('/api/v1/users/{login}/identity', path)) });
  const link = useMutation({
    mutationFn: (subject: string | null) => unwrap(api.PUT('/api/v1/users/{login}/identity', { ...path, body: { subject } })),
    onSuccess: (now) => {
      queries.setQueryData(['identity', login], now);
      setTyped(null);
    },
  });
  if (found.isError) return <ProblemNote problem={found.error} />;
  const { subject, linked_at, linked_by } = found.data ?? {};
  const shown = typed ?? subject ?? '';
  return (
    <>
      {link.isError ? (
        <div style={{ marginBottom: 8 }}>
          <ProblemNote problem={link.error} />
        </div>
      ) : null}
      <Space.Compact block>
        <Input
          value={shown}
          maxLength={255}
          autoComplete="off"
          placeholder={t('access.identitySubject')}
          aria-label={t('access.identitySubject')}
          onChange={(change) => setTyped(change.target.value)}
          data-testid="identity-subject"
        />
        <Button disabled={!shown || shown === subject} loading={link.isPending} onClick={() => link.mutate(shown)} data-testid="link-identity">
          {t('access.linkIdentity')}
        </Button>
        {subject ? (
          <Button danger loading={link.isPending} onClick={() => link.mutate(null)} data-testid="part-identity">
            {t('access.partIdentity')}
          </Button>
        ) : null}
      </Space.Compact>
      <div className="small muted" style={{ marginTop: 4 }}>
        {subject && linked_at ? t('access.identityLinked', { by: linked_by, at: moment(linked_at) }) : t('access.identityHint')}
      </div>
    </>
  );
}
