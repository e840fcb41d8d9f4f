import { describeAttributes, describeTexts } from '../cases.table.js';

const S = 'q7Zk2mVx9LwT';

describeTexts('redact: names that mean something only with their parent’s', [
  `{"api":{"key":"«${S}»"}}`,
  `{"api":{‹"url":"https://x.example"›,"key":"«hunter2zz»"}}`,
  `{"api": {\n  ‹"url": "https://x.example"›,\n  "key": "«hunter2zz»"\n}}`,
  `{\\"api\\":{\\"key\\":\\"«${S}»\\"}}`,
  `{"aws":{"access":{"key":"«${S}»"}}}`,
  `{"encryption":{"key":"«hunter2abcdef»"}}`,
  `{"stripe":{"key":"«${S}»"}}`,
  `{"verification":{"code":"«482913»"}}`,
  `{api: {key: '«${S}»'}}`,
  `{:api=>{:key=>"«${S}»"}}`,
  `map[api:map[key:«${S}»]]`,
  `api[key]=«${S}»`,
  `user[api][key]=«${S}»`,
  `params[:api][:key]=«${S}»`,
  `config['api']['key'] = '«${S}»'`,
  `‹api:›\n  ‹key:› «${S}»`,
  `‹aws.secret.key›=«hunter2abc»`,
  `[AnyHashable("token"): «${S}»]`,
  '‹{"cache":{"key":"a1b2c3d4e5f6g7"}}›',
  '‹{"storage":{"key":"uploads/a1b2c3d4e5f6g7"}}›',
  '‹{"args":{"key":"a1b2c3d4e5f6g7"}}›',
  '‹{"error":{"code":"482913"}}›',
  '‹{"verification":{"code":"E1001"}}›',
  '‹row[key]=a1b2c3d4e5f6›',
  '‹api: key not found in cache›',
  '‹[{"key":"a1b2c3d4e5f6g7"}]›',
]);

describeAttributes('redactMap: names that mean something only with their parent’s', [
  `{"api":{"url":"‹https://x.example›","key":"«hunter2zz»"}}`,
  `{"private":{"key":"«hunter2abcdef»"}}`,
  `{"aws":{"secret_access":{"key":"«hunter2»"}}}`,
  `{"verification":{"code":"«482913»"}}`,
  `{"credit":{"card":{"number":"«4111111111111112»"}}}`,
  '{"cache":{"key":"‹user:42:profile›"}}',
  '{"row":{"key":"‹abc9def0ghi1›"}}',
  '{"card":{"number":"‹1234›"}}',
]);
