import { gzipSync } from 'node:zlib';

/** An entry of a tar archive to make; `size` may lie. */
export interface Entry {
  readonly name: string;
  readonly content?: string | Uint8Array;
  readonly flag?: string;
  readonly size?: number;
  readonly prefix?: string;
}

/** A tar archive in ustar form, with two empty blocks at its end. */
export function makeTar(entries: readonly Entry[]): Buffer {
  return Buffer.concat([...entries.flatMap(makeEntry), Buffer.alloc(1024)]);
}

export function makeArchive(entries: readonly Entry[]): Buffer {
  return gzipSync(makeTar(entries));
}

/** A PAX header that holds these records for the entry after it. */
export function paxHeader(records: Readonly<Record<string, string>>): Entry {
  const lines = Object.entries(records).map(([key, value]) => {
    const rest = ` ${key}=${value}\n`;
    let length = Buffer.byteLength(rest) + 1;
    while (String(length).length + Buffer.byteLength(rest) !== length) length++;
    return `${length}${rest}`;
  });
  return { name: 'PaxHeader', flag: 'x', content: lines.join('') };
}

function makeEntry({ name, content = '', flag = '0', size, prefix = '' }: Entry): Buffer[] {
  const data = Buffer.from(content);
  const header = Buffer.alloc(512);
  header.write(name, 0, 100, 'latin1');
  header.write('0000644\0', 100);
  header.write(`${(size ?? data.length).toString(8).padStart(11, '0')}\0`, 124);
  header.write(`${flag}ustar\x0000`, 156, 'latin1');
  header.copyWithin(257, 157, 165);
  header.fill(0, 157, 165);
  header.write(prefix, 345, 155, 'latin1');
  header.fill(' ', 148, 156);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return [header, data, Buffer.alloc((512 - (data.length % 512)) % 512)];
}
