/** Names longer than this are not compared. */
const MAX_LENGTH = 100;

/** The one or few candidates that a name was probably meant to be, best first; none where all are far from it. */
export function nearNames(name: string, candidates: Iterable<string>, limit = 3): string[] {
  const wanted = name.toLowerCase();
  if (wanted.length > MAX_LENGTH) return [];
  const near: { readonly candidate: string; readonly distance: number }[] = [];
  for (const candidate of candidates) {
    const distance = distanceTo(wanted, candidate.toLowerCase());
    if (distance !== undefined) near.push({ candidate, distance });
  }
  near.sort((a, b) => a.distance - b.distance);
  return near.slice(0, limit).map(({ candidate }) => candidate);
}

/** How far a candidate is from what was written, undefined if too far to have been meant. */
function distanceTo(wanted: string, candidate: string): number | undefined {
  if (wanted === candidate) return 0;
  const most = Math.max(1, Math.floor(Math.min(wanted.length, candidate.length) / 3));
  if (Math.abs(wanted.length - candidate.length) <= most) {
    const distance = editDistance(wanted, candidate);
    if (distance <= most) return distance;
  }
  const isPart = wanted.length >= 4 && (candidate.startsWith(wanted) || candidate.endsWith(wanted));
  return isPart ? MAX_LENGTH : undefined;
}

/** How many letters must be put in, left out, replaced or swapped with their neighbour. */
function editDistance(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let best = Math.min(last[j]! + 1, row[j - 1]! + 1, last[j - 1]! + (same ? 0 : 1));
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      if (swapped) best = Math.min(best, beforeLast[j - 2]! + 1);
      row.push(best);
    }
    beforeLast = last;
    last = row;
  }
  return last[b.length]!;
}
