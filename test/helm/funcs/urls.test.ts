import { expect, test } from 'vitest';
import type { GoMap } from '../../../src/gotemplate/value.ts';
import { Budget } from '../../../src/gotemplate/budget.ts';
import { urlFunctions } from '../../../src/helm/funcs/urls.ts';
import { HELM_4 } from '../../../src/helm/profile.ts';
import { evaluate, fixedEnvironment } from './evaluate.ts';

const functions = urlFunctions({ environment: fixedEnvironment(), budget: new Budget(), profile: HELM_4 });
const KEYS = ['scheme', 'host', 'hostname', 'path', 'query', 'opaque', 'fragment', 'userinfo'];

test.each([
  ['/1:2[é%127.0.0.1', ['', '', '', '/1:2[é\x127.0.0.1', '', '', '', ''], '/1:2%5B%C3%A9%127.0.0.1'],
  ['redis://1:2', ['redis', '1:2', '1', '', '', '', '', ''], 'redis://1:2'],
  ['https://?%C3%A9', ['https', '', '', '', '%C3%A9', '', '', ''], 'https:?%C3%A9'],
  [',', ['', '', '', ',', '', '', '', ''], ','],
  ['a.b?*[::1]/+', ['', '', '', 'a.b', '*[::1]/+', '', '', ''], 'a.b?*[::1]/+'],
  [
    'redis:///\\1:2httpspostgres',
    ['redis', '', '', '/\\1:2httpspostgres', '', '', '', ''],
    'redis:///%5C1:2httpspostgres',
  ],
  ['tcp://+https::1', ['tcp', '+https::1', '+https:', '', '', '', '', ''], 'tcp://+https::1'],
  ['p%40ss/:8a]a.b@', ['', '', '', 'p@ss/:8a]a.b@', '', '', '', ''], 'p@ss/:8a%5Da.b@'],
  ['+', ['', '', '', '+', '', '', '', ''], '+'],
  ['/+x=y&z?1:2!', ['', '', '', '/+x=y&z', '1:2!', '', '', ''], '/+x=y&z?1:2!'],
  ['//', ['', '', '', '', '', '', '', ''], ''],
  ['mailto::8ahttp//]\\', ['mailto', '', '', '', '', ':8ahttp//]\\', '', ''], 'mailto::8ahttp//]\\'],
  ['', ['', '', '', '', '', '', '', ''], ''],
  [
    'tcp:%C3%A9!:8a]postgres:80',
    ['tcp', '', '', '', '', '%C3%A9!:8a]postgres:80', '', ''],
    'tcp:%C3%A9!:8a]postgres:80',
  ],
  [
    '//[1:2:3:4:5:6:7:8]',
    ['', '[1:2:3:4:5:6:7:8]', '1:2:3:4:5:6:7:8', '', '', '', '', ''],
    '//[1:2:3:4:5:6:7:8]',
  ],
  ['<?::1', ['', '', '', '<', '::1', '', '', ''], '%3C?::1'],
  ['//,x=y&z:]::1', ['', ',x=y&z:]::1', ',x=y&z:]:', '', '', '', '', ''], '//,x=y&z:]::1'],
  ['?', ['', '', '', '', '', '', '', ''], ''],
  ['?127.0.0.1[%mailto:', ['', '', '', '', '127.0.0.1[%mailto:', '', '', ''], '?127.0.0.1[%mailto:'],
  ['', ['', '', '', '', '', '', '', ''], ''],
  [
    '///%2fuser#postgresmailto:',
    ['', '', '', '////user', '', '', 'postgresmailto:', ''],
    '////user#postgresmailto:',
  ],
  ['http://@', ['http', '', '', '', '', '', '', ''], 'http:'],
  ['@%41?%41%41?', ['', '', '', '@A', '%41%41?', '', '', ''], '@A?%41%41?'],
  ['#\\', ['', '', '', '', '', '', '\\', ''], '#%5C'],
  [
    'tcp:postgres(x)https:8a?',
    ['tcp', '', '', '', '', 'postgres(x)https:8a', '', ''],
    'tcp:postgres(x)https:8a',
  ],
  [
    '##[1:2:3:4:5:6:7:8][127.0.0.1]',
    ['', '', '', '', '', '', '#[1:2:3:4:5:6:7:8][127.0.0.1]', ''],
    '#%23%5B1:2:3:4:5:6:7:8%5D%5B127.0.0.1%5D',
  ],
  ['tcp:/', ['tcp', '', '', '/', '', '', '', ''], 'tcp:///'],
  ['/:8a#x=y&z', ['', '', '', '/:8a', '', '', 'x=y&z', ''], '/:8a#x=y&z'],
  ['[]#1:2 :8a', ['', '', '', '[]', '', '', '1:2 :8a', ''], '%5B%5D#1:2%20:8a'],
  ['redis://', ['redis', '', '', '', '', '', '', ''], 'redis:'],
  ['tcp:*"??[', ['tcp', '', '', '', '?[', '*"', '', ''], 'tcp:*"??['],
  ['tcp:', ['tcp', '', '', '', '', '', '', ''], 'tcp:'],
  ['redis://?%2fx=y&z?:', ['redis', '', '', '', '%2fx=y&z?:', '', '', ''], 'redis:?%2fx=y&z?:'],
  ['http://#"]', ['http', '', '', '', '', '', '"]', ''], 'http:#%22%5D'],
  ['//:', ['', ':', '', '', '', '', '', ''], '//:'],
  ['redis://@<//\\', ['redis', '<', '<', '//\\', '', '', '', ''], 'redis://<//%5C'],
  ['//?user::1:80', ['', '', '', '', 'user::1:80', '', '', ''], '?user::1:80'],
  ['tcp:%2fx=y&z%C3%A9\\#', ['tcp', '', '', '', '', '%2fx=y&z%C3%A9\\', '', ''], 'tcp:%2fx=y&z%C3%A9\\'],
  ['//:', ['', ':', '', '', '', '', '', ''], '//:'],
  [
    'redis://é,?https127.0.0.1:8a',
    ['redis', 'é,', 'é,', '', 'https127.0.0.1:8a', '', '', ''],
    'redis://%C3%A9,?https127.0.0.1:8a',
  ],
  ['tcp:#%2f', ['tcp', '', '', '', '', '', '/', ''], 'tcp:#/'],
  ['tcp:', ['tcp', '', '', '', '', '', '', ''], 'tcp:'],
  ['//a.ba.bé', ['', 'a.ba.bé', 'a.ba.bé', '', '', '', '', ''], '//a.ba.b%C3%A9'],
  ['redis://1:2?[1::2::3]', ['redis', '1:2', '1', '', '[1::2::3]', '', '', ''], 'redis://1:2?[1::2::3]'],
  ['https://mailto:#/', ['https', 'mailto:', 'mailto', '', '', '', '/', ''], 'https://mailto:#/'],
  ['//%41@x=y&z#\\[', ['', 'x=y&z', 'x=y&z', '', '', '', '\\[', 'A'], '//A@x=y&z#%5C%5B'],
  [
    'tcp::127.0.0.1#a.b%C3%A9\x01',
    ['tcp', '', '', '', '', ':127.0.0.1', 'a.bé\x01', ''],
    'tcp::127.0.0.1#a.b%C3%A9%01',
  ],
  ['http://*//[\\', ['http', '*', '*', '//[\\', '', '', '', ''], 'http://*//%5B%5C'],
  [
    'https://http?///[::1] ',
    ['https', 'http', 'http', '', '///[::1] ', '', '', ''],
    'https://http?///[::1] ',
  ],
  ['tcp:?%2f<', ['tcp', '', '', '', '%2f<', '', '', ''], 'tcp:?%2f<'],
  ['http://@https', ['http', 'https', 'https', '', '', '', '', ''], 'http://https'],
  ['redis://é', ['redis', 'é', 'é', '', '', '', '', ''], 'redis://%C3%A9'],
  ['http:///?é', ['http', '', '', '/', 'é', '', '', ''], 'http:///?é'],
  ['?user', ['', '', '', '', 'user', '', '', ''], '?user'],
  ['http://[::1]//user', ['http', '[::1]', '::1', '//user', '', '', '', ''], 'http://[::1]//user'],
  ['tcp:#,', ['tcp', '', '', '', '', '', ',', ''], 'tcp:#,'],
  ['http://postgres#:', ['http', 'postgres', 'postgres', '', '', '', ':', ''], 'http://postgres#:'],
  ['//]a.b#]<', ['', ']a.b', ']a.b', '', '', '', ']<', ''], '//]a.b#%5D%3C'],
  [
    'tcp:?::1[::ffff:1.2.3.4]',
    ['tcp', '', '', '', '::1[::ffff:1.2.3.4]', '', '', ''],
    'tcp:?::1[::ffff:1.2.3.4]',
  ],
  [
    'tcp:x=y&z::1a.b[1:2:3:4:5:6:7:8]?//',
    ['tcp', '', '', '', '//', 'x=y&z::1a.b[1:2:3:4:5:6:7:8]', '', ''],
    'tcp:x=y&z::1a.b[1:2:3:4:5:6:7:8]?//',
  ],
  ['http://%41::1@', ['http', '', '', '', '', '', '', 'A:%3A1'], 'http://A:%3A1@'],
  ['http://%2f@', ['http', '', '', '', '', '', '', '%2F'], 'http://%2F@'],
  ['http://<#::1:\x01', ['http', '<', '<', '', '', '', '::1:\x01', ''], 'http://<#::1:%01'],
  ['//?[1::2::3]"/https', ['', '', '', '', '[1::2::3]"/https', '', '', ''], '?[1::2::3]"/https'],
  ['http://(x)//', ['http', '(x)', '(x)', '//', '', '', '', ''], 'http://(x)//'],
  ['tcp:x=y&z%C3%A9#::1(x)', ['tcp', '', '', '', '', 'x=y&z%C3%A9', '::1(x)', ''], 'tcp:x=y&z%C3%A9#::1(x)'],
  [
    '//[1:2:3:4:5:6:7:8]#',
    ['', '[1:2:3:4:5:6:7:8]', '1:2:3:4:5:6:7:8', '', '', '', '', ''],
    '//[1:2:3:4:5:6:7:8]',
  ],
  [
    'https://httpsmailto:#[::1]',
    ['https', 'httpsmailto:', 'httpsmailto', '', '', '', '[::1]', ''],
    'https://httpsmailto:#%5B::1%5D',
  ],
  ['//%C3%A9@', ['', '', '', '', '', '', '', '%C3%A9'], '//%C3%A9@'],
  ['//user/', ['', 'user', 'user', '/', '', '', '', ''], '//user/'],
  ['//é//+[1::2::3]', ['', 'é', 'é', '//+[1::2::3]', '', '', '', ''], '//%C3%A9//+%5B1::2::3%5D'],
  ['http:///a.b', ['http', '', '', '/a.b', '', '', '', ''], 'http:///a.b'],
  [
    '//,,//%41[1:2:3:4:5:6:7:8]',
    ['', ',,', ',,', '//A[1:2:3:4:5:6:7:8]', '', '', '', ''],
    '//,,//A%5B1:2:3:4:5:6:7:8%5D',
  ],
  ['http://:', ['http', ':', '', '', '', '', '', ''], 'http://:'],
  ['//::1/', ['', '::1', ':', '/', '', '', '', ''], '//::1/'],
  ['+#:8a%C3%A9', ['', '', '', '+', '', '', ':8aé', ''], '+#:8a%C3%A9'],
  ['#x=y&z,mailto:mailto:', ['', '', '', '', '', '', 'x=y&z,mailto:mailto:', ''], '#x=y&z,mailto:mailto:'],
  ['//:?', ['', ':', '', '', '', '', '', ''], '//:'],
  ['tcp:[127.0.0.1]#%2f!', ['tcp', '', '', '', '', '[127.0.0.1]', '/!', ''], 'tcp:[127.0.0.1]#/!'],
  ['//+a.b?,', ['', '+a.b', '+a.b', '', ',', '', '', ''], '//+a.b?,'],
  ['#x=y&z', ['', '', '', '', '', '', 'x=y&z', ''], '#x=y&z'],
  [
    '//[fe80::1%25en0]#///',
    ['', '[fe80::1%en0]', 'fe80::1%en0', '', '', '', '///', ''],
    '//[fe80::1%25en0]#///',
  ],
  ['redis://:', ['redis', ':', '', '', '', '', '', ''], 'redis://:'],
  [
    '?[::ffff:1.2.3.4]%C3%A9#httpp%40ss',
    ['', '', '', '', '[::ffff:1.2.3.4]%C3%A9', '', 'httpp@ss', ''],
    '?[::ffff:1.2.3.4]%C3%A9#httpp@ss',
  ],
  ['https:////<?(x)http(x)', ['https', '', '', '//<', '(x)http(x)', '', '', ''], 'https:////%3C?(x)http(x)'],
  ['//postgres!#"p%40ss', ['', 'postgres!', 'postgres!', '', '', '', '"p@ss', ''], '//postgres!#%22p@ss'],
  ['https:////', ['https', '', '', '//', '', '', '', ''], 'https:////'],
  ['redis://p%40ss@/]#', ['redis', '', '', '/]', '', '', '', 'p%40ss'], 'redis://p%40ss@/%5D'],
  ['http:///?(x)', ['http', '', '', '/', '(x)', '', '', ''], 'http:///?(x)'],
  ['//127.0.0.1@mailto:', ['', 'mailto:', 'mailto', '', '', '', '', '127.0.0.1'], '//127.0.0.1@mailto:'],
  ['tcp:127.0.0.1#?@%C3%A9', ['tcp', '', '', '', '', '127.0.0.1', '?@é', ''], 'tcp:127.0.0.1#?@%C3%A9'],
  [
    '//[1:2:3:4:5:6:7:8]?127.0.0.1',
    ['', '[1:2:3:4:5:6:7:8]', '1:2:3:4:5:6:7:8', '', '127.0.0.1', '', '', ''],
    '//[1:2:3:4:5:6:7:8]?127.0.0.1',
  ],
  [
    'http:////[::ffff:1.2.3.4]\\?(x)%2f',
    ['http', '', '', '//[::ffff:1.2.3.4]\\', '(x)%2f', '', '', ''],
    'http:////%5B::ffff:1.2.3.4%5D%5C?(x)%2f',
  ],
  ['tcp:#?1:2:8a127.0.0.1', ['tcp', '', '', '', '', '', '?1:2:8a127.0.0.1', ''], 'tcp:#?1:2:8a127.0.0.1'],
  ['http://:80//', ['http', ':80', '', '//', '', '', '', ''], 'http://:80//'],
  ['http://%C3%A9/?%', ['http', 'é', 'é', '/', '%', '', '', ''], 'http://%C3%A9/?%'],
  ['redis://+@x=y&z', ['redis', 'x=y&z', 'x=y&z', '', '', '', '', '+'], 'redis://+@x=y&z'],
  ['redis://:8a@', ['redis', '', '', '', '', '', '', ':8a'], 'redis://:8a@'],
  ['redis://::1/?:8a/', ['redis', '::1', ':', '/', ':8a/', '', '', ''], 'redis://::1/?:8a/'],
  ['http://::1@user', ['http', 'user', 'user', '', '', '', '', ':%3A1'], 'http://:%3A1@user'],
  ['//:?', ['', ':', '', '', '', '', '', ''], '//:'],
  ['//x=y&z#:', ['', 'x=y&z', 'x=y&z', '', '', '', ':', ''], '//x=y&z#:'],
  [
    'redis://@@]+postgres,',
    ['redis', ']+postgres,', ']+postgres,', '', '', '', '', '%40'],
    'redis://%40@]+postgres,',
  ],
  ['https://@/#é:80', ['https', '', '', '/', '', '', 'é:80', ''], 'https:///#%C3%A9:80'],
  ['postgresa.b?p%40ss#@', ['', '', '', 'postgresa.b', 'p%40ss', '', '@', ''], 'postgresa.b?p%40ss#@'],
  ['//::1@%C3%A9', ['', 'é', 'é', '', '', '', '', ':%3A1'], '//:%3A1@%C3%A9'],
  ['redis://:@":80:80', ['redis', '":80:80', '":80', '', '', '', '', ':'], 'redis://:@":80:80'],
  ['redis://,@', ['redis', '', '', '', '', '', '', ','], 'redis://,@'],
  ['//x=y&z@', ['', '', '', '', '', '', '', 'x=y&z'], '//x=y&z@'],
  [
    'http://:80/(x)127.0.0.1',
    ['http', ':80', '', '/(x)127.0.0.1', '', '', '', ''],
    'http://:80/%28x%29127.0.0.1',
  ],
  [
    'http://:/(x)[::ffff:1.2.3.4]',
    ['http', ':', '', '/(x)[::ffff:1.2.3.4]', '', '', '', ''],
    'http://:/%28x%29%5B::ffff:1.2.3.4%5D',
  ],
  ['http?:#1:2:', ['', '', '', 'http', ':', '', '1:2:', ''], 'http?:#1:2:'],
  [
    'tcp:/#mailto:[::ffff:1.2.3.4]!',
    ['tcp', '', '', '/', '', '', 'mailto:[::ffff:1.2.3.4]!', ''],
    'tcp:///#mailto:%5B::ffff:1.2.3.4%5D!',
  ],
  ['redis://:80//:80', ['redis', ':80', '', '//:80', '', '', '', ''], 'redis://:80//:80'],
  ['//://[127.0.0.1]%2f', ['', ':', '', '//[127.0.0.1]/', '', '', '', ''], '//://%5B127.0.0.1%5D/'],
  [
    '//%41@[1:2:3:4:5:6:7:8]',
    ['', '[1:2:3:4:5:6:7:8]', '1:2:3:4:5:6:7:8', '', '', '', '', 'A'],
    '//A@[1:2:3:4:5:6:7:8]',
  ],
  ['https://*@?:80é', ['https', '', '', '', ':80é', '', '', '%2A'], 'https://%2A@?:80é'],
  ['//https+*@', ['', '', '', '', '', '', '', 'https+%2A'], '//https+%2A@'],
  [
    'http://@x=y&za.b/?x=y&z',
    ['http', 'x=y&za.b', 'x=y&za.b', '/', 'x=y&z', '', '', ''],
    'http://x=y&za.b/?x=y&z',
  ],
  ['https://:80#:8a/', ['https', ':80', '', '', '', '', ':8a/', ''], 'https://:80#:8a/'],
  [
    '//1:2@[1:2:3:4:5:6:7:8]',
    ['', '[1:2:3:4:5:6:7:8]', '1:2:3:4:5:6:7:8', '', '', '', '', '1:2'],
    '//1:2@[1:2:3:4:5:6:7:8]',
  ],
  [']?\\#a.b127.0.0.1', ['', '', '', ']', '\\', '', 'a.b127.0.0.1', ''], '%5D?\\#a.b127.0.0.1'],
  ['//:/', ['', ':', '', '/', '', '', '', ''], '//:/'],
  ['//https@#', ['', '', '', '', '', '', '', 'https'], '//https@'],
  ['?<!#:80', ['', '', '', '', '<!', '', ':80', ''], '?<!#:80'],
  [
    'redis://,httpsmailto:@#[fe80::1%25en0]',
    ['redis', '', '', '', '', '', '[fe80::1%en0]', ',httpsmailto:'],
    'redis://,httpsmailto:@#%5Bfe80::1%25en0%5D',
  ],
  ['//mailto:@//p%40ssa.b@', ['', '', '', '//p@ssa.b@', '', '', '', 'mailto:'], '//mailto:@//p@ssa.b@'],
  ['//:/', ['', ':', '', '/', '', '', '', ''], '//:/'],
])('%j', (text, parts, joined) => {
  const parsed = functions['urlParse']!.call(text) as GoMap;
  expect(KEYS.map((key) => parsed.get(key))).toEqual(parts);
  expect(functions['urlJoin']!.call(parsed)).toBe(joined);
});

test.each([
  [
    '!:80*(x)%C3%A9',
    'unable to parse url: parse "!:80*(x)%C3%A9": first path segment in URL cannot contain colon',
  ],
  [
    '[1:2:3:4:5:6:7:8]',
    'unable to parse url: parse "[1:2:3:4:5:6:7:8]": first path segment in URL cannot contain colon',
  ],
  ['/%', 'unable to parse url: parse "/%": invalid URL escape "%"'],
  ['//[127.0.0.1]', 'unable to parse url: parse "//[127.0.0.1]": invalid IP-literal'],
  [':p%40ss', 'unable to parse url: parse ":p%40ss": missing protocol scheme'],
  [':éuserpostgres', 'unable to parse url: parse ":éuserpostgres": missing protocol scheme'],
  ['::1\x01%41é*', 'unable to parse url: parse "::1\\x01%41é*": net/url: invalid control character in URL'],
  ['https://!p%40ss?@,#', 'unable to parse url: parse "https://!p%40ss?@,": invalid URL escape "%40"'],
  [
    '<%zzx=y&z127.0.0.1127.0.0.1',
    'unable to parse url: parse "<%zzx=y&z127.0.0.1127.0.0.1": invalid URL escape "%zz"',
  ],
  ['tcp:x=y&z+#%zz', 'unable to parse url: parse "tcp:x=y&z+#%zz": invalid URL escape "%zz"'],
  [
    'http://\x01!:8a%41@mailto:',
    'unable to parse url: parse "http://\\x01!:8a%41@mailto:": net/url: invalid control character in URL',
  ],
  ['http://!::1[127.0.0.1]', 'unable to parse url: parse "http://!::1[127.0.0.1]": invalid IP-literal'],
  ['http://::1p%40ss', 'unable to parse url: parse "http://::1p%40ss": invalid port "::1p%40ss" after host'],
  [
    '%zz[1:2:3:4:5:6:7:8]https?',
    'unable to parse url: parse "%zz[1:2:3:4:5:6:7:8]https?": first path segment in URL cannot contain colon',
  ],
  ['https:// *', 'unable to parse url: parse "https:// *": invalid character " " in host name'],
  [
    '//[::1]127.0.0.1"',
    'unable to parse url: parse "//[::1]127.0.0.1\\"": invalid port "127.0.0.1\\"" after host',
  ],
  ['redis://\\', 'unable to parse url: parse "redis://\\\\": invalid character "\\\\" in host name'],
  [
    'https://https:8a //%C3%A9',
    'unable to parse url: parse "https://https:8a //%C3%A9": invalid port ":8a " after host',
  ],
  [
    'tcp:%C3%A9a.b%zz\x01userhttp',
    'unable to parse url: parse "tcp:%C3%A9a.b%zz\\x01userhttp": net/url: invalid control character in URL',
  ],
  ['%zz1:2*', 'unable to parse url: parse "%zz1:2*": first path segment in URL cannot contain colon'],
  ['https://[*', 'unable to parse url: parse "https://[*": missing \']\' in host'],
  ['tcp://mailto: ', 'unable to parse url: parse "tcp://mailto: ": invalid port ": " after host'],
  ['redis://"@', 'unable to parse url: parse "redis://\\"@": net/url: invalid userinfo'],
  [
    '?\x01mailto:@%C3%A9%zz',
    'unable to parse url: parse "?\\x01mailto:@%C3%A9%zz": net/url: invalid control character in URL',
  ],
  ['//[a.b/:80:', 'unable to parse url: parse "//[a.b/:80:": missing \']\' in host'],
  ['redis://!*:8a%zz ', 'unable to parse url: parse "redis://!*:8a%zz ": invalid port ":8a%zz " after host'],
  ['https://é@/<postgres!', 'unable to parse url: parse "https://é@/<postgres!": net/url: invalid userinfo'],
  [
    'https://:80[1::2::3]]*%zz<',
    'unable to parse url: parse "https://:80[1::2::3]]*%zz<": invalid IP-literal',
  ],
  ['%"//p%40ss', 'unable to parse url: parse "%\\"//p%40ss": invalid URL escape "%\\"/"'],
  ['redis://mailto: *[<é', 'unable to parse url: parse "redis://mailto: *[<é": invalid IP-literal'],
  ['tcp://%zz:""<', 'unable to parse url: parse "tcp://%zz:\\"\\"<": invalid port ":\\"\\"<" after host'],
  [
    '//%C3%A9postgres:+"',
    'unable to parse url: parse "//%C3%A9postgres:+\\"": invalid port ":+\\"" after host',
  ],
  ['https://:%zz#:', 'unable to parse url: parse "https://:%zz": invalid port ":%zz" after host'],
  [':8a:80]%zz', 'unable to parse url: parse ":8a:80]%zz": missing protocol scheme'],
  ['::1[::ffff:1.2.3.4]%zz', 'unable to parse url: parse "::1[::ffff:1.2.3.4]%zz": missing protocol scheme'],
  [
    'http://https": ?\x01',
    'unable to parse url: parse "http://https\\": ?\\x01": net/url: invalid control character in URL',
  ],
  ['//:8a%zz**[::1]127.0.0.1', 'unable to parse url: parse "//:8a%zz**[::1]127.0.0.1": invalid IP-literal'],
  ['redis://+ %zz', 'unable to parse url: parse "redis://+ %zz": invalid character " " in host name'],
  [
    'https://mailto:"(x)',
    'unable to parse url: parse "https://mailto:\\"(x)": invalid port ":\\"(x)" after host',
  ],
  ['//mailto:",', 'unable to parse url: parse "//mailto:\\",": invalid port ":\\"," after host'],
  [
    'https://: [::ffff:1.2.3.4]',
    'unable to parse url: parse "https://: [::ffff:1.2.3.4]": invalid IP-literal',
  ],
  [
    'redis://:8a",%41',
    'unable to parse url: parse "redis://:8a\\",%41": invalid port ":8a\\",%41" after host',
  ],
  [
    'https://!%zz\\@127.0.0.1',
    'unable to parse url: parse "https://!%zz\\\\@127.0.0.1": net/url: invalid userinfo',
  ],
  ['%"', 'unable to parse url: parse "%\\"": invalid URL escape "%\\""'],
  [
    'https://!:mailto: 127.0.0.1]',
    'unable to parse url: parse "https://!:mailto: 127.0.0.1]": invalid port ":mailto: 127.0.0.1]" after host',
  ],
  ['redis://:"%', 'unable to parse url: parse "redis://:\\"%": invalid port ":\\"%" after host'],
  [
    'https://:80"%2f<a.b%zz',
    'unable to parse url: parse "https://:80\\"%2f<a.b%zz": invalid port ":80\\"%2f<a.b%zz" after host',
  ],
  [
    'https://%%zz1:2"::1',
    'unable to parse url: parse "https://%%zz1:2\\"::1": invalid port ":2\\"::1" after host',
  ],
  [
    'http://user<:80"(x)',
    'unable to parse url: parse "http://user<:80\\"(x)": invalid port ":80\\"(x)" after host',
  ],
  ['https://<:":', 'unable to parse url: parse "https://<:\\":": invalid port ":\\":" after host'],
  ['//+@:  ', 'unable to parse url: parse "//+@:  ": invalid port ":  " after host'],
  [
    ']\\: %C3%A9',
    'unable to parse url: parse "]\\\\: %C3%A9": first path segment in URL cannot contain colon',
  ],
  ['//mailto:"<', 'unable to parse url: parse "//mailto:\\"<": invalid port ":\\"<" after host'],
  [
    'redis://127.0.0.1!mailto: ',
    'unable to parse url: parse "redis://127.0.0.1!mailto: ": invalid port ": " after host',
  ],
  [
    ' [1::2::3]mailto: 127.0.0.1',
    'unable to parse url: parse " [1::2::3]mailto: 127.0.0.1": first path segment in URL cannot contain colon',
  ],
  [
    '%C3%A9//[127.0.0.1]%/"',
    'unable to parse url: parse "%C3%A9//[127.0.0.1]%/\\"": invalid URL escape "%/\\""',
  ],
  [
    'redis:// /*p%40ss%zz%C3%A9',
    'unable to parse url: parse "redis:// /*p%40ss%zz%C3%A9": invalid character " " in host name',
  ],
  ['#%"1:2%2f%', 'unable to parse url: parse "#%\\"1:2%2f%": invalid URL escape "%\\"1"'],
  [
    'redis://:%zz"%2f',
    'unable to parse url: parse "redis://:%zz\\"%2f": invalid port ":%zz\\"%2f" after host',
  ],
  [
    '//:80*127.0.0.1"https',
    'unable to parse url: parse "//:80*127.0.0.1\\"https": invalid port ":80*127.0.0.1\\"https" after host',
  ],
  ['http://%zzé:80@', 'unable to parse url: parse "http://%zzé:80@": net/url: invalid userinfo'],
  [
    'http://:8a: p%40ss:',
    'unable to parse url: parse "http://:8a: p%40ss:": invalid port ":8a: p%40ss:" after host',
  ],
  [
    'http://:80":80]user',
    'unable to parse url: parse "http://:80\\":80]user": invalid port ":80\\":80]user" after host',
  ],
  ['%C3%A9%//: ', 'unable to parse url: parse "%C3%A9%//: ": invalid URL escape "%//"'],
  ['//127.0.0.1 : ]', 'unable to parse url: parse "//127.0.0.1 : ]": invalid port ": ]" after host'],
  [
    '1:2a.bmailto:  %',
    'unable to parse url: parse "1:2a.bmailto:  %": first path segment in URL cannot contain colon',
  ],
  [
    'tcp://:80%2f%2f"*',
    'unable to parse url: parse "tcp://:80%2f%2f\\"*": invalid port ":80%2f%2f\\"*" after host',
  ],
  [
    'https://:8a":8a ',
    'unable to parse url: parse "https://:8a\\":8a ": invalid port ":8a\\":8a " after host',
  ],
  [
    'https://:80"127.0.0.1user,',
    'unable to parse url: parse "https://:80\\"127.0.0.1user,": invalid port ":80\\"127.0.0.1user," after host',
  ],
  [
    '<]mailto: [::1]',
    'unable to parse url: parse "<]mailto: [::1]": first path segment in URL cannot contain colon',
  ],
  [
    ': \x01127.0.0.1',
    'unable to parse url: parse ": \\x01127.0.0.1": net/url: invalid control character in URL',
  ],
  [':8a: p%40ss http', 'unable to parse url: parse ":8a: p%40ss http": missing protocol scheme'],
  [
    '//[fe80::1%25en0]%zzuser +"',
    'unable to parse url: parse "//[fe80::1%25en0]%zzuser +\\"": invalid port "%zzuser +\\"" after host',
  ],
  ['/%"1:2mailto:', 'unable to parse url: parse "/%\\"1:2mailto:": invalid URL escape "%\\"1"'],
  ['é: ', 'unable to parse url: parse "é: ": first path segment in URL cannot contain colon'],
  [
    'tcp: %41\x01,[fe80::1%25en0]',
    'unable to parse url: parse "tcp: %41\\x01,[fe80::1%25en0]": net/url: invalid control character in URL',
  ],
  [
    '//[1:2:3:4:5:6:7:8]é:8a",:80',
    'unable to parse url: parse "//[1:2:3:4:5:6:7:8]é:8a\\",:80": invalid port "é:8a\\",:80" after host',
  ],
  [
    'https://[/x=y&z%41x=y&z%zz',
    'unable to parse url: parse "https://[/x=y&z%41x=y&z%zz": missing \']\' in host',
  ],
  ['//:80"%C3%A9', 'unable to parse url: parse "//:80\\"%C3%A9": invalid port ":80\\"%C3%A9" after host'],
  [
    'redis://é:8a1:2\\"<',
    'unable to parse url: parse "redis://é:8a1:2\\\\\\"<": invalid port ":2\\\\\\"<" after host',
  ],
  ['http://:8a"%%//+', 'unable to parse url: parse "http://:8a\\"%%//+": invalid port ":8a\\"%%" after host'],
  [
    'mailto: \x01a.b',
    'unable to parse url: parse "mailto: \\x01a.b": net/url: invalid control character in URL',
  ],
  [
    '//\x01[127.0.0.1]?mailto: ',
    'unable to parse url: parse "//\\x01[127.0.0.1]?mailto: ": net/url: invalid control character in URL',
  ],
  ['http://mailto: "', 'unable to parse url: parse "http://mailto: \\"": invalid port ": \\"" after host'],
  [
    ': mailto:[fe80::1%25en0]"',
    'unable to parse url: parse ": mailto:[fe80::1%25en0]\\"": missing protocol scheme',
  ],
  ['https%41: ', 'unable to parse url: parse "https%41: ": first path segment in URL cannot contain colon'],
  ['redis://[<%%zz', 'unable to parse url: parse "redis://[<%%zz": missing \']\' in host'],
  [
    'http://:80"x=y&z',
    'unable to parse url: parse "http://:80\\"x=y&z": invalid port ":80\\"x=y&z" after host',
  ],
  ['//mailto:"+', 'unable to parse url: parse "//mailto:\\"+": invalid port ":\\"+" after host'],
  [
    'https://mailto: %2fhttps',
    'unable to parse url: parse "https://mailto: %2fhttps": invalid port ": %2fhttps" after host',
  ],
  ['//[127.0.0.1]":8a', 'unable to parse url: parse "//[127.0.0.1]\\":8a": invalid port "\\":8a" after host'],
  [
    'émailto: 1:2',
    'unable to parse url: parse "émailto: 1:2": first path segment in URL cannot contain colon',
  ],
  [
    'http://mailto: a.ba.b',
    'unable to parse url: parse "http://mailto: a.ba.b": invalid port ": a.ba.b" after host',
  ],
  [': ', 'unable to parse url: parse ": ": missing protocol scheme'],
  [': %', 'unable to parse url: parse ": %": missing protocol scheme'],
])('%j is refused', (text, message) => {
  expect(() => functions['urlParse']!.call(text)).toThrow(new Error(message));
});

test.each([
  [
    '{{ urlJoin (dict "scheme" "http" "host" "host:80" "path" "path" "query" "q=1" "fragment" "f g" "userinfo" "u:p@ss") }}',
    'http://u:p%40ss@host:80/path?q=1#f%20g',
  ],
  [
    '{{ urlJoin (dict "path" "a:b/c d") }} {{ urlJoin (dict "path" "*") }} {{ urlJoin (dict "scheme" "mailto" "opaque" "a@b") }} {{ urlJoin (dict "scheme" "x" "path" "y") }} {{ urlJoin (dict) | quote }}',
    './a:b/c%20d * mailto:a@b x://y ""',
  ],
  [
    '{{ urlJoin (dict "scheme" 1) }}',
    'error: error calling urlJoin: unable to parse scheme key, must be of type string, but int found',
  ],
  [
    '{{ urlJoin (dict "host" nil) }}',
    'error: error calling urlJoin: runtime error: invalid memory address or nil pointer dereference',
  ],
  [
    '{{ urlJoin (dict "userinfo" "a%zz") }}',
    'error: error calling urlJoin: unable to parse userinfo in dict: parse "proto://a%zz@host": invalid URL escape "%zz"',
  ],
  ['{{ urlJoin (dict "host" "a b" "path" "é") }}', '//a%20b/%C3%A9'],
])('%s', (template, expected) => {
  expect(evaluate(template)).toBe(expected);
});
