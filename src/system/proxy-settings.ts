/** The proxy for an address, as the environment has it. */
export interface ProxySettings {
  /** the variable that names it */
  readonly variable: string;
  readonly proxy: URL;
  /** what is asked without it: NO_PROXY */
  readonly except: string;
}

const LOOPBACK = /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/;

/**
 * What HTTPS_PROXY or HTTP_PROXY says of an address, by its scheme, and NO_PROXY; variables in small letters count first. As in
 * Go, which Helm is written in, this machine is never asked through a proxy, and a proxy without a scheme is one of http.
 * undefined where there is none, or where it is no address.
 */
export function proxySettings({ protocol, hostname }: URL): ProxySettings | undefined {
  const variable = protocol === 'https:' ? 'HTTPS_PROXY' : 'HTTP_PROXY';
  const value = environmentOf(variable);
  const text = value === '' || value.includes('://') ? value : `http://${value}`;
  if (LOOPBACK.test(hostname) || !URL.canParse(text)) return undefined;
  return { variable, proxy: new URL(text), except: environmentOf('NO_PROXY') };
}

function environmentOf(variable: string): string {
  return process.env[variable.toLowerCase()] || process.env[variable] || '';
}
