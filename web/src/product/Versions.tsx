import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useMay, useSession } from '../access/session';
import type { Product } from '../shared/api/types';
import { Panel } from '../shared/page/Page';
import { StateTag } from '../shared/StateTag';
import { useVersions } from './api';

/** The versions of a product: which one takes loans, which one is written. */
export function Versions({ product }: { product: Product }) {
  const { t } = useTranslation();
  const { user } = useSession();
  const may = useMay();
  const versions = useVersions(product.code);
  const waiting = product.makers.includes(user.id) ? t('product.awaiting') : t('product.awaitingOther');
  return (
    <Panel title={t('product.versions')} unit={product.status === 'draft' && (may('product.write') || may('product.activate')) ? waiting : undefined}>
      <table className="ledger-lines" data-testid="versions">
        <tbody>
          {(versions.length > 0 ? versions : [product]).map((one) => (
            <tr key={one.id} style={one.id === product.id ? { background: 'var(--brand-soft)' } : undefined}>
              <td style={{ width: 64 }}>{one.id === product.id ? <strong className="num">v{one.version}</strong> : <Link to={`/products/${one.id}`} className="num">v{one.version}</Link>}</td>
              <td>
                <StateTag area="productStatus" code={one.status} />
              </td>
              <td className="num">
                {one.effective_from} – {one.effective_until ?? ''}
              </td>
              <td>{one.status === 'draft' ? null : <span className={one.offered ? undefined : 'muted'}>{one.offered ? t('product.offered') : t('product.notOffered')}</span>}</td>
              <td className="muted small">{one.used ? t('product.used') : null}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Panel>
  );
}
