import { isMapping, nodeAt, textOf, type Mapping, type Node } from '../../k8s/node.ts';
import { readNodes } from '../../k8s/yaml/read-nodes.ts';
import { Resource } from '../resource.ts';
import { text } from '../strict-decoding.ts';
import type { Generator } from '../transform.ts';
import { configError, decodeConfig, someFields } from './decode-config.ts';

/**
 * Makes a ServiceAccount that stands for an account of Google's cloud. The names are put into YAML as they are, so that one
 * which looks like a number becomes a number.
 */
export function iamPolicyGenerator(config: Resource): Generator {
  const { cloud, kubernetesService, serviceAccount } = decodeConfig(config, {
    cloud: text,
    kubernetesService: someFields({ name: text, namespace: text }),
    serviceAccount: someFields({ name: text, projectId: text }),
  });
  const { name, namespace } = kubernetesService;
  return {
    kind: 'IAMPolicyGenerator',
    generate: () => {
      if (cloud !== 'gke')
        throw configError(config, `the cloud ${JSON.stringify(cloud)} is not known`, 'use gke');
      const account = `${serviceAccount.name}@${serviceAccount.projectId}.iam.gserviceaccount.com`;
      const yaml = `
apiVersion: v1
kind: ServiceAccount
metadata:
  annotations:
    iam.gke.io/gcp-service-account: ${account}
  name: ${name}
${namespace === '' ? '' : `\n  namespace: ${namespace}`}`;
      return [new Resource(readAccount(yaml, config), config.place)];
    },
  };
}

function readAccount(yaml: string, config: Resource): Mapping {
  const root = firstNode(yaml, config);
  if (isMapping(root) && (textOf(nodeAt(root, ['metadata', 'name'])) ?? '') !== '') return root;
  throw configError(config, 'kubernetesService has no name');
}

function firstNode(yaml: string, config: Resource): Node | undefined {
  try {
    return readNodes(yaml)[0]?.root;
  } catch {
    throw configError(config, 'its names are no plain YAML');
  }
}
