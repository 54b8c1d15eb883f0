/** Which release of Helm to agree with, where releases differ. */
export interface Profile {
  /** the pinned release, e.g. `4.2.4` */
  readonly version: string;
  readonly major: 3 | 4;
}

export const HELM_4: Profile = { version: '4.2.4', major: 4 };
export const HELM_3: Profile = { version: '3.19.5', major: 3 };
