import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Form, Popconfirm } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, unwrap } from '../shared/api/client';
import { fieldOf } from '../shared/api/problem';
import type { Token } from '../shared/api/types';
import { moment } from '../shared/page/dates';
import { Blank, Loaded, ProblemNote } from '../shared/page/states';
import { useSession } from './session';
import { stateOf, TokenHint, TokenScope, TokenTag } from './Token';
import { type TokenFields, TokenItems, tokenOf, TokenSecret } from './TokenForm';

const FIELDS = ['name', 'days', 'permissions', 'addresses', 'current'];

/** The tokens with which programs act as oneself. */
export function OwnTokens() {
  const { t } = useTranslation();
  const [making, setMaking] = useState(false);
  const [secret, setSecret] = useState<string | null>(null);
  const tokens = useQuery({ queryKey: ['own-tokens'], queryFn: () => unwrap(api.GET('/api/v1/session/tokens')) });
  const kept = () => {
    setSecret(null);
    void tokens.refetch();
  };
  if (secret) return <TokenSecret secret={secret} close={kept} />;
  if (making) {
    return (
      <Making
        done={(told) => {
          setMaking(false);
          setSecret(told);
        }}
        cancel={() => setMaking(false)}
      />
    );
  }
  return (
    <>
      <p className="muted" style={{ marginTop: 0 }}>
        {t('access.tokensHint')}
      </p>
      <Loaded query={tokens} rows={3}>
        {({ items }) => (items.length === 0 ? <Blank title={t('access.noTokens')} /> : items.map((token) => <OwnToken key={token.id} token={token} />))}
      </Loaded>
      <Button type="primary" block onClick={() => setMaking(true)} style={{ marginTop: 12 }} data-testid="new-token">
        {t('access.newToken')}
      </Button>
    </>
  );
}

function OwnToken({ token }: { token: Token }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const revoke = useMutation({
    mutationFn: () => unwrap(api.DELETE('/api/v1/session/tokens/{id}', { params: { path: { id: token.id } } })),
    onSuccess: () => void queries.invalidateQueries({ queryKey: ['own-tokens'] }),
  });
  return (
    <div className="token" data-testid="token">
      {revoke.isError ? <ProblemNote problem={revoke.error} /> : null}
      <div className="line">
        <span>
          <b>{token.name}</b> <TokenHint token={token} /> <TokenTag token={token} />
        </span>
        {stateOf(token) === 'live' ? (
          <Popconfirm title={t('access.confirmRevokeToken')} okText={t('access.revoke')} cancelText={t('shared.cancel')} onConfirm={() => revoke.mutate()}>
            <Button size="small" danger loading={revoke.isPending} data-testid="revoke-token">
              {t('access.revoke')}
            </Button>
          </Popconfirm>
        ) : null}
      </div>
      <div className="small">
        <TokenScope token={token} />
      </div>
      <div className="small muted num">
        {t('access.tokenUntil', { date: moment(token.expires_at) })}
        {' · '}
        {token.last_used_at ? t('access.tokenUsed', { date: moment(token.last_used_at), from: token.last_used_from ?? '—' }) : t('access.tokenUnused')}
      </div>
    </div>
  );
}

function Making({ done, cancel }: { done: (secret: string) => void; cancel: () => void }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const { permissions } = useSession();
  const [form] = Form.useForm<TokenFields>();
  const make = useMutation({
    mutationFn: (given: TokenFields) => unwrap(api.POST('/api/v1/session/tokens', { body: { current: given.current ?? '', token: tokenOf(given) } })),
    onSuccess: (made) => {
      void queries.invalidateQueries({ queryKey: ['own-tokens'] });
      done(made.secret);
    },
    onError: (problem) => {
      const field = fieldOf(problem);
      if (field && FIELDS.includes(field)) form.setFields([{ name: field as keyof TokenFields, errors: [problem.message] }]);
    },
  });
  const told = make.error && FIELDS.includes(fieldOf(make.error) ?? '');
  return (
    <Form<TokenFields> form={form} layout="vertical" requiredMark={false} initialValues={{ days: 90 }} onFinish={(given) => make.mutate(given)} autoComplete="off">
      {make.error && !told ? (
        <div style={{ marginBottom: 12 }}>
          <ProblemNote problem={make.error} />
        </div>
      ) : null}
      <TokenItems offered={permissions} withPassword />
      <div className="two-buttons">
        <Button onClick={cancel}>{t('shared.cancel')}</Button>
        <Button type="primary" htmlType="submit" loading={make.isPending} data-testid="make-token">
          {t('access.makeToken')}
        </Button>
      </div>
    </Form>
  );
}
