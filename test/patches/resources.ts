/** What tests look at in resources: fields of many kinds in one type, for each test to say which of them it means. */
export interface Resource {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: Metadata;
  readonly spec: Spec;
  readonly data: Readonly<Record<string, string>>;
}

interface Metadata {
  readonly name: string;
  readonly namespace?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
}

interface Spec {
  readonly replicas?: number;
  readonly image?: string;
  readonly template: PodTemplate;
  readonly jobTemplate: { readonly spec: { readonly template: PodTemplate } };
  readonly scaleTargetRef: { readonly apiVersion: string; readonly kind: string; readonly name: string };
  readonly workloadRef: { readonly kind: string; readonly name: string; readonly scaleDown: string };
  readonly groups: readonly { readonly name: string; readonly rules: readonly Rule[] }[];
}

export interface Rule {
  readonly alert?: string;
  readonly expr: string;
}

interface PodTemplate {
  readonly metadata: Partial<Metadata>;
  readonly spec: PodSpec;
}

export interface PodSpec {
  readonly initContainers?: readonly Container[] | null;
  readonly containers: readonly Container[];
  readonly volumes: readonly Volume[];
  readonly tolerations?: readonly object[];
  readonly nodeSelector?: Readonly<Record<string, string>>;
  readonly affinity?: object;
  readonly securityContext?: SecurityContext;
  readonly hostNetwork?: boolean;
}

export interface Container {
  readonly name: string;
  readonly image: string;
  readonly args?: readonly string[];
  readonly env?: readonly Variable[] | null;
  readonly volumeMounts: readonly { readonly name: string; readonly mountPath: string }[];
  readonly securityContext?: SecurityContext;
}

interface Variable {
  readonly name: string;
  readonly value?: string;
  readonly valueFrom?: { readonly secretKeyRef?: { readonly name: string; readonly key: string } };
}

interface Volume {
  readonly name: string;
  readonly configMap?: { readonly name: string };
  readonly projected?: {
    readonly sources: readonly {
      readonly secret: { readonly name: string; readonly items: readonly { readonly path: string }[] };
    }[];
  };
}

export interface SecurityContext {
  readonly runAsNonRoot?: boolean;
  readonly runAsUser?: number;
  readonly privileged?: boolean;
  readonly allowPrivilegeEscalation?: boolean;
  readonly capabilities?: { readonly add?: readonly string[]; readonly drop?: readonly string[] };
  readonly seccompProfile?: { readonly type: string };
}
