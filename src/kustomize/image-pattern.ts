import { InfraError } from '../lib/error.ts';

/** Tells whether an image has the name that an entry of `images` asks for. Throws InfraError if the name cannot be a pattern. */
export type ImageTest = (image: string) => boolean;

/** What may stand behind the name: a tag and a digest. */
const REST = '(:[a-zA-Z0-9_.{}-]*)?(@sha256:[a-zA-Z0-9_.{}-]*)?$';
/** Names in which nothing but the point means anything to a regular expression. */
const SIMPLE = /^[A-Za-z0-9_./:@-]*$/;

/**
 * The test for a name. Names are regular expressions of Go, and not enclosed: in `a|b`, `a` need only be what an image begins
 * with. A name that is no regular expression is refused only when there is an image to test.
 */
export async function imageTest(name: string): Promise<ImageTest> {
  if (SIMPLE.test(name)) {
    const pattern = new RegExp(`^${name.replaceAll('.', '[^\\n]')}${REST}`, 'u');
    return (image) => pattern.test(image);
  }
  const { RE2JS } = await import('re2js');
  try {
    const pattern = RE2JS.compile(`^${name}${REST}`);
    return (image) => pattern.matcher(image).find();
  } catch (error) {
    const reason = reasonOf(error).replace(/: `\^.*`$/s, '');
    return () => {
      throw new InfraError('KUSTOMIZATION', `the image name ${name} is no regular expression: ${reason}`, {
        hint: 'names of images are regular expressions; put a backslash before characters that are meant as they are',
      });
    };
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message.replace(/^error parsing regexp: /, '') : String(error);
}
