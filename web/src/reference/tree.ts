/** Codes that stand below one another: pure. */

export interface TreeEntry {
  code: string;
  zh: string;
  en: string;
  retired: boolean;
}

export interface TreeNode {
  value: string;
  title: string;
  /** What a search looks through: code and words of both languages. */
  words: string;
  children: TreeNode[];
}

/** Entries as a tree, in their order: a code stands below the longest other one with which it begins. */
export function treeOf(entries: readonly TreeEntry[], pick: (zh: string, en: string) => string): TreeNode[] {
  const nodes = new Map<string, TreeNode>();
  for (const entry of entries) {
    nodes.set(entry.code, { value: entry.code, title: `${entry.code} ${pick(entry.zh, entry.en)}`, words: `${entry.code} ${entry.zh} ${entry.en}`.toLowerCase(), children: [] });
  }
  const roots: TreeNode[] = [];
  for (const node of nodes.values()) (above(nodes, node.value)?.children ?? roots).push(node);
  return roots;
}

function above(nodes: Map<string, TreeNode>, code: string): TreeNode | undefined {
  for (let length = code.length - 1; length > 0; length -= 1) {
    const found = nodes.get(code.slice(0, length));
    if (found) return found;
  }
  return undefined;
}

/** The words of a code behind those of what it stands below: Zhejiang / Ningbo. */
export function pathOf(entries: readonly TreeEntry[], code: string, pick: (zh: string, en: string) => string): string {
  const passed = entries.filter((entry) => entry.code !== code && code.startsWith(entry.code)).sort((one, other) => one.code.length - other.code.length);
  const own = entries.find((entry) => entry.code === code);
  return [...passed.map((entry) => pick(entry.zh, entry.en)), own ? pick(own.zh, own.en) : code].join(' / ');
}

/** The lists in which a code stands below those with which it begins; in all others `other` and `other_consumption` are two words. */
const NESTED = new Set(['industry', 'region']);

export function isNested(list: string): boolean {
  return NESTED.has(list);
}
