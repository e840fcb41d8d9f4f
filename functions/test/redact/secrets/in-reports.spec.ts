import { describeAttributes, describeTexts } from '../cases.table.js';

const S = 'q7Zk2mVx9LwT';

describeTexts('redact: a secret that is said to be someone’s', [
  '‹Password for ann›: «hunter2»',
  '‹Password for user ann is› «hunter2»',
  '‹new password for bob set to› «hunter2»',
  `‹New password for user 'bob' is› '«hunter2»'`,
  'Password for «ann@example.org»: «hunter2»',
  `‹Temporary password for ann changed to› «${S}»`,
  `‹Reset password of user bob to› «${S}»`,
  '‹Password for root is:› «letme!n»',
  `‹API key for project demo:› «${S}»`,
  `‹Secret for client web is› «${S}»`,
  '‹[sudo] password for ann: Sorry, try again.›',
  '‹Password for user ann has expired›',
  '‹Password for user ann is too short›',
  '‹Password for ann: changed›',
  '‹Wrong password for ann: attempt 3 of 5›',
  '‹Invalid password for user ann: 3 attempts left›',
  '‹password for bob reset to default›',
  '‹Access token for tenant acme: valid›',
  '‹password for ann was set to expire in 30 days›',
]);

describeTexts('redact: secrets in what public reports show', [
  `#0 Connector.php(70): ‹PDO->__construct('mysql:host=db', 'root',› '«hunter2»', Array)`,
  `#1 ‹mysqli_connect('db', 'root',› '«hunter2»', ‹'main'›)`,
  `‹#0 password_verify(›'«hunter2»', '$2y$…')`,
  `‹db.auth("ann",› "«hunter2»")`,
  `  + ‹password                =› "«hunter2»"`,
  `  ~ ‹master_password =› "«hunter2»" -> "«letmein1»"`,
  `ReplyError ‹command: {"name":"AUTH","args":[›"«hunter2»"]}`,
  `command: { ‹name: 'auth'›, args: [ 'default', '«hunter2»' ] }`,
  `127.0.0.1:6379> ‹AUTH› «hunter2»`,
  `‹"AUTH" "default"› "«hunter2»"`,
  `Step 3/9 : ‹ENV DB_PASSWORD› «hunter2»`,
  `‹https://x.example/reset-password/›«${S}${S}»‹?step=2›`,
  `‹https://x.example/accounts/reset/MQ/›«c5-${S}${S}»/`,
  `‹https://x.example/users/confirm/›«${S}${S}»`,
  `{"loc":["body","password"],‹"msg":"too short"›,"input":"«hunter2»"}`,
  `{"value":"«hunter2»",‹"msg":"Invalid value"›,"param":"password"}`,
  `{"type":"field","value":"«hunter2»","msg":"Invalid value","path":"password"}`,
  `‹lftp -u ann,›«hunter2» ‹ftp.example.org›`,
  `‹net use Z: \\\\srv\\share› «hunter2» ‹/user:ann›`,
  `device_code=«${S}»`,
]);

describeTexts('redact: what public reports show and is no secret', [
  '‹  + password = (known after apply)›',
  '‹MountVolume.SetUp failed for volume "db-secret" : secret "db-secret" not found›',
  '‹"update_password": "on_create"›',
  '‹update_password: always›',
  '‹existingSecret: db-secret›',
  '‹private_key: /etc/ssl/web.pem›',
  '‹cookie: SameSite=None›',
  '‹ENV TOKEN_TTL 3600›',
  '‹> AUTH required›',
  '‹GET /reset/all-counters-2026 200›',
  '‹https://x.example/confirm/order-123›',
  '‹git@github.com:ann/repo.git›',
  '‹{"path":"/api/token","value":"abc9def0"}›',
  '‹db.auth("ann")›',
]);

describeAttributes('redactMap: secrets in what public reports show', [
  `{"name":"AUTH","args":["«hunter2»"]}`,
  `{"loc":["body","password"],"msg":"‹too short›","input":"«hunter2»"}`,
  `{"path":"password","msg":"‹Invalid value›","value":"«hunter2»"}`,
  `{"path":"‹/api/token›","value":"‹abc9def0›"}`,
]);
