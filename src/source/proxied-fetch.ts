import { EnvHttpProxyAgent, fetch, type RequestInit } from 'undici';
import type { ProxySettings } from '../system/proxy-settings.ts';

/** By their settings: a proxy keeps its connections. */
const agents = new Map<string, EnvHttpProxyAgent>();

/** As fetch, through a proxy unless its settings except the address. */
export async function proxiedFetch(
  url: URL,
  request: RequestInit,
  { proxy, except }: ProxySettings,
): Promise<Response> {
  const key = `${proxy.href} ${except}`;
  let agent = agents.get(key);
  if (agent === undefined) {
    const { href } = proxy;
    // Proxies often refuse to tunnel to where they can ask themselves.
    agent = new EnvHttpProxyAgent({
      ...{ httpProxy: href, httpsProxy: href, noProxy: except },
      proxyTunnel: false,
    });
    agents.set(key, agent);
  }
  return await fetch(url, { ...request, dispatcher: agent });
}
