import { useTranslation } from 'react-i18next';
import { useMay } from '../access/session';
import type { Customer } from '../shared/api/types';
import { Unseen } from '../shared/page/Unseen';

/** The permissions of the sensitive fields of customers. */
export const FIELD = { identity: 'customer.field_identity', mobile: 'customer.field_mobile' } as const;

/** The identity number of a customer as the reader may see it: masked, or a lock. */
export function Identity({ customer }: { customer: Customer }) {
  if (customer.hidden.includes('identity_masked')) return <Unseen permission={FIELD.identity} />;
  return <span className="num">{customer.identity_masked || '—'}</span>;
}

/** The mobile number of a customer as the reader may see it: masked, an em dash when there is none, or a lock. */
export function Mobile({ customer }: { customer: Customer }) {
  if (customer.hidden.includes('mobile_masked')) return <Unseen permission={FIELD.mobile} />;
  return <span className="num">{customer.mobile_masked || '—'}</span>;
}

/** By what customers can be searched: numbers find nobody for those who may not see them. */
export function useSearchHint(): string {
  const { t } = useTranslation();
  const may = useMay();
  const [identity, mobile] = [may(FIELD.identity), may(FIELD.mobile)];
  if (identity && mobile) return t('customer.searchHint');
  if (identity) return t('customer.searchHintIdentity');
  return mobile ? t('customer.searchHintMobile') : t('customer.searchHintName');
}
