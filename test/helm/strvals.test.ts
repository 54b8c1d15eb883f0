import { describe, expect, it } from 'vitest';
import { mergeValueOptions } from '../../src/helm/values.ts';
import { json, outcome, releases } from './make-chart.ts';

type Flag = 'set' | 'setString' | 'setJson' | 'setFile' | 'setLiteral';

/** A flag and its text, and the values that Helm 4 (and Helm 3, where that differs) makes of it on top of BASE. */
const CASES: readonly (readonly [Flag, string, string, string?])[] = [
  ['set', 'a=1', '{"a":1,"l":[1,2],"m":{"x":{"w":1}},"s":"str","z":null}'],
  [
    'set',
    'a=1.5,b=true,c=NULL,d=0,e=007,f=-5,g=+5,h=-05,i=9223372036854775807,j=9223372036854775808,k=-0,l= 1,q=1e3',
    '{"a":"1.5","b":true,"c":null,"d":0,"e":"007","f":-5,"g":5,"h":-5,"i":9223372036854775807,"j":"9223372036854775808","k":0,"l":" 1","m":{"x":{"w":1}},"q":"1e3","s":"str","z":null}',
  ],
  ['set', 'a.b.c=x', '{"a":{"b":{"c":"x"}},"l":[1,2],"m":{"x":{"w":1}},"s":"str","z":null}'],
  ['set', 'a={x,1,null, y}', '{"a":["x",1,null," y"],"l":[1,2],"m":{"x":{"w":1}},"s":"str","z":null}'],
  ['set', 'a={}', '{"a":[""],"l":[1,2],"m":{"x":{"w":1}},"s":"str","z":null}'],
  ['set', 'a={x', "!failed parsing --set data: list must terminate with '}'"],
  ['set', 'a={x}b=1', '{"a":["x"],"b":1,"l":[1,2],"m":{"x":{"w":1}},"s":"str","z":null}'],
  ['set', 'a={x},b=1', '{"a":["x"],"b":1,"l":[1,2],"m":{"x":{"w":1}},"s":"str","z":null}'],
  ['set', 'a', '!failed parsing --set data: key "a" has no value'],
  ['set', 'a=1,b', '!failed parsing --set data: key "b" has no value'],
  ['set', 'a,b=1', '!failed parsing --set data: key "a" has no value (cannot end with ,)'],
  ['set', 'a=', '{"a":"","l":[1,2],"m":{"x":{"w":1}},"s":"str","z":null}'],
  ['set', 'a=,b=1', '{"a":"","b":1,"l":[1,2],"m":{"x":{"w":1}},"s":"str","z":null}'],
  ['set', '=1', '{"l":[1,2],"m":{"x":{"w":1}},"s":"str","z":null}'],
  ['set', '.a=1', '{"l":[1,2],"m":{"x":{"w":1}},"s":"str","z":null}'],
  ['set', 'a.=1', '!failed parsing --set data: key map "a" has no value'],
  ['set', 'a.', '{"l":[1,2],"m":{"x":{"w":1}},"s":"str","z":null}'],
  ['set', 'a.b', '!failed parsing --set data: key "b" has no value'],
  ['set', 'a.b=', '{"a":{"b":""},"l":[1,2],"m":{"x":{"w":1}},"s":"str","z":null}'],
  ['set', 'a..b=1', '!failed parsing --set data: key map "a" has no value'],
  ['set', 'a[0]=1', '{"a":[1],"l":[1,2],"m":{"x":{"w":1}},"s":"str","z":null}'],
  ['set', 'a[2]=x', '{"a":[null,null,"x"],"l":[1,2],"m":{"x":{"w":1}},"s":"str","z":null}'],
  ['set', 'a[0].b=1', '{"a":[{"b":1}],"l":[1,2],"m":{"x":{"w":1}},"s":"str","z":null}'],
  [
    'set',
    'a[0].b=1,a[1].b=2,a[0].c=3',
    '{"a":[{"b":1,"c":3},{"b":2}],"l":[1,2],"m":{"x":{"w":1}},"s":"str","z":null}',
  ],
  ['set', 'a[0].b=', '{"a":[],"l":[1,2],"m":{"x":{"w":1}},"s":"str","z":null}'],
  ['set', 'a[0]', '{"a":[],"l":[1,2],"m":{"x":{"w":1}},"s":"str","z":null}'],
  [
    'set',
    'a[0',
    '{"l":[1,2],"m":{"x":{"w":1}},"s":"str","z":null}',
    '!failed parsing --set data: error parsing index: EOF',
  ],
  [
    'set',
    'b=1,a[0',
    '{"b":1,"l":[1,2],"m":{"x":{"w":1}},"s":"str","z":null}',
    '!failed parsing --set data: error parsing index: EOF',
  ],
  [
    'set',
    'a[x]=1',
    '!failed parsing --set data: error parsing index: strconv.Atoi: parsing "x": invalid syntax',
  ],
  ['set', 'a[-1]=1', '!failed parsing --set data: negative -1 index not allowed'],
  [
    'set',
    'a[99999999999999999999]=1',
    '!failed parsing --set data: error parsing index: strconv.Atoi: parsing "99999999999999999999": value out of range',
  ],
  [
    'set',
    'a[70000]=1',
    '!failed parsing --set data: index of 70000 is greater than maximum supported index of 65536',
  ],
  ['set', 'a[0]x=1', "!failed parsing --set data: unexpected data at end of array index: ['x']"],
  ['set', 'a[0][1]=z', '{"a":[[null,"z"]],"l":[1,2],"m":{"x":{"w":1}},"s":"str","z":null}'],
  [
    'set',
    'a[0][1][2].b=z',
    '{"a":[[null,[null,null,{"b":"z"}]]],"l":[1,2],"m":{"x":{"w":1}},"s":"str","z":null}',
  ],
  ['set', 'a\\.b=1', '{"a.b":1,"l":[1,2],"m":{"x":{"w":1}},"s":"str","z":null}'],
  ['set', 'a\\,b=c\\,d', '{"a,b":"c,d","l":[1,2],"m":{"x":{"w":1}},"s":"str","z":null}'],
  ['set', 'a=\\{x\\}', '{"a":"{x}","l":[1,2],"m":{"x":{"w":1}},"s":"str","z":null}'],
  ['set', 'a\\=b=c', '{"a=b":"c","l":[1,2],"m":{"x":{"w":1}},"s":"str","z":null}'],
  ['set', 'a=b=c', '{"a":"b=c","l":[1,2],"m":{"x":{"w":1}},"s":"str","z":null}'],
  ['set', 'l[1]=z', '{"l":[1,"z"],"m":{"x":{"w":1}},"s":"str","z":null}'],
  ['set', 'l[5]=z', '{"l":[1,2,null,null,null,"z"],"m":{"x":{"w":1}},"s":"str","z":null}'],
  [
    'set',
    'l.x=1',
    '!failed parsing --set data: unable to parse key: interface conversion: interface {} is []interface {}, not map[string]interface {}',
  ],
  [
    'set',
    's.x=1',
    '!failed parsing --set data: unable to parse key: interface conversion: interface {} is string, not map[string]interface {}',
  ],
  [
    'set',
    's[0]=1',
    '!failed parsing --set data: unable to parse key: interface conversion: interface {} is string, not []interface {}',
  ],
  [
    'set',
    'z.x=1',
    '!failed parsing --set data: unable to parse key: interface conversion: interface {} is nil, not map[string]interface {}',
  ],
  [
    'set',
    'z[0]=1',
    '!failed parsing --set data: unable to parse key: interface conversion: interface {} is nil, not []interface {}',
  ],
  [
    'set',
    'm[0]=1',
    '!failed parsing --set data: unable to parse key: interface conversion: interface {} is map[string]interface {}, not []interface {}',
  ],
  ['set', 'm.x=null', '{"l":[1,2],"m":{"x":null},"s":"str","z":null}'],
  ['set', 'm.x.w=null', '{"l":[1,2],"m":{"x":{"w":null}},"s":"str","z":null}'],
  ['set', 'm.x.z={a}', '{"l":[1,2],"m":{"x":{"w":1,"z":["a"]}},"s":"str","z":null}'],
  ['set', 'm=1', '{"l":[1,2],"m":1,"s":"str","z":null}'],
  ['set', 'a=1,', '{"a":1,"l":[1,2],"m":{"x":{"w":1}},"s":"str","z":null}'],
  ['set', ',', '!failed parsing --set data: key "" has no value (cannot end with ,)'],
  ['set', '', '{"l":[1,2],"m":{"x":{"w":1}},"s":"str","z":null}'],
  ['set', 'a=x\\', '{"a":"x","l":[1,2],"m":{"x":{"w":1}},"s":"str","z":null}'],
  ['set', '\\', '{"l":[1,2],"m":{"x":{"w":1}},"s":"str","z":null}'],
  ['set', 'a=é,é.b=😀', '{"a":"é","l":[1,2],"m":{"x":{"w":1}},"s":"str","z":null,"é":{"b":"😀"}}'],
  ['set', 'l[0].z=1', '{"l":[{"z":1},2],"m":{"x":{"w":1}},"s":"str","z":null}'],
  [
    'set',
    'l[0][0]=1',
    '!failed parsing --set data: unable to parse key: interface conversion: interface {} is float64, not []interface {}',
  ],
  ['set', 'a[0].b[1].c=1', '{"a":[{"b":[null,{"c":1}]}],"l":[1,2],"m":{"x":{"w":1}},"s":"str","z":null}'],
  [
    'set',
    'a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a=1',
    '{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":1}}}}}}}}}}}}}}}}}}}}}}}}}}}}}},"l":[1,2],"m":{"x":{"w":1}},"s":"str","z":null}',
  ],
  [
    'set',
    'a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a=1',
    '!failed parsing --set data: value name nested level is greater than maximum supported nested level of 30',
  ],
  ['set', 'a={1,{2}}', '!failed parsing --set data: key "}" has no value'],
  ['set', 'a=tRue,b=False', '{"a":true,"b":false,"l":[1,2],"m":{"x":{"w":1}},"s":"str","z":null}'],
  ['set', 'a[+1]=1', '{"a":[null,1],"l":[1,2],"m":{"x":{"w":1}},"s":"str","z":null}'],
  [
    'set',
    'a[]=1',
    '!failed parsing --set data: error parsing index: strconv.Atoi: parsing "": invalid syntax',
  ],
  ['set', 'a[0]=', '{"a":[""],"l":[1,2],"m":{"x":{"w":1}},"s":"str","z":null}'],
  ['set', 'a[0]={x,y}', '{"a":[["x","y"]],"l":[1,2],"m":{"x":{"w":1}},"s":"str","z":null}'],
  ['set', 'a=00,b=01,c=0x1', '{"a":"00","b":"01","c":"0x1","l":[1,2],"m":{"x":{"w":1}},"s":"str","z":null}'],
  ['setString', 'a=1', '{"a":"1","l":[1,2],"m":{"x":{"w":1}},"s":"str","z":null}'],
  ['setString', 'a={1,true}', '{"a":["1","true"],"l":[1,2],"m":{"x":{"w":1}},"s":"str","z":null}'],
  ['setString', 'a.b=null', '{"a":{"b":"null"},"l":[1,2],"m":{"x":{"w":1}},"s":"str","z":null}'],
  ['setString', 'a[0]=', '{"a":[""],"l":[1,2],"m":{"x":{"w":1}},"s":"str","z":null}'],
  ['setString', 'l[0]=5', '{"l":["5",2],"m":{"x":{"w":1}},"s":"str","z":null}'],
  ['setLiteral', 'a=1,b=2', '{"a":"1,b=2","l":[1,2],"m":{"x":{"w":1}},"s":"str","z":null}'],
  ['setLiteral', 'a.b=x\\y', '{"a":{"b":"x\\\\y"},"l":[1,2],"m":{"x":{"w":1}},"s":"str","z":null}'],
  ['setLiteral', 'a[0]=z', '{"a":["z"],"l":[1,2],"m":{"x":{"w":1}},"s":"str","z":null}'],
  ['setLiteral', 'a[0].b={x}', '{"a":[{"b":"{x}"}],"l":[1,2],"m":{"x":{"w":1}},"s":"str","z":null}'],
  ['setLiteral', 'a', '!failed parsing --set-literal data: key "a" has no value'],
  ['setLiteral', 'a=', '{"a":"","l":[1,2],"m":{"x":{"w":1}},"s":"str","z":null}'],
  ['setLiteral', 'a[0]', '{"a":[],"l":[1,2],"m":{"x":{"w":1}},"s":"str","z":null}'],
  [
    'setLiteral',
    'a[0',
    '{"l":[1,2],"m":{"x":{"w":1}},"s":"str","z":null}',
    '!failed parsing --set-literal data: error parsing index: EOF',
  ],
  ['setLiteral', 'a\\.b=1', '{"a\\\\":{"b":"1"},"l":[1,2],"m":{"x":{"w":1}},"s":"str","z":null}'],
  ['setLiteral', 'l[1]=q', '{"l":[1,"q"],"m":{"x":{"w":1}},"s":"str","z":null}'],
  [
    'setLiteral',
    's.x=1',
    '!failed parsing --set-literal data: unable to parse key: interface conversion: interface {} is string, not map[string]interface {}',
  ],
  ['setLiteral', 'a[1][0]=x', '{"a":[null,["x"]],"l":[1,2],"m":{"x":{"w":1}},"s":"str","z":null}'],
  ['setLiteral', ',a=1', '{",a":"1","l":[1,2],"m":{"x":{"w":1}},"s":"str","z":null}'],
  ['setJson', 'a=1', '{"a":1,"l":[1,2],"m":{"x":{"w":1}},"s":"str","z":null}'],
  ['setJson', 'a={"b":[1,null]}', '{"a":{"b":[1,null]},"l":[1,2],"m":{"x":{"w":1}},"s":"str","z":null}'],
  ['setJson', 'a=1,b=2', '{"a":1,"b":2,"l":[1,2],"m":{"x":{"w":1}},"s":"str","z":null}'],
  [
    'setJson',
    'a=,b=[1] , c="x"',
    '{" c":"x","a":null,"b":[1],"l":[1,2],"m":{"x":{"w":1}},"s":"str","z":null}',
  ],
  ['setJson', 'a= ', '{"a":null,"l":[1,2],"m":{"x":{"w":1}},"s":"str","z":null}'],
  ['setJson', 'a=1abc', '!failed parsing --set-json data a=1abc'],
  ['setJson', 'a="x"b=2', '{"a":"x","b":2,"l":[1,2],"m":{"x":{"w":1}},"s":"str","z":null}'],
  ['setJson', 'm={"q":1}', '{"l":[1,2],"m":{"q":1},"s":"str","z":null}'],
  ['setJson', 'm.x={"q":null}', '{"l":[1,2],"m":{"x":{"q":null}},"s":"str","z":null}'],
  ['setJson', 'l[0]={"z":1},l[3]=2', '{"l":[{"z":1},2,null,2],"m":{"x":{"w":1}},"s":"str","z":null}'],
  [
    'setJson',
    '{"m":{"k":2},"z":null}',
    '{"l":[1,2],"m":{"k":2,"x":{"w":1}},"s":"str","z":null}',
    '!failed parsing --set-json data {"m":{"k":2},"z":null}',
  ],
  [
    'setJson',
    ' {"a":1} ',
    '{"a":1,"l":[1,2],"m":{"x":{"w":1}},"s":"str","z":null}',
    '!failed parsing --set-json data  {"a":1} ',
  ],
  [
    'setJson',
    '{"a":',
    '!failed parsing --set-json data JSON: {"a":',
    '!failed parsing --set-json data {"a":',
  ],
  ['setJson', 'a=nope', '!failed parsing --set-json data a=nope'],
  ['setJson', 'a=[1,2', '!failed parsing --set-json data a=[1,2'],
  ['setJson', 'a="\\u00e9\\"}"', '{"a":"é\\"}","l":[1,2],"m":{"x":{"w":1}},"s":"str","z":null}'],
  ['setJson', '[1]', '{"l":[1,2],"m":{"x":{"w":1}},"s":"str","z":null}'],
  [
    'setJson',
    'a=1e5,b=12345678901234567890',
    '{"a":100000,"b":12345678901234567000,"l":[1,2],"m":{"x":{"w":1}},"s":"str","z":null}',
  ],
  ['setJson', 'z={}', '{"l":[1,2],"m":{"x":{"w":1}},"s":"str","z":{}}'],
  ['setJson', 'a', '!failed parsing --set-json data a'],
  ['setJson', 'a[0]=,b=1', '{"a":[null],"b":1,"l":[1,2],"m":{"x":{"w":1}},"s":"str","z":null}'],
  [
    'setJson',
    'a={"x":"a]b{"},b=2',
    '{"a":{"x":"a]b{"},"b":2,"l":[1,2],"m":{"x":{"w":1}},"s":"str","z":null}',
  ],
  ['setFile', 'a=ft.txt', '{"a":"file text\\n","l":[1,2],"m":{"x":{"w":1}},"s":"str","z":null}'],
  ['setFile', 'a={ft.txt}', '{"a":["file text\\n"],"l":[1,2],"m":{"x":{"w":1}},"s":"str","z":null}'],
  [
    'setFile',
    'a[0]=ft.txt,b=ft.txt',
    '{"a":["file text\\n"],"b":"file text\\n","l":[1,2],"m":{"x":{"w":1}},"s":"str","z":null}',
  ],
];

const BASE = 'l: [1, 2]\nm: {x: {w: 1}}\ns: str\nz: null';

describe('the --set family', () => {
  for (const [flag, text, helm4, helm3] of CASES) {
    it(`${flag} ${text}`, () => {
      for (const [profile, expected] of releases({ helm4, helm3 })) {
        const files = [{ name: 'base.yaml', text: BASE }];
        const values = outcome(() =>
          json(mergeValueOptions({ files, [flag]: [text] }, () => 'file text\n', profile)),
        );
        expect(values).toBe(expected);
      }
    });
  }
});
