import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Divider } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { api, unwrap } from '../shared/api/client';
import { ApiProblem } from '../shared/api/problem';
import type { SignOnReturn } from '../shared/api/types';
import { FirstLoad, ProblemNote } from '../shared/page/states';

/** Where somebody was going before they left for the identity provider. */
const FROM = 'xindai.signOnFrom';

/** Whether the present session came from the identity provider; kept in this browser, for what it offers first. */
const WAY = 'xindai.signedOn';

export function cameFromProvider(): boolean {
  return localStorage.getItem(WAY) === 'yes';
}

export function forgetProvider(): void {
  localStorage.removeItem(WAY);
}

/** The identity provider, if one is configured. */
export function useSignOnOffer() {
  return useQuery({ queryKey: ['sign-on'], staleTime: 60_000, networkMode: 'always', queryFn: () => unwrap(api.GET('/api/v1/sign-on')) });
}

/** Where one signs out at the provider, too; asked for while `on`, and nothing for who signed in with a password. */
export function useProviderSignOut(on: boolean): { name: string; url: string } | undefined {
  const offer = useSignOnOffer();
  const name = offer.data?.name;
  const place = useQuery({
    queryKey: ['provider-sign-out'],
    enabled: on && !!name && cameFromProvider(),
    staleTime: 60_000,
    queryFn: () => unwrap(api.GET('/api/v1/sign-on/sign-out')),
  });
  const url = place.data?.url;
  return name && url ? { name, url } : undefined;
}

/** Leaves for the identity provider, also from behind a locked screen; absent when none is configured. */
export function SignOnButton({ from, again = false }: { from: string; again?: boolean }) {
  const { t } = useTranslation();
  const offer = useSignOnOffer();
  const leave = useMutation({
    networkMode: 'always',
    mutationFn: () => unwrap(api.POST('/api/v1/sign-on')),
    onSuccess: ({ authorization_url }) => {
      sessionStorage.setItem(FROM, from);
      window.location.assign(authorization_url);
    },
  });
  const name = offer.data?.name;
  if (!name) return null;
  return (
    <>
      {again ? null : <Divider plain>{t('access.or')}</Divider>}
      {leave.isError ? (
        <div style={{ marginBottom: 12 }}>
          <ProblemNote problem={leave.error} />
        </div>
      ) : null}
      <Button size="large" block type={again ? 'primary' : 'default'} loading={leave.isPending || leave.isSuccess} onClick={() => leave.mutate()} data-testid="sign-on">
        {t(again ? 'access.signOnAgain' : 'access.signOnWith', { name })}
      </Button>
    </>
  );
}

/** What the provider put into the address. */
function returned(): SignOnReturn {
  const query = new URLSearchParams(window.location.search);
  return { state: query.get('state') ?? '', code: query.get('code'), error: query.get('error'), iss: query.get('iss') };
}

/** Where the identity provider sends people back to. */
export function SignOnPage() {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const [brought] = useState(returned);
  const taken = useRef(false);
  const finish = useMutation({
    mutationFn: () => unwrap(api.POST('/api/v1/sign-on/return', { body: brought })),
    onSuccess: (signedIn) => {
      queries.clear();
      queries.setQueryData(['session'], signedIn);
      localStorage.setItem(WAY, 'yes');
      const from = sessionStorage.getItem(FROM) ?? '/';
      sessionStorage.removeItem(FROM);
      navigate(from, { replace: true });
    },
  });
  const { mutate } = finish;
  useEffect(() => {
    if (taken.current) return;
    taken.current = true;
    // What came back counts once: neither a reload nor the history shall show it.
    window.history.replaceState(null, '', '/sign-on');
    mutate();
  }, [mutate]);
  if (!finish.isError) return <FirstLoad />;
  return (
    <main className="login-main" style={{ minHeight: '100dvh' }}>
      <div className="login-form">
        <h1>{t('access.signOnFailed')}</h1>
        <div style={{ margin: '12px 0 20px' }}>
          <ProblemNote problem={finish.error} />
        </div>
        {finish.error instanceof ApiProblem && finish.error.code === 'access.sign_in_failed' ? <p className="muted">{t('access.askToBeLinked')}</p> : null}
        <Button type="primary" size="large" block onClick={() => navigate('/login', { replace: true })}>
          {t('access.backToSignIn')}
        </Button>
      </div>
    </main>
  );
}
