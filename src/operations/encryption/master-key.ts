/**
 * The keys that requests name. There is no key service in the tab: every key and alias of the account and the Region counts as there and
 * as good. Source: reference api-surface.md section 5e.
 */
import { randomUuid } from '../../kernel/random.ts';
import type { World } from '../../kernel/world.ts';
import { DEFAULT_KEY_ALIAS, keyArn } from '../../placement/key-arn.ts';
import type { ArnScope } from '../../placement/table-arn.ts';
import { DynamoError, validationError } from '../../wire/dynamo-error.ts';

const ARN = /^arn:aws[a-z-]*:kms:([^:]*):([^:]*):(.*)$/s;
const NAME = /^(?:key\/[a-zA-Z0-9-]{1,128}|alias\/[a-zA-Z0-9/_-]{1,250})$/;
const OF_A_SERVICE = 'alias/aws/';

/** Where a key is looked up. */
export interface KeyLookup {
  readonly scope: ArnScope;
  readonly world: World;
  /** Of a region replica in another Region than the one that was asked. */
  readonly isAbroad?: boolean;
}

/** The ARN of the key that `named` is: an id, an alias or the ARN of either. */
export function masterKeyArn(named: string, lookup: KeyLookup): string {
  const { region, accountId } = lookup.scope;
  const [, keyRegion = region, owner = accountId, resource] = ARN.exec(named) ?? [];
  if (keyRegion !== region) throw unknownKey(`Invalid arn ${keyRegion}`, lookup);
  const name = resource ?? (named.startsWith('alias/') ? named : `key/${named}`);
  if (!NAME.test(name)) throw unknownKey(`Invalid keyId '${named}'`, lookup);
  const arn = keyArn(name, { region, accountId: owner });
  const isOfAnother = name.startsWith(OF_A_SERVICE) && name !== DEFAULT_KEY_ALIAS;
  if (isOfAnother || owner !== accountId) throw deniedKey(arn, lookup);
  return arn;
}

function unknownKey(what: string, lookup: KeyLookup): DynamoError {
  return validationError(
    `KMS validation error${where(lookup)}: com.amazonaws.services.kms.model.NotFoundException: ${what} ` +
      answeredBy('NotFoundException', lookup),
  );
}

function deniedKey(arn: string, lookup: KeyLookup): DynamoError {
  return new DynamoError(
    'AccessDeniedException',
    `KMS key access denied error${where(lookup)}: com.amazonaws.services.kms.model.AWSKMSException: ` +
      `User: arn:aws:iam::${lookup.scope.accountId}:root is not authorized to perform: ` +
      `kms:CreateGrant on resource: ${arn} ${answeredBy('AccessDeniedException', lookup)}`,
  );
}

function where({ scope, isAbroad = false }: KeyLookup): string {
  return isAbroad ? ` for region ${scope.region}` : '';
}

function answeredBy(code: string, { world }: KeyLookup): string {
  const id = randomUuid(world.random);
  return `(Service: AWSKMS; Status Code: 400; Error Code: ${code}; Request ID: ${id}; Proxy: null)`;
}
