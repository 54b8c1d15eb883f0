import { askHttp, httpFailure, type HttpLimits, type HttpRequest } from './http-answer.ts';

const LOG_IN_HINT = 'give a user and a password: --username and --password';

/**
 * The bytes of a file on a web server, redirects followed. Throws InfraError (REMOTE) unless the server answers with a status
 * of 200 to 299, in time and within the limit.
 */
export async function fetchHttpFile(
  url: string,
  limits: Partial<HttpLimits> = {},
  request: Omit<HttpRequest, 'limits'> = {},
): Promise<Uint8Array> {
  const { status, statusLine, body } = await askHttp(url, { ...request, limits });
  if (status >= 200 && status < 300) return body;
  const needsUser = status === 401 && request.authorization === undefined;
  throw httpFailure(url, `the server answers ${statusLine}`, needsUser ? { hint: LOG_IN_HINT } : {});
}
