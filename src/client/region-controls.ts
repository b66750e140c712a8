import type { LinkTroubles, RegionState, SetLinkInput } from '../wire/extensions/regions.ts';
import { WHOLE_LINK } from '../wire/extensions/regions.ts';

export { WHOLE_LINK, type LinkSettings, type LinkTroubles } from '../wire/extensions/regions.ts';

type Ask = (region: string, target: string, input: object) => Promise<unknown>;

/** The Regions of an open database: how they stand, and the links between them. */
export class RegionControls {
  /** The Regions of this handle. */
  readonly names: readonly string[];
  readonly #ask: Ask;

  constructor(names: readonly string[], ask: Ask) {
    this.names = names;
    this.#ask = ask;
  }

  /** How replication stands, as each Region of the handle sees it. */
  describe(): Promise<RegionState[]> {
    return Promise.all(
      this.names.map(
        async (region) => (await this.#ask(region, 'Hashrange.DescribeRegions', {})) as RegionState,
      ),
    );
  }

  /** Troubles the link from one Region to another, one way. */
  async setLink(from: string, to: string, troubles: LinkTroubles): Promise<void> {
    const input: SetLinkInput = { From: from, To: to, ...troubles };
    await this.#ask(to, 'Hashrange.SetLink', input);
  }

  /** Cuts both ways between two Regions. */
  async cut(a: string, b: string): Promise<void> {
    await Promise.all([this.setLink(a, b, { Cut: true }), this.setLink(b, a, { Cut: true })]);
  }

  /** Takes all troubles from the links between two Regions. */
  async heal(a: string, b: string): Promise<void> {
    await Promise.all([this.setLink(a, b, WHOLE_LINK), this.setLink(b, a, WHOLE_LINK)]);
  }
}
