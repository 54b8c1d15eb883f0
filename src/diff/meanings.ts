import type { MeaningRule } from './meaning.ts';
import { crdVersion } from './meanings/crd-version.ts';
import { image } from './meanings/image.ts';
import { immutable } from './meanings/immutable.ts';
import { podsRestart } from './meanings/pods-restart.ts';
import { privileged } from './meanings/privileged.ts';
import { prune } from './meanings/prune.ts';
import { pvcShrink } from './meanings/pvc-shrink.ts';
import { rbacWidened } from './meanings/rbac-widened.ts';
import { replicas } from './meanings/replicas.ts';
import { serviceExposed } from './meanings/service-exposed.ts';
import { webhook } from './meanings/webhook.ts';

/** All rules, in the order in which their meanings are told. */
export const MEANING_RULES: readonly MeaningRule[] = [
  ...[prune, immutable, pvcShrink, crdVersion, replicas, podsRestart, image],
  ...[privileged, rbacWidened, webhook, serviceExposed],
];
