import { printMessage } from './output.ts';

/** Work that ends sooner needs no word. */
const PATIENCE = 1000;

/** Tells a person at a terminal what goes on, on one line that goes away at the end; nothing unless it takes longer. */
export interface Progress {
  readonly tell: (text: string, waits?: boolean) => void;
  readonly end: () => void;
}

/** Progress on standard error; where that is no terminal, none. Asking that takes time: it waits until there is something to tell. */
export function createProgress(isTerminal = (): boolean => process.stderr.isTTY): Progress {
  const start = process.hrtime();
  let isShown = false;
  let timer: NodeJS.Timeout | undefined;
  const stopTimer = (): void => {
    if (timer !== undefined) clearTimeout(timer);
    timer = undefined;
  };
  const show = (text: string): void => {
    if (!isTerminal()) return;
    isShown = true;
    printMessage(`\r\x1b[K${text.replace(/[\x00-\x1f\x7f-\x9f]/g, '').slice(0, 100)} …`);
  };
  return {
    tell(text, waits = false) {
      stopTimer();
      const [seconds, nanoseconds] = process.hrtime(start);
      const left = PATIENCE - seconds * 1e3 - nanoseconds / 1e6;
      if (left <= 0) show(text);
      // No timer runs while we work ourselves, as in rendering.
      else if (waits) timer = setTimeout(show, left, text).unref();
    },
    end() {
      stopTimer();
      if (isShown) printMessage('\r\x1b[K');
      isShown = false;
    },
  };
}
