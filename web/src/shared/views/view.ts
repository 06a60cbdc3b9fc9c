/** What a view is to the address of a list: pure. */

interface ViewLike {
  id: string;
  filters: Record<string, string>;
  layout: { sort?: string | null };
}

type Filters = Record<string, string>;

/** Not filters: which view, which order, which part of a page. */
const OTHERS = ['view', 'sort', 'tab'];

export function filtersOf(address: Filters): Filters {
  return Object.fromEntries(Object.entries(address).filter(([name]) => !OTHERS.includes(name)));
}

/** The address that opens a view: its filters stand there too, so that it can be sent to somebody who does not see the view. */
export function addressOf(view: ViewLike): Filters {
  return { ...view.filters, ...(view.layout.sort ? { sort: view.layout.sort } : {}), view: view.id };
}

/** Whether the address asks something else than the view. */
export function isChanged(view: ViewLike, address: Filters): boolean {
  const mine = Object.entries(filtersOf(address)).sort();
  const its = Object.entries(view.filters).sort();
  return JSON.stringify(mine) !== JSON.stringify(its) || (address.sort ?? '') !== (view.layout.sort ?? '');
}
