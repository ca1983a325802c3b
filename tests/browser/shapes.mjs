// Tells which addresses are the same page with other contents, so that a crawl ends.

/** A function from an address to its shape: the route that answers it, and the names in its query. */
export function shapes(routes) {
  const patterns = routes
    .filter(({ method }) => String(method).toUpperCase().includes('GET'))
    .map(({ path }) => ({
      path,
      holes: (path.match(/\{/g) ?? []).length,
      pattern: new RegExp(`^${path.replace(/[.+?^$()|[\]\\]/g, '\\$&').replace(/\{\*[^}]+\}/g, '.+').replace(/\{[^}]+\}/g, '[^/]+')}$`),
    }))
    .sort((one, other) => one.holes - other.holes);
  return (address) => {
    const { pathname, searchParams } = new URL(address, 'http://indaba.invalid');
    const route = patterns.find(({ pattern }) => pattern.test(pathname))?.path ?? folded(pathname);
    const names = [...new Set(searchParams.keys())].sort();
    return names.length ? `${route}?${names.join('&')}` : route;
  };
}

/** The GET routes that no shape in `reached` belongs to. */
export function unreached(routes, reached) {
  const found = new Set([...reached].map((shape) => shape.split('?')[0]));
  return routes
    .filter(({ method, path }) => String(method).toUpperCase().includes('GET') && !found.has(path))
    .map(({ path }) => path);
}

// Without a route table: what holds a digit, or stands right below a collection, is a name.
function folded(pathname) {
  const parts = pathname.split('/');
  return parts
    .map((part, index) => {
      const below = index === 2 && ['networks', 'people', 'threads', 'results'].includes(parts[1]) && part !== 'new';
      return below || /\d/.test(part) || part.length > 24 ? ':' : part;
    })
    .join('/');
}
