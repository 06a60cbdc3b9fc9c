import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { App as AntApp, ConfigProvider } from 'antd';
import enUS from 'antd/locale/en_US';
import zhCN from 'antd/locale/zh_CN';
import dayjs from 'dayjs';
import 'dayjs/locale/zh-cn';
import { lazy, Suspense, useEffect, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { BrowserRouter, Navigate, Route, Routes, useLocation } from 'react-router';
import { drawCurtain } from './access/lock';
import { LockScreen } from './access/LockScreen';
import { LoginPage } from './access/LoginPage';
import { SignOnPage } from './access/SignOnPage';
import { PasswordPage } from './access/PasswordPage';
import { SessionContext, useSessionQuery } from './access/session';
import { whenLocked, whenSignedOut } from './shared/api/client';
import { ApiProblem } from './shared/api/problem';
import type { Session } from './shared/api/types';
import { ErrorBoundary } from './shared/page/ErrorBoundary';
import { FirstLoad, ProblemPage } from './shared/page/states';
import { useNarrow, useStill } from './shared/page/useNarrow';
import { PreferencesProvider, usePreferences } from './shared/shell/preferences';
import { Shell } from './shared/shell/Shell';
import { houseTheme } from './shared/shell/theme';
import { WaitingPage } from './setup/WaitingPage';

const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 15_000,
      refetchOnWindowFocus: false,
      retry: (count, error) => count < 2 && error instanceof ApiProblem && (error.status === 0 || error.status >= 502),
    },
  },
});
whenSignedOut(() => queries.setQueryData(['session'], null));
whenLocked(drawCurtain);

export function App() {
  return (
    <PreferencesProvider>
      <QueryClientProvider client={queries}>
        <Look />
      </QueryClientProvider>
    </PreferencesProvider>
  );
}

function Look() {
  const { theme } = usePreferences();
  const { i18n } = useTranslation();
  const english = i18n.language === 'en';
  const narrow = useNarrow();
  const still = useStill();
  const look = useMemo(() => houseTheme(theme, narrow, still), [theme, narrow, still]);
  useEffect(() => {
    dayjs.locale(english ? 'en' : 'zh-cn');
    void queries.invalidateQueries({ predicate: (query) => query.queryKey[0] !== 'session' });
  }, [english]);
  return (
    <ConfigProvider theme={look} locale={english ? enUS : zhCN} button={{ autoInsertSpace: false }}>
      <AntApp style={{ height: '100%' }}>
        <ErrorBoundary>
          <BrowserRouter>
            <Routes>
              <Route path="/login" element={<LoginPage />} />
              <Route path="/sign-on" element={<SignOnPage />} />
              <Route path="*" element={<SignedIn />} />
            </Routes>
            <LockScreen />
          </BrowserRouter>
        </ErrorBoundary>
      </AntApp>
    </ConfigProvider>
  );
}

const SetupPage = lazy(() => import('./setup/SetupPage'));

/** Before anything else a password that must be changed, and a lender that is yet to be set up. */
function Inside({ session }: { session: Session }) {
  if (session.must_change_password) return <PasswordPage />;
  if (session.business_date && !session.unfinished_demo) return <Shell />;
  if (!session.permissions.includes('access.write')) return <WaitingPage />;
  return (
    <Suspense fallback={<FirstLoad />}>
      <SetupPage />
    </Suspense>
  );
}

function SignedIn() {
  const session = useSessionQuery();
  const location = useLocation();
  if (session.isPending) return <FirstLoad />;
  if (session.isError) return <ProblemPage problem={session.error} retry={() => void session.refetch()} />;
  if (!session.data) return <Navigate to="/login" replace state={{ from: location.pathname + location.search }} />;
  return (
    <SessionContext.Provider value={session.data}>
      <Inside session={session.data} />
    </SessionContext.Provider>
  );
}
