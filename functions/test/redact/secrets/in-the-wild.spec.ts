import { describeAttributes, describeTexts } from '../cases.table.js';

const S = 'q7Zk2mVx9LwT';
const SALT = 'c2FsdHNhbHRzYWx0';
const DIGEST = 'RdescudvJCsgt3ubXb4dWRWJTmaaJObG';

describeTexts('redact: hashes of passwords', [
  'hash $«2y$12$N9qo8uLOickgx2ZMRZoMyeIjZAgcfl7p92ldGxad68LJZdL17lhWy» ‹stored›',
  `ann:$«6$${SALT}$${DIGEST}${DIGEST}»:‹18000:0:99999:7›`,
  `‹enable secret› 5 $«1$mERr$hx5rVt7rPNoS4wqbXKX7m0»`,
  `$argon2id$v=19$m=65536,t=3,p=4$«${SALT}»$«${DIGEST}»`,
  `pbkdf2_sha256$«260000$${SALT}$${DIGEST}=»`,
  '‹VALUES ($1, $2, $3), cost $5$ and $6$›',
  '‹argon2id enabled, 2b$10›',
]);

describeTexts('redact: secrets as programs dump them', [
  `User { password: Some("«${S}»"), ‹age: 3› }`,
  `[password: Optional("«${S}»")]`,
  `{"dump":"Cfg { token: Some(\\"«${S}»\\") ‹}›"}`,
  `a:2:{s:8:"password";s:12:"«${S}»";‹s:2:"id";i:7;›}`,
  '‹s:5:"title";s:8:"abc9def0";›',
  `7,"{""password"":""«${S}»"",‹""id"":7}›",‹ok›`,
  '‹"{""password"":"""",""title"":""abc9def0""}"›',
  `Content-Disposition: form-data; name="password"\r\n\r\n«${S}»\r\n‹--x›`,
  `{"body":"name=\\"token\\"\\r\\n\\r\\n«${S}»\\r\\n‹--x›"}`,
  '‹name="title"\r\n\r\nabc9def0›',
  `UPDATE users SET password='«it''s9x»', ‹name='bob'›`,
]);

describeTexts('redact: codes', [
  '«482913» is your verification code',
  '<#> «G-482913» is your Google verification code.',
  '«482913» is your Acme login code‹.›',
  '‹482913› is your order',
  '2FA code: «482913»',
  'one-time password «482913»',
  'cc 4111 1111 1111 1111 CVV «123»',
  'Código de verificação: «482913»',
  'Bestätigungscode: «482913»',
  'код подтверждения: «482913»',
  '確認コード: «482913»',
  '‹cvv check 123›',
  '‹error code: 482913›',
]);

describeTexts('redact: phones with extensions and labels of many languages', [
  'call +1 415-555-0132,,«123»# ‹now›',
  '+7 (495) 123-45-67 доб. «123»',
  '+33 1 42 68 53 00 poste «12»',
  '+49 30 901820 Durchwahl «12»',
  '+39 06 6982 1234 int. «12»',
  'SĐT: «0912345678»',
  'No. HP: «081234567890»',
  'tlf. «22 12 34 56»',
  'τηλ. «2101234567»',
  'फ़ोन: «9876543210»',
  '{"phone":{"number":"«4155550132»"}}',
  '{"phones":[{"number":"«4155550132»"}]}',
  '‹{"order":{"number":"4155550132"}}›',
]);

describeTexts('redact: octets that are no address', [
  '‹x509: certificate serial 03:a1:b2:c3:d4:e5:f6:07›',
  '‹WWN 50:06:01:60:3b:a0:11:22›',
]);

describeAttributes('redactMap: what is inside a phone', [
  '{"phone":{"number":"«4155550132»","type":"‹mobile›"}}',
  '{"phones":[{"value":"«4155550132»","verified_at":‹1732701600›}]}',
  '{"phone":{"model":"‹Pixel 9›","count":‹12345678›}}',
]);
