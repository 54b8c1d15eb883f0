/**
 * The code points where printability (letters, marks, numbers, punctuation, symbols and the ASCII space, of Unicode 15.0)
 * switches on or off: gaps minus one, in base 36. A table, because regular expressions follow the Unicode version of the
 * JavaScript engine.
 */
const GAPS =
  'w 2m x b 0 jt 1 5 3 6 0 0 0 j 0 b0 0 11 1 1d 1 2 0 1i 7 q 3 5 g l 0 5b 0 1b 1 1m 1 2s d 1m 1 1c 1 e 0 r 1 0 0 a 4 u 8 ' +
  '21 0 4g 0 7 1 1 1 l 0 6 0 0 2 3 1 8 1 1 1 3 7 0 3 1 0 4 1 o 1 2 0 5 3 1 1 l 0 6 0 1 0 1 0 1 1 0 0 4 3 1 1 2 2 0 6 3 0 0 ' +
  '6 g 9 2 0 8 0 2 0 l 0 6 0 1 0 4 1 9 0 2 0 2 1 0 e 3 1 b 6 6 0 2 0 7 1 1 1 l 0 6 0 1 0 4 1 8 1 1 1 2 6 2 3 1 0 4 1 h 9 1 ' +
  '0 5 2 2 0 3 2 1 0 0 0 1 2 1 2 2 2 b 3 4 2 2 0 3 1 0 5 0 d k 4 c 0 2 0 m 0 f 1 8 0 2 0 3 6 1 0 2 1 0 1 3 1 9 6 l 0 2 0 m ' +
  '0 9 0 4 1 8 0 2 0 3 6 1 5 1 0 3 1 9 0 2 b c 0 2 0 1e 0 2 0 5 3 f 1 p 0 2 0 h 2 n 0 8 0 0 1 6 2 0 3 5 0 0 0 7 5 9 1 2 b ' +
  '1l 3 s 10 1 0 0 0 4 0 n 0 0 0 m 1 4 0 0 0 6 0 9 1 3 v 1z 0 z 3 12 0 z 0 e 0 c 10 5h 0 0 4 0 1 ag 0 3 1 6 0 0 0 3 1 14 0 ' +
  '3 1 w 0 3 1 6 0 0 0 3 1 e 0 1k 0 3 1 1u 1 v 2 p 5 2d 1 5 1 hr 0 r 2 2g 6 l 8 n 8 j b c 0 2 0 1 b 2l 1 9 5 9 5 d 0 a 5 ' +
  '2g 6 16 4 1x 9 u 0 b 3 b 3 0 2 15 1 4 a 17 3 p 5 a 2 1p 1 1s 0 s 1 a 5 9 5 d 1 u 1c 24 2 1a 0 37 7 1n 2 e 2 1n 6 16 1 a ' +
  '7 16 4 et 1 5 1 11 1 5 1 7 0 0 0 0 0 0 0 u 1 1g 0 e 0 d 1 5 0 i 1 2 0 8 g n 7 1a g 1 1 q 0 c 2 w e w e 3v 3 ie o a k ' +
  '1eb 1 v 0 9o 4 18 0 0 4 0 1 1j 6 1 d n 8 6 0 6 0 6 0 6 0 6 0 6 0 6 0 6 0 3h x p 0 2g b 5x p b 4 1q 0 2d 1 2u 4 16 0 2l ' +
  '0 2b b 1a 0 mlo 2 1i 8 9n j 53 7 5m 4 1 0 0 0 4 n 1m 2 9 5 1j 7 1x 7 b 5 37 a t 2 25 0 a 3 w 0 1i 8 d 1 9 1 2u n r 9 5 ' +
  '1 5 1 5 8 6 0 6 0 1n 3 3h 1 9 5 8mb b m 3 1c 6ir a5 1 2x 11 6 b 4 4 p 0 4 0 0 0 1 0 1 0 3g f cc 1 1h 6 0 v 15 5 1e 0 i ' +
  '0 3 3 4 0 3q 3 59 2 5 1 5 1 5 1 2 2 6 0 6 c 1 1 b 0 p 0 i 0 1 0 e 1 d x 3e 4 2 3 18 2 2f 0 c 2 0 1a 19 3l s 2 1c e r 3 ' +
  'z 8 t 4 16 4 t 0 10 3 d 15 4d 1 9 5 z 3 z 3 13 7 1f a b 0 e 0 6 0 1 0 a 0 e 0 6 0 1 1u 8m 8 l 9 7 n 5 0 15 0 8 1w 5 1 0 ' +
  '0 17 0 1 2 0 1 m 0 1z 7 8 1b i 0 1 4 w 2 q 4 0 1r 1j 3 j 1 1d 0 1 4 7 0 2 0 s 1 2 3 9 6 8 6 1r v 12 3 b 8 1h 2 s 1 q 4 ' +
  'p 6 3 b 6 27 20 1i 1e c 1e 6 19 7 9 85 u 0 15 0 2 1 1 22 16 7 15 l p 11 r j m 8 25 3 z 8 1p 0 4 c o 6 9 5 1g 0 h 7 12 8 ' +
  '2n 0 j a h 0 1a 1p 6 0 0 0 3 0 e 0 a 5 1m 4 9 5 3 0 7 1 1 1 l 0 6 0 1 0 4 0 9 1 1 1 2 1 0 5 0 4 6 1 6 2 4 3u 2j 0 4 t ' +
  '1z 7 9 4l 1h 1 11 x 1w a 9 5 c i 1l 5 9 1h q 1 e 3 m 54 1n 2r 2a b 7 1 0 1 7 0 1 0 t 0 1 1 b 8 9 1x 7 1 19 1 a q 1z 7 ' +
  '2a c 20 6 9 6t 8 0 18 0 d 9 s 2 v 1 l 0 d 20 6 0 1 0 17 2 0 0 1 0 8 7 9 5 5 0 1 0 10 0 1 0 5 6 9 8l o 6 g 0 14 2 r 2d 0 ' +
  'e 1d c pm 2t 32 0 4 a 5f 217 2q c tr f l 33d g6 6ns fs 6 u 0 9 3 28 0 9 5 t 1 5 9 1x 9 9 0 6 0 k 4 i j3 2i 2s 22 3 1k 6 ' +
  'g 1r 4 a 1 d 4qf 7 yd 15 8 6w6 3 0 6 0 1 0 82 e 0 s 2 1 0 d 3 7 az 1s3 2y 4 c 2 8 6 9 1 3 3mn 19 1 m 8 37 1n 6t 9 12 1 ' +
  '21 7 33 k 1x 3d j b j b 2e 8 o 3q 2c 0 1y 0 1 1 0 1 1 1 3 0 b 0 0 0 6 0 1s 0 3 1 7 0 6 0 r 0 3 0 4 0 0 2 6 0 9f 1 83 1 ' +
  'jh e 4 0 e un u 5 5 5w 6 0 g 1 6 0 1 0 4 4 1p w 0 33 18 2 d 1 9 3 1 8v u g 1l 4 0 cv 15 kl 6 0 3 0 1 0 e 0 5g 1 f 14 23 ' +
  '3 9 3 1 ls 1v 23 1o 5d 3 0 q 0 1 0 0 1 0 0 9 0 3 0 0 0 0 5 0 3 0 0 0 0 0 0 2 0 1 0 0 1 0 0 0 0 0 0 0 0 0 0 1 0 0 1 3 0 ' +
  '6 0 3 0 3 0 0 0 9 0 g 4 2 0 4 0 g 1f 1 7h 17 3 2r b e 1 e 0 e 0 10 9 4t 1j s c 17 3 8 6 1 d 5 49 rb 3 g 2 c 2 3a 3 2m 5 ' +
  'b 3 0 e b 3 1j 7 9 5 13 7 t 1 1 25 9f b d 1 c 2 8 6 19 0 6 7 d 3 8 6 8 6 42 0 1i 10 9 sl wyn v 37d 5 65 1 4g1 d 5rk 2e6 ' +
  'f1 15t 3t6 4 38f f9e7 6n';

let switches: Uint32Array | undefined;

/** Go's unicode.IsPrint (Unicode 15.0, as in Go 1.21 to 1.26). */
export function isPrintable(code: number): boolean {
  if (code < 0x7f) return code >= 0x20;
  switches ??= readSwitches();
  let low = 0;
  let high = switches.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (switches[middle]! <= code) low = middle + 1;
    else high = middle;
  }
  return (low & 1) === 1;
}

function readSwitches(): Uint32Array {
  const gaps = GAPS.split(' ');
  const result = new Uint32Array(gaps.length);
  let code = -1;
  for (let index = 0; index < gaps.length; index++) {
    code += Number.parseInt(gaps[index]!, 36) + 1;
    result[index] = code;
  }
  return result;
}
