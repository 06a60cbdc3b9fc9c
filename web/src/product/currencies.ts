import { useQuery } from '@tanstack/react-query';
import { useMay } from '../access/session';
import { api, unwrap } from '../shared/api/client';
import type { Product } from '../shared/api/types';

/** All products, for pickers and filters; nothing for those who may not read them. */
export function useProducts(): Product[] {
  const may = useMay();
  const products = useQuery({
    queryKey: ['products'],
    staleTime: 60_000,
    enabled: may('product.read'),
    queryFn: () => unwrap(api.GET('/api/v1/products', { params: { query: { limit: 200 } } })),
  });
  return products.data?.items ?? [];
}

/** The currencies that the institution lends in: those of its products. */
export function useCurrencies(): string[] {
  const products = useProducts();
  return [...new Set(products.map((product) => product.currency))].sort();
}

/** Options of a currency filter; the browser knows the names. */
export function currencyChoices(codes: readonly string[], language: string): { value: string; label: string }[] {
  const names = new Intl.DisplayNames([language], { type: 'currency' });
  return codes.map((value) => ({ value, label: `${value} ${names.of(value) ?? ''}`.trim() }));
}
