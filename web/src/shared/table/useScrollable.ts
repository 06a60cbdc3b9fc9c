import { type RefObject, useEffect } from 'react';

/** The part of a table that scrolls is antd's own element: what is wider or higher than it gets a place in the order of the Tab key. */
export function useScrollable(table: RefObject<HTMLElement | null>, label: string): void {
  useEffect(() => {
    const part = table.current?.querySelector<HTMLElement>('.ant-table-body, .ant-table-content');
    if (!part) return undefined;
    const measure = () => {
      const scrolls = part.scrollWidth > part.clientWidth || part.scrollHeight > part.clientHeight;
      if (scrolls === part.hasAttribute('tabindex')) return;
      for (const [name, value] of [['tabindex', '0'], ['role', 'group'], ['aria-label', label]] as const) {
        if (scrolls) part.setAttribute(name, value);
        else part.removeAttribute(name);
      }
    };
    measure();
    const watch = new ResizeObserver(measure);
    watch.observe(part);
    return () => watch.disconnect();
  });
}
