interface TrustedTypes {
  readonly createPolicy: (
    name: string,
    rules: { readonly createScriptURL: (url: string) => string },
  ) => { readonly createScriptURL: (url: string) => string };
}

let policy: ReturnType<TrustedTypes['createPolicy']> | undefined | null;

/**
 * A URL of a script of ours, as a page must have it that requires Trusted Types: its policy names `trusted-types hashrange`. Where it does not, or
 * another copy of this library has made the policy, the URL goes as it is, and the browser decides.
 */
export function trustedUrl(url: string): string {
  if (policy === undefined) policy = newPolicy();
  return policy?.createScriptURL(url) ?? url;
}

function newPolicy(): ReturnType<TrustedTypes['createPolicy']> | null {
  const { trustedTypes } = globalThis as { readonly trustedTypes?: TrustedTypes };
  try {
    return trustedTypes?.createPolicy('hashrange', { createScriptURL: (url) => url }) ?? null;
  } catch {
    return null;
  }
}
