import assert from 'node:assert/strict';

import { redact } from '../../src/redact/index.js';
import { describeAttributes, describeTexts } from './cases.table.js';

const S = 'q7Zk2mVx9LwT';

describeTexts('redact: columns named after a secret or a personal number', [
  `‹user,password,email›\n‹ann›,«hunter2»,«ann@example.org»\n‹bob›,«letmein1»,«bob@example.org»`,
  `‹| name | password |›\n|------|----------|\n‹| ann | »›`.replace('»', '') +
    `«hunter2» |\n‹| bob |› «letmein1» |`,
  `+----+------+----------+\n‹| id | user | password |›\n+----+------+----------+\n|  1 | ‹ann›  | «hunter2»  |`,
  ` id | username | password_hash \n----+----------+------\n  1 | ‹ann›      | «abc12def34» \n‹(1 row)›`,
  `name;secret;region\n‹prod›;«${S}»;‹eu›`,
  `‹name\ttoken\tage›\n‹ann›\t«hunter2»\t‹3›`,
  `‹"user","password"›\n"‹ann›","«hun,ter2»"`,
  `user,phone,city\n‹ann›,«4155550132»,‹Rome›`,
  `id,ssn,name\n‹1›,«219099998»,‹ann›`,
  `‹Import failed at row 2:›\nemail,password\n«ann@example.org»,«hunter2»`,
  `‹COPY users (id, name, password) FROM stdin;›\n‹1\tann›\t«hunter2»\n‹\\.›`,
  `user,password\n‹ann›,«hunter2»\n‹done: 1 row, 0 errors, 1 file›`,
  `‹Name,API Key,Created›\n‹web›,«${S}»,‹2026›`,
  '‹user,token_count,cost\nann,123456,2›',
  '‹user,phone\nann,Galaxy S24 256›',
  '‹password, username and email are required\nfoo, bar and baz›',
  '‹Missing fields: password, email\nCheck the form, then retry›',
  '‹pass,fail,skip\n10,2,3\n1042,7,0›',
  '‹INFO | auth | password\nDEBUG | auth | letmein›',
  '‹user,password\nann,[REDACTED]\nbob,null›',
]);

describeAttributes('redactMap: tables in a text', [
  '{"rows":"‹user,password\\nann›,«hunter2»"}',
  '{"rows":"‹user,count\\nann,12345678›"}',
]);

describeTexts('redact: tables in strings of JSON and tables of aligned columns', [
  '{"message":"user,password\\nann,«hunter2xx»"}',
  '{"message":"| user | password |\\n|------|----------|\\n| ann | «hunter2xx» |"}',
  '{"log":"user\\tpassword\\nann\\t«hunter2xx»\\nbob\\t«abc9defg»\\n","stream":"stdout"}',
  '{"stdout":"name;token\\nci;«q7Zk2mVx9LwT»\\n"}',
  'user      password    host\nann       «hunter2xx»   db1\nbob       «abc9defg»    db2',
  'id  name   api_key\n--  -----  --------\n1   ann    «q7Zk2mVx9LwT»',
  '{"message":"Name   Token\\nci     «s3cr3tPwA9»\\n"}',
  '{"log":"id,api_key\\r\\n1,«s3cr3tPwA9»\\r\\n"}',
  '{"output":"+----+----------+\\n| id | password |\\n+----+----------+\\n|  1 | «s3cr3tPw» |\\n+----+----------+\\n"}',
  '{"body":"\\"user\\",\\"password\\"\\n\\"ann\\",\\"«s3cr3tPw»\\"\\n"}',
  '{"body":"email;phone\\n«ann@example.org»;«4155550132»\\n"}',
  'USERNAME    PASSWORD     ROLE\nann         «s3cr3tPw»     admin',
  '‹USER ann\n331 need PASS›',
  '‹user  password\nann  changed›',
  '‹user  token  state\nann  expired  x›',
  '‹Name  Key  Value\na  b  c›',
  '‹NAME   SECRET   AGE\nweb    web-tls  12d›',
  '‹NAMESPACE   NAME       TOKEN\ndefault     sa1    sa1-token-x2k8p›',
  '‹CONTAINER ID   IMAGE   COMMAND\n0123456789ab   nginx   "x"›',
  '‹{"msg":"one  two\\nthree  four"}›',
  '‹{"msg":"Error: token, password\\nline two"}›',
  '‹{"msg":"name,count\\na,1"}›',
  '‹{"stack":"Error: x\\n    at f (a.js:1:2)\\n    at g (b.js:3:4)"}›',
]);

describe('redact: a table', () => {
  it('does not change when it is redacted again, even with separators inside findings', () => {
    const text = 'user,password,note\nann,"a,b1c2",x\nbob,token=a1b2c3d4;e,f\n';
    const once = redact(text).text;
    assert.equal(redact(once).text, once);
  });
});
