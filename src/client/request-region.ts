/** `Credential=AKIA.../20261121/eu-west-1/dynamodb/aws4_request`, as a signed request carries it. */
const CREDENTIAL = /Credential=[^/,\s]+\/\d{8}\/([^/,\s]+)\//;
const HOST = /^(?:streams\.)?dynamodb\.([a-z0-9-]+)\.amazonaws\.com$/;

/** The Region that a request is meant for: that of its signature, else that of its host name; undefined where neither names one. */
export function regionOfRequest(
  authorization: string | undefined | null,
  hostname: string | undefined,
): string | undefined {
  const [, signed] = CREDENTIAL.exec(authorization ?? '') ?? [];
  const [, named] = HOST.exec(hostname ?? '') ?? [];
  return signed ?? named;
}
