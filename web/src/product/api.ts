import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, commandHeaders, unwrap } from '../shared/api/client';
import type { NewProductDraft, Product, ProductDraft } from '../shared/api/types';
import { useProducts } from './currencies';

export function useProduct(id: string) {
  return useQuery({ queryKey: ['product', id], queryFn: () => unwrap(api.GET('/api/v1/products/{id}', { params: { path: { id } } })) });
}

/** The versions of a product, the latest first. */
export function useVersions(code: string): Product[] {
  return useProducts()
    .filter((one) => one.code === code)
    .sort((a, b) => b.version - a.version);
}

function useWritten() {
  const queries = useQueryClient();
  return (product: Product) => {
    queries.setQueryData(['product', product.id], product);
    for (const root of ['products', 'product', 'audit']) void queries.invalidateQueries({ queryKey: [root] });
  };
}

export function useDrafting() {
  return useMutation({
    mutationFn: ({ body, key }: { body: NewProductDraft; key: string }) => unwrap(api.POST('/api/v1/products', { body, headers: commandHeaders(key) })),
    onSuccess: useWritten(),
  });
}

export function useDraftChange(id: string) {
  return useMutation({
    mutationFn: ({ body, key }: { body: ProductDraft; key: string }) =>
      unwrap(api.PUT('/api/v1/products/{id}', { params: { path: { id } }, body, headers: commandHeaders(key) })),
    onSuccess: useWritten(),
  });
}

export function useActivation(id: string) {
  return useMutation({
    mutationFn: ({ revision, key }: { revision: number; key: string }) =>
      unwrap(api.POST('/api/v1/products/{id}/activation', { params: { path: { id } }, body: { revision }, headers: commandHeaders(key) })),
    onSuccess: useWritten(),
  });
}

export function useRetirement(id: string) {
  return useMutation({
    mutationFn: ({ reason, key }: { reason: string; key: string }) =>
      unwrap(api.POST('/api/v1/products/{id}/retirement', { params: { path: { id } }, body: { reason }, headers: commandHeaders(key) })),
    onSuccess: useWritten(),
  });
}
