/** Prices change all the time, and much of what is made of a state does not rest on them: it is made once. */

/** What follows from an object that never changes is worked out once and forgotten together with it. */
export function remember<K extends object, V>(make: (key: K) => V): (key: K) => V {
  const known = rememberWith<K, V>();
  return key => known(key, NOTHING, () => make(key));
}

/** The same of an object and a few things beside it: made again when one of those is another. */
export function rememberWith<K extends object, V>(): (key: K, from: readonly unknown[], make: () => V) => V {
  const made = new WeakMap<K, { from: readonly unknown[]; value: V }>();
  return (key, from, make) => {
    const known = made.get(key);
    if (known && known.from.length === from.length && known.from.every((each, k) => each === from[k])) {
      return known.value;
    }
    const value = make();
    made.set(key, { from, value });
    return value;
  };
}

const NOTHING: readonly unknown[] = [];
