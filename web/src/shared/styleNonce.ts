// The server lets in only those style sheets of scripts that carry the number of this page (Content-Security-Policy). Components
// make theirs in several places, some without a way to hand the number in: so every <style> gets it when it is made.
const nonce = document.querySelector<HTMLMetaElement>('meta[name="style-nonce"]')?.content;

if (nonce) {
  const create = document.createElement.bind(document) as (name: string, options?: ElementCreationOptions) => HTMLElement;
  document.createElement = ((name: string, options?: ElementCreationOptions) => {
    const element = create(name, options);
    if (element instanceof HTMLStyleElement) element.nonce = nonce;
    return element;
  }) as typeof document.createElement;
}
