// Kustomizations that are laid over bases of charts.

export const OVERLAYS = {
  renamed: `
resources: [../../base/app]
namePrefix: pre-
nameSuffix: -suf
namespace: elsewhere
labels:
- pairs: { environment: test }
  includeSelectors: true
commonAnnotations: { reviewed: "yes" }
`,
  patched: `
resources: [../../base/app]
images:
- name: nginx
  newTag: "9.9"
labels:
- pairs: { team: platform }
  includeTemplates: true
patches:
- target: { kind: Deployment }
  patch: |
    apiVersion: apps/v1
    kind: Deployment
    metadata: { name: any }
    spec:
      replicas: 3
      template:
        spec:
          priorityClassName: high
          containers:
          - name: added
            image: example.org/added:1
            ports: [{ containerPort: 9999 }]
- target: { kind: StatefulSet|DaemonSet }
  patch: |
    - op: add
      path: /metadata/annotations/patched
      value: "true"
  options: { allowNameChange: true }
- target: { kind: Service, labelSelector: app.kubernetes.io/name }
  patch: |
    apiVersion: v1
    kind: Service
    metadata: { name: any }
    spec: { type: ClusterIP, ports: null }
configMapGenerator:
- name: extra
  literals: [a=1]
`,
  traced: `
resources: [../../base/app]
namePrefix: t-
buildMetadata: [originAnnotations, transformerAnnotations, managedByLabel]
sortOptions: { order: fifo }
`,
};
