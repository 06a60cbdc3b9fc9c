import { useTranslation } from 'react-i18next';
import type { Token } from '../shared/api/types';
import { wordFor } from '../shared/dictionary';

export type TokenState = 'live' | 'expired' | 'revoked';

export function stateOf(token: Token, now = Date.now()): TokenState {
  if (token.revoked_at) return 'revoked';
  return Date.parse(token.expires_at) <= now ? 'expired' : 'live';
}

const TONES: Record<TokenState, string> = { live: 'green', expired: 'grey', revoked: 'grey' };

export function TokenTag({ token }: { token: Token }) {
  const { t } = useTranslation();
  const state = stateOf(token);
  return <span className={`state state-${TONES[state]}`}>{t(`access.token_${state}`)}</span>;
}

/** The end of the secret, by which its owner recognises it. */
export function TokenHint({ token }: { token: Token }) {
  return <span className="mono small">xdt_…{token.hint}</span>;
}

/** What a token may do, in words. */
export function TokenScope({ token }: { token: Token }) {
  const { i18n } = useTranslation();
  return <>{token.permissions.map((code) => wordFor('permission', code, i18n.language)).join(' · ')}</>;
}
