/** How a list takes an element that a path names but that is not there. */
export interface Extension {
  /** whether a name that looks like one that is there is taken: DB_USER beside DB_HOST is no slip */
  readonly takesLookAlikes: boolean;
}

/**
 * The lists, by name, to which a path like `env.[name=A].value` adds an element. To others one is added only as a whole: a
 * container that nobody has described is most likely a slip in the name of one that is there.
 */
export const EXTENSIBLE_LISTS: Readonly<Record<string, Extension>> = {
  env: { takesLookAlikes: true },
  volumeMounts: { takesLookAlikes: true },
  volumeDevices: { takesLookAlikes: true },
  hostAliases: { takesLookAlikes: true },
  ports: { takesLookAlikes: true },
  imagePullSecrets: { takesLookAlikes: false },
  volumes: { takesLookAlikes: false },
};

/** What a new element of a list must have, by the list's name. */
export const NEEDED_FIELDS: Readonly<Record<string, readonly string[]>> = {
  containers: ['name', 'image'],
  initContainers: ['name', 'image'],
  ephemeralContainers: ['name', 'image'],
  webhooks: ['name', 'clientConfig'],
};
