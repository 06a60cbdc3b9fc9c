import type { Product } from '../shared/api/types';
import { Rate } from '../shared/money/Amount';
import { Word } from '../shared/StateTag';

/** A product's rate: a figure, or a benchmark with its spread. */
export function ProductRate({ product }: { product: Product }) {
  const { tenor, spread_bp } = product.rate;
  if (product.annual_rate || !tenor) return <Rate value={product.annual_rate} />;
  const spread = spread_bp ? ` ${spread_bp < 0 ? '−' : '+'} ${Math.abs(spread_bp)} bp` : '';
  return (
    <span className="num">
      <Word area="rule" code={tenor} />
      {spread}
    </span>
  );
}
